"""A real browser on a real server; skipped, saying why, where there is none."""

import os
import shutil

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_customer, make_lead
from doorstep.users.models import Membership, Role
from doorstep.users.testing import make_role

try:
    from playwright.sync_api import sync_playwright
except ImportError:  # the browser tests then say so, and the others run
    sync_playwright = None

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
PASSWORD = "a quiet evening"
PRESSED_ON = "Transition was"  # skipped: who goes on before a page has faded in misses nothing
# Nothing moves: who clicks while a page fades in clicks on its picture.
CALM = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def browser():
    if sync_playwright is None:
        pytest.skip("Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright brings an event loop along
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield made
        made.close()


@pytest.fixture
def company(transactional_db, alice):
    """alice with a password and three leads of her own."""
    alice.name = "Alice Carroll"
    alice.set_password(PASSWORD)
    with unrecorded():
        alice.save()
    make_customer(owner=alice, name="Quill Studio GmbH")
    return [
        make_lead(
            owner=alice,
            name=name,
            organisation=organisation,
            phone="+49 30 1",
            email=f"{name.split()[0].lower()}@quill.example",
            status=status,
            value=number * 1000,
        )
        for number, (name, organisation, status) in enumerate(
            [
                ("Nadia Ferrante", "Studio Quill Architects", "Interested"),
                ("Mateus Carvalho", "Café Brisa", "Replied"),
                ("Thea Brandvold", "Bramble Street Books", "Open"),
            ]
        )
    ]


@pytest.fixture
def administrator(alice):
    """alice, who may see every page."""
    with unrecorded():
        known = Role.objects.filter(is_administrator=True).first()
        role = known or make_role("Administrator", is_administrator=True)
        Membership.objects.create(user=alice, role=role)
    return alice


@pytest.fixture
def open_page(browser, live_server, company, alice, client):
    """Open a path, signed in; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(path="/leads/", **options):
        context = browser.new_context(base_url=live_server.url, **CALM | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda e: str(e).startswith(PRESSED_ON) or complaints.append(str(e)))
        page.on(
            "console", lambda m: "Security Policy" in m.text and complaints.append(m.text[:200])
        )
        if path == "/login/":
            page.goto(path)
            return page
        client.force_login(alice)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(path)
        page.wait_for_selector("#main")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    return open_page()
