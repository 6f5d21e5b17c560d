"""What a browser that has never been here has to fetch, from a real ``doorstep serve``."""

import pytest

from tests.processes import Install, Served

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    made = Served(Install(tmp_path_factory.mktemp("cold")).migrated(), "--demo").until_ready()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def session(served):
    """The cookie of someone who signed in elsewhere: nothing of a page is fetched yet."""
    code = (
        "import django; django.setup()\n"
        "from django.test import Client; from doorstep.users.models import User\n"
        "client = Client(); client.force_login(User.objects.order_by('pk').first())\n"
        "print(client.cookies['sessionid'].value)"
    )
    key = served.install.python(code).strip()
    return {"name": "sessionid", "value": key, "url": served.url}


@pytest.fixture
def cold(browser, served, session):
    """Open a path with empty caches; the page, and what was fetched for it."""
    contexts = []

    def cold(path, cookies):
        contexts.append(context := browser.new_context(base_url=served.url))
        context.add_cookies(cookies)
        page, fetched = context.new_page(), []
        page.on("response", lambda response: fetched.append(response))
        page.goto(path, wait_until="networkidle")
        return page, fetched

    yield lambda path: cold(path, [] if path == "/login/" else [session])
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/login/", "/leads/", "/leads/1/"])
def test_a_cold_page_is_at_most_eight_requests(cold, path):
    _, fetched = cold(path)

    needed = [each.url for each in fetched if "/panels/" not in each.url]  # they come as seen
    assert len(needed) <= 8, needed
    assert {response.status for response in fetched} == {200}


def test_everything_but_the_page_may_be_kept_for_ever(cold):
    _, fetched = cold("/leads/")

    kept = [r.headers.get("cache-control", "") for r in fetched if "/static/" in r.url]
    assert len(kept) >= 4
    assert all("immutable" in policy for policy in kept)


def test_the_joined_modules_define_every_element_of_the_page(cold):
    page, _ = cold("/leads/")

    unknown = page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"
        ".filter(name => name.includes('-') && !customElements.get(name))"
    )
    assert unknown == []
