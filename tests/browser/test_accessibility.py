"""axe finds nothing serious on any page, in both themes, wide and narrow."""

import re
from pathlib import Path

import pytest

from doorstep.records.actions import update

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SIZES = ({"width": 1440, "height": 900}, {"width": 375, "height": 812})
PAGES = (
    "/today/",
    "/leads/",
    "/leads/?q=nobody-is-called-this",
    "/leads/board/",
    "/leads/new/",
    "/leads/{lead}/",
    "/leads/{lead}/convert/",
    "/leads/{lead}/history/",
    "/leads/{lead}/?on=2099-01-01",
    "/settings/audit/",
    "/calendar/?view=month",
    "/calendar/?view=agenda",
    "/calendar/?view=day",
    "/calendar/new/",
    "/calendar/feed/",
    "/calendar/import/",
    "/customers/",
    "/customers/{customer}/",
    "/contacts/",
    "/palette/?q=quill",
    "/shortcuts/",
    "/settings/display/",
    "/leads/views/",
    "/suppliers/",
    "/addresses/new/",
    "/search/?q=quill",
    "/settings/company/",
    "/settings/profile/",
    "/settings/security/",
    "/settings/tokens/",
    "/settings/users/",
    "/settings/users/new/",
    "/settings/users/roles/",
    "/settings/users/territories/",
    "/components/",
    "/nowhere/",
)
THEMES = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"runOnly": ["color-contrast"]},
}  # the rest is the same in both
REPAINT = """theme => new Promise(painted => {
  document.documentElement.dataset.theme = theme
  requestAnimationFrame(() => setTimeout(painted, 60)) // colours arrive with a transition
})"""
OPENED = {  # what opens over a page, by key
    "Control+k": "dialog.palette[open] .palette__opt",
    "?": "dialog.dialog[open]",
    "c": "dialog.dialog[open] .form input",
}


ALIKE = re.compile(r"/settings/lists/(?!lead-statuses|customer-groups)")
WALKED = ".side__link[href], .set__nav a, main .tabs a[href]"  # where one may go


@pytest.fixture
def where(company, alice, administrator):
    update(company[0], by=alice, phone="+49 30 2", email="nadia@quill.test")
    customer = company[0]._meta.apps.get_model("parties.customer").objects.first()
    return {"lead": company[0].pk, "customer": customer.pk}


def findings(page, sizes=SIZES):
    """What axe has to say about the page as it stands, in both themes."""
    if not page.evaluate("window.axe"):
        page.evaluate(AXE.read_text())
    found = set()
    for size in sizes:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"] + 1:
            found.add(f"scrolls sideways at {size['width']}: {wide}")
        for theme, rules in THEMES.items():
            page.evaluate(REPAINT, theme)
            for each in page.evaluate("rules => axe.run(document, rules)", rules)["violations"]:
                if each["impact"] in ("serious", "critical"):
                    node = each["nodes"][0]
                    why = node["any"][0]["message"][:90] if node["any"] else ""
                    found.add(f"{each['id']}: {node['target']} {node['html'][:160]} {why}")
    return sorted(found)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(open_page, where, size):
    """On the pages that are listed, and on all that sidebar, settings and tabs lead to."""
    page = open_page(bypass_csp=True, reduced_motion="reduce", viewport=size)

    found, waiting = {}, [path.format(**where) for path in PAGES]
    for path in waiting:
        page.goto(path)
        page.wait_for_function("!document.querySelector('.htmx-request')")
        found[path] = findings(page, [size])
        waiting += [each for each in led_to(page) if each not in waiting]

    assert [f"{path}: {what}" for path, each in found.items() for what in each] == []


def led_to(page):
    """The pages that its navigation names, without what they are asked.

    The settings of all short lists are one page; a flat one and a tree stand for the others.
    """
    links = page.locator(WALKED).evaluate_all("all => all.map(link => link.pathname)")
    return [path for path in dict.fromkeys(links) if path != "/logout/" and not ALIKE.match(path)]


def test_axe_finds_nothing_serious_in_what_opens(open_page, where):
    page = open_page(bypass_csp=True, reduced_motion="reduce")

    found = {}
    for key, shown in OPENED.items():
        page.keyboard.press(key)
        page.wait_for_selector(shown)
        found[key] = findings(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")

    assert {key: each for key, each in found.items() if each} == {}


def test_axe_finds_nothing_serious_in_the_composer(open_page, where):
    page = open_page("/leads/{lead}/".format(**where), bypass_csp=True, reduced_motion="reduce")

    found = {}
    for tab in ("Call", "Task", "Meeting"):
        page.set_viewport_size(SIZES[0])
        page.get_by_role("tab", name=tab, exact=True).click()
        page.wait_for_selector(".composer [role=tabpanel]:not([hidden]) .form")
        page.wait_for_function("!document.querySelector('.htmx-request')")
        found[tab] = findings(page)

    assert {tab: each for tab, each in found.items() if each} == {}


def test_axe_finds_nothing_serious_before_signing_in(browser, live_server):
    calm = {"bypass_csp": True, "reduced_motion": "reduce"}
    context = browser.new_context(base_url=live_server.url, **calm)
    page = context.new_page()
    page.goto("/login/")

    found = findings(page)

    context.close()
    assert found == []
