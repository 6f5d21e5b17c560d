"""What the API promises for every record type and every list."""

import pytest
from django.utils.timezone import now

from doorstep.history.models import Event
from tests.api.kinds import (
    EVERY_LIST,
    EVERY_TYPE,
    EVERYTHING,
    JSON,
    another,
    apart,
    changeable,
    let,
    make_any,
    plain,
    url,
    written,
)
from tests.test_record_types import KEPT_FOR_EVER


@pytest.fixture
def allowed(alice):
    """Alice may do everything with whatever the test is about."""

    def allow(records):
        let(alice, records, "view", "create", "edit", "delete", "undo")
        return alice

    return allow


def code(response):
    return response.status_code, response.json()["error"]["code"]


@EVERY_TYPE
def test_a_list_holds_only_what_the_user_may_see(records, as_alice, alice, carol):
    mine = make_any(records, alice)
    make_any(records, carol)

    answer = as_alice.get(url(records)).json()

    assert [item["id"] for item in answer["items"]] == [mine.pk]
    assert answer["next"] is None
    assert as_alice.get(url(records, "count")).json() == {"count": 1, "capped": False}


@EVERYTHING
def test_a_list_shows_of_each_record_what_reading_it_shows(records, as_alice, alice):
    record = make_any(records, alice)

    read = as_alice.get(url(records, record.pk)).json()

    items = as_alice.get(url(records)).json()["items"]
    assert [item for item in items if item["id"] == record.pk] == [read]
    assert next(iter(read)) == "id"
    assert {"id", "updated_at", "version"} <= read.keys()
    assert set(read) == {face.name for face in records.faces}


@EVERYTHING
def test_a_list_goes_on_where_its_page_ended(records, as_alice, alice):
    made = {make_any(records, alice).pk for _ in range(5)}
    seen, after = [], ""

    while after is not None:
        answer = as_alice.get(url(records), {"limit": 2, "after": after}).json()
        seen += [item["id"] for item in answer["items"]]
        after = answer["next"]

    assert made <= set(seen)
    assert len(seen) == len(set(seen)) == records.model.objects.count()


@EVERYTHING
@pytest.mark.parametrize(
    "query", ["nonsense=1", "limit=0", "limit=501", "limit=x", "sort=owner__password"]
)
def test_a_list_refuses_what_it_does_not_know(records, as_alice, query):
    assert as_alice.get(url(records) + f"?{query}").status_code == 422


@EVERYTHING
def test_reading_and_counting_refuse_what_they_do_not_know(records, as_alice, alice):
    record = make_any(records, alice)

    for address in (
        url(records, "count"),
        url(records, record.pk),
        url(records, record.pk, "timeline"),
    ):
        assert as_alice.get(f"{address}?nonsense=1").status_code == 422


@EVERYTHING
def test_what_was_read_can_be_sent_to_make_another(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    sent = another(records, written(records, as_alice.get(url(records, record.pk)).json()))

    answer = as_alice.post(url(records), sent, content_type=JSON)

    assert answer.status_code == 201, answer.json()
    assert {name: plain(answer.json()[name]) for name in sent} == sent
    assert as_alice.get(url(records, answer.json()["id"])).json() == answer.json()


@EVERYTHING
def test_an_edit_changes_only_what_was_sent(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    before = as_alice.get(url(records, record.pk)).json()
    name = changeable(records)

    answer = as_alice.patch(url(records, record.pk), {name: "USD"}, content_type=JSON)

    assert answer.status_code == 200, answer.json()
    moved = {"updated_at", "version", name}
    assert {k: v for k, v in answer.json().items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert (answer.json()[name], answer.json()["version"]) == ("USD", before["version"] + 1)
    assert as_alice.get(url(records, record.pk)).json() == answer.json()


@EVERYTHING
def test_an_unknown_field_is_refused_by_name(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)

    for answer in (
        as_alice.post(url(records), {"message": 1}, content_type=JSON),
        as_alice.patch(url(records, record.pk), {"message": 1}, content_type=JSON),
    ):
        assert code(answer) == (422, "invalid")
        assert "message" in answer.json()["error"]["fields"]


@EVERYTHING
@pytest.mark.parametrize(
    "body", ["{", "[]", "7", '"a"', '{"name": 1e999}', "nul", "\x00", '{"a":' * 500]
)
def test_a_body_that_is_no_record_is_refused(records, as_alice, alice, allowed, body):
    allowed(records)

    answer = as_alice.post(url(records), body, content_type=JSON)

    assert answer.status_code == 422
    assert answer.json()["error"].keys() == {"code", "message", "fields"}


@EVERYTHING
def test_an_old_version_is_refused_and_the_right_one_is_taken(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    address = url(records, record.pk)
    name = changeable(records)

    def edit(version, value):
        headers = {"If-Match": version}
        return as_alice.patch(address, {name: value}, content_type=JSON, headers=headers)

    assert edit('"1"', "SEK").status_code == 200
    assert code(edit('"1"', "NOK")) == (409, "stale")
    assert code(edit("nonsense", "NOK")) == (409, "stale")
    assert edit("2", "NOK").status_code == 200
    assert code(as_alice.delete(address, headers={"If-Match": '"2"'})) == (409, "stale")


@EVERYTHING
def test_a_repeated_key_is_answered_with_the_first_result(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    sent = another(records, written(records, as_alice.get(url(records, record.pk)).json()))

    def post(body):
        return as_alice.post(
            url(records), body, content_type=JSON, headers={"Idempotency-Key": "abc"}
        )

    first = post(sent)
    name = changeable(records)
    as_alice.patch(url(records, first.json()["id"]), {name: "USD"}, content_type=JSON)
    again = post(sent)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "Idempotent-Replay" not in first
    assert again["Idempotent-Replay"] == "true"
    assert code(post(sent | {name: "CHF"})) == (422, "key_reused")


@EVERY_TYPE
def test_what_is_out_of_reach_is_not_there(records, as_alice, carol):
    theirs = make_any(records, carol)
    address = url(records, theirs.pk)

    answers = [
        as_alice.get(address),
        as_alice.get(f"{address}?as_of=2026-01-01T00:00:00Z"),
        as_alice.get(f"{address}/timeline"),
        as_alice.get(f"{address}/history"),
        as_alice.patch(address, {"name": "x"}, content_type=JSON),
        as_alice.delete(address),
    ]

    assert [code(answer) for answer in answers] == [(404, "not_found")] * 6


@EVERY_TYPE
def test_a_missing_grant_is_forbidden(records, as_alice, alice):
    record = make_any(records, alice)
    let(alice, records, "edit", "delete", reach="NONE")

    answers = [
        as_alice.patch(url(records, record.pk), {}, content_type=JSON),
        as_alice.delete(url(records, record.pk)),
    ]

    assert [code(answer) for answer in answers] == [(403, "forbidden")] * 2


@EVERY_LIST
def test_a_list_of_the_administrator_is_read_by_all_and_changed_by_those_who_may(
    records, as_alice, alice
):
    row = make_any(records, alice)

    assert as_alice.get(url(records, row.pk)).json()["name"] == row.name
    answers = [
        as_alice.post(url(records), {"name": "New"}, content_type=JSON),
        as_alice.patch(url(records, row.pk), {"name": "New"}, content_type=JSON),
        as_alice.delete(url(records, row.pk)),
    ]
    assert [code(answer) for answer in answers] == [(403, "forbidden")] * 3


@EVERY_LIST
def test_a_row_of_a_list_is_made_renamed_and_deleted_by_who_may(records, as_alice, alice, allowed):
    allowed(records)

    made = as_alice.post(url(records), {"name": "Brand new"}, content_type=JSON)
    address = url(records, made.json()["id"])
    renamed = as_alice.patch(address, {"name": "Newer"}, content_type=JSON)

    assert (made.status_code, renamed.json()["name"]) == (201, "Newer")
    assert as_alice.delete(address).status_code == 204
    assert as_alice.get(address).status_code == 404


@EVERYTHING
def test_nobody_in_particular_gets_nothing(records, client, alice):
    record = make_any(records, alice)
    one = url(records, record.pk)

    answers = [
        *(client.get(each) for each in (url(records), url(records, "count"), one)),
        *(client.get(f"{one}/{each}") for each in ("timeline", "history")),
        client.post(url(records), {}, content_type=JSON),
        client.post(url(records, "batch"), {}, content_type=JSON),
        client.patch(one, {}, content_type=JSON),
        client.delete(one),
    ]

    assert [code(answer) for answer in answers] == [(401, "not_signed_in")] * 9


@EVERYTHING
def test_what_was_deleted_comes_back_by_undoing_its_event(records, as_alice, alice, allowed):
    if records.kind in KEPT_FOR_EVER:
        pytest.skip("it cannot be deleted")
    allowed(records)
    record = make_any(records, alice)
    address = url(records, record.pk)
    before = as_alice.get(address).json()

    assert as_alice.delete(address).status_code == 204
    assert code(as_alice.get(address)) == (404, "not_found")
    event = Event.objects.latest("pk")
    assert as_alice.post(f"/api/v1/events/{event.pk}/undo").status_code == 200

    moved = {"version", "updated_at"}
    after = as_alice.get(address).json()
    assert {k: after[k] for k in after.keys() - moved} == {
        k: before[k] for k in before.keys() - moved
    }


@EVERYTHING
def test_a_record_is_shown_as_it_was(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    address, name = url(records, record.pk), changeable(records)
    before, then = as_alice.get(address).json(), now().isoformat()
    as_alice.patch(address, {name: "USD"}, content_type=JSON)

    answer = as_alice.get(address, {"as_of": then}).json()

    assert answer[name] == before[name] != "USD"
    assert as_alice.get(address, {"as_of": now().isoformat()}).json()[name] == "USD"
    assert as_alice.get(address, {"as_of": "yesterday"}).status_code == 422


@EVERYTHING
def test_history_says_what_each_field_was_and_became(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    name = changeable(records)
    before = as_alice.get(url(records, record.pk)).json()[name]
    as_alice.patch(url(records, record.pk), {name: "USD"}, content_type=JSON)

    told = as_alice.get(url(records, record.pk, "history")).json()["items"]
    line = as_alice.get(url(records, record.pk, "timeline")).json()["items"]

    assert (told[0]["by"], told[0]["subject"]) == (alice.email, f"{records.kind}:{record.pk}")
    assert told[0]["fields"][name] == {
        "label": records.face(name).label,
        "old": before,
        "new": "USD",
    }
    assert line[0]["told"] == [f"{records.face(name).label}: {before or '–'} → USD"]


@EVERYTHING
def test_a_batch_answers_each_item_in_order(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    shown = as_alice.get(url(records, record.pk)).json()
    sent, name = written(records, shown), changeable(records)
    items = [
        apart(records, sent, 1) | {name: "SEK"},
        {"nonsense": 1},
        {"id": record.pk, name: "NOK"},
        apart(records, sent, 2) | {name: "DKK"},
    ]

    answer = as_alice.post(url(records, "batch"), {"items": items}, content_type=JSON)

    results = answer.json()["results"]
    assert [result["status"] for result in results] == [201, 422, 200, 201]
    assert [results[n]["item"][name] for n in (0, 2, 3)] == ["SEK", "NOK", "DKK"]
    assert "nonsense" in results[1]["error"]["fields"]
    assert Event.objects.filter(cause=None).count() == 1


@EVERYTHING
def test_a_repeated_batch_is_answered_as_the_first(records, as_alice, alice, allowed):
    allowed(records)
    record = make_any(records, alice)
    sent = written(records, as_alice.get(url(records, record.pk)).json())
    name = changeable(records)
    body = {
        "items": [
            apart(records, sent, at) | {name: code}
            for at, code in enumerate(("SEK", "NOK"), start=1)
        ]
    }
    headers, there = {"Idempotency-Key": "abc"}, records.model.objects.count()

    answers = [
        as_alice.post(url(records, "batch"), body, content_type=JSON, headers=headers)
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert records.model.objects.count() == there + 2


@EVERYTHING
@pytest.mark.parametrize(
    "body", [{}, {"items": {}}, {"items": [{}] * 1001}, [], {"items": [], "x": 1}]
)
def test_what_is_no_batch_is_refused(records, as_alice, allowed, body):
    allowed(records)

    assert as_alice.post(url(records, "batch"), body, content_type=JSON).status_code == 422
