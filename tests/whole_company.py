"""One of everything an address can name, for tests that walk them all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from doorstep.activity.actions import add_note
from doorstep.exchange.models import ImportJob
from doorstep.history.models import Event
from doorstep.office.actions import make_token
from doorstep.parties.actions import update_lead
from doorstep.records.actions import add_field
from doorstep.records.models import BulkRun, CustomField, SavedView
from doorstep.records.types import REGISTRY
from doorstep.users.models import ApiToken
from doorstep.users.testing import make_role, make_team, make_territory, make_user
from tests.every_action import FIELD
from tests.test_record_types import make
from tests.walking import Route, routes

KINDS = {each.kind: each for each in REGISTRY.values()}
ALONE = ("login", "logout", "setup", "password", "healthz", "readyz")  # have tests of their own


def whole_company(chief: Any, client: Any) -> dict[str, dict[str, Any]]:
    """What stands in the places of an address, by how the name of its route begins."""
    found = {kind: make(records, owner=chief) for kind, records in KINDS.items()}
    add_note(found["lead"], by=chief, text="Called.")
    update_lead(found["lead"], by=chief, name="Ada L")
    file = SimpleUploadedFile("fair.csv", b"Full name,E-Mail\nAda,ada@x.test\n")
    client.post("/imports/", {"kind": "lead", "file": file, "preset": ""})
    make_token(ApiToken, by=chief, name="T")
    event, user = Event.objects.filter(name="lead.updated").get(), {"user": chief}
    lead = {"record_type": "parties.lead"}
    return {
        "": {
            **{"kind": "customer", "name": "status", "field": "name", "panel": "files"},
            **{"plural": "lead-statuses", "page": 1},
            **{"event": event.pk, "view": SavedView.objects.create(name="V", **user, **lead).pk},
        },
        **{kind: {"pk": each.pk} for kind, each in found.items()},
        "lead_run": {"pk": BulkRun.objects.create(action="x", **user, **lead).pk},
        "event": {"pk": event.pk},
        "import": {"pk": ImportJob.objects.get().pk},
        "office_token": {"pk": ApiToken.objects.get().pk},
        "office_field": {"pk": add_field(CustomField, by=chief, **FIELD).pk},
        "office_user": {"pk": make_user("u@example.org").pk},
        "user": {"pk": chief.pk},
        "office_role": {"pk": make_role("Some role").pk, "model": "parties.lead"},
        "office_team": {"pk": make_team(name="T").pk},
        "office_territory": {"pk": make_territory(name="Here").pk},
    }


def addresses(kind: str, places: dict[str, dict[str, Any]]) -> list[str]:
    """All of a kind of record; without one, all of no kind."""
    found = []
    for route in routes():
        known = known_of(route, places)
        is_of = kind == kind_of_route(route) and route.place not in ALONE
        if is_of and set(route.places) <= known.keys():
            found.append(route.filled(known))
    return found


def known_of(route: Route, places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the longest beginning of its name knows."""
    fitting = sorted((name for name in places if route.name.startswith(name)), key=len)
    return {name: value for each in fitting for name, value in places[each].items()}


def kind_of_route(route: Route) -> str:
    fitting = [kind for kind in KINDS if route.name.startswith(f"{kind}_")]
    return max(fitting, key=len, default="")


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Faults:
    """What went wrong, all of it: so that one run shows every fault."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.asked = 0

    def ask(self, call: Any, *args: Any, **more: Any) -> Any:
        """Do it and take it back; the answer, unless it was a mistake of ours."""
        self.asked += 1
        said = f"{getattr(call, '__name__', '')} {args} {more}"[:250]
        try:
            with taken_back():
                answer = call(*args, **more)
        except Exception as error:
            self.found.append(f"{said}: {type(error).__name__}: {error}"[:500])
            return None
        if answer.status_code >= 500:
            self.found.append(f"{said}: {answer.status_code}")
            return None
        return answer

    def show(self) -> None:
        assert self.asked
        assert not self.found, "\n".join(self.found)
