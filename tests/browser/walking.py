"""What several walks through the product share."""

import csv
import re

from tests.shared_data import DATA

ZOHO = DATA / "crm-pipeline/zoho-demo-crm/Leads.csv"
LIT = """element => {
  const rings = (each) => {
    const looks = getComputedStyle(each)
    return looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) > 0
  }
  const around = [element, element.parentElement, element.parentElement?.parentElement]
  return element.matches('h1, main, body, tr.is-cursor') || around.filter(Boolean).some(rings)
}"""


def zoho_rows():
    with ZOHO.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settled(page):
    """All that a key or a click set off has been asked for, answered and put in its place."""
    page.wait_for_timeout(400)  # what is typed is asked for after a pause
    busy = ".htmx-request, .htmx-swapping, .htmx-settling"
    page.wait_for_selector(f"html:not(:has({busy}))", state="attached")


def focused(page):
    return page.evaluate_handle("document.activeElement").as_element()


def tab_to(page, selector, *, most=90, key="Tab"):
    """Go on by Tab until the focus is on what was meant; it shows all along the way."""
    for turn in range(most):
        if turn or not focused(page).evaluate("(element, it) => element.matches(it)", selector):
            page.keyboard.press(key)
        here = focused(page)
        assert here.evaluate(LIT), f"no visible focus on {here.evaluate('e => e.outerHTML')[:200]}"
        if here.evaluate("(element, it) => element.matches(it)", selector):
            return here
    raise AssertionError(f"Tab never came to {selector}")


def number_in(text):
    return int(re.sub(r"\D", "", text))
