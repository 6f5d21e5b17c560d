"""An event is dragged, pulled, moved by key, made and undone, in a real browser."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from doorstep.activity.models import CalendarEvent, EventException
from doorstep.activity.testing import make_calendar_event, make_task
from tests.browser.test_accessibility import findings
from tests.browser.walking import settled

pytestmark = pytest.mark.browser
UTC = ZoneInfo("UTC")
MONDAY = date(2027, 3, 15)
WEEK = f"/calendar/?view=week&on={MONDAY}"


def at(days, hour, minute=0):
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute), UTC)


@pytest.fixture
def event(company, alice):
    return make_calendar_event(
        owner=alice, subject="Show the lamps", starts_at=at(0, 10), ends_at=at(0, 11)
    )


def day_of(page, days):
    return page.locator(f"[data-hour][data-day='{MONDAY + timedelta(days=days)}']")


def tile_of(page, event):
    return page.locator(f"[data-tile^='e{event.pk}']").first


def drag(page, tile, to, down):
    """By the middle of the tile, so many pixels further down, to another day."""
    box, day = tile.bounding_box(), to.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(day["x"] + 30, box["y"] + 12 + down / 2, steps=4)
    page.mouse.move(day["x"] + 30, box["y"] + 12 + down, steps=4)
    page.mouse.up()


def now_of(event):
    event.refresh_from_db()
    return event.starts_at, event.ends_at


def test_a_dragged_event_is_moved_and_undone(open_page, event):
    page = open_page(WEEK)
    hour = day_of(page, 0).bounding_box()["height"] / 24

    drag(page, tile_of(page, event), day_of(page, 2), 2 * hour)
    page.wait_for_selector(".toast:has-text('Moved to 12:00')")
    assert now_of(event) == (at(2, 12), at(2, 13))
    assert day_of(page, 2).locator(".ev").count() == 1

    page.click(".toast button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert now_of(event) == (at(0, 10), at(0, 11))
    assert day_of(page, 0).locator(".ev").count() == 1


def test_its_lower_edge_is_pulled(open_page, event):
    page = open_page(WEEK)
    hour = day_of(page, 0).bounding_box()["height"] / 24
    box = tile_of(page, event).bounding_box()

    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] + hour - 3, steps=5)
    page.mouse.up()
    page.wait_for_selector(".toast:has-text('It ends at 12:00')")

    assert now_of(event) == (at(0, 10), at(0, 12))


def test_it_is_moved_by_key_and_keeps_the_focus(open_page, event):
    page = open_page(WEEK)
    tile_of(page, event).focus()

    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector(".toast:has-text('Moved to 10:15')")
    page.wait_for_selector("[data-tile]:focus")
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_selector(f"[data-day='{MONDAY + timedelta(1)}'] [data-tile]:focus")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.wait_for_selector(".toast:has-text('It ends at 11:30')")

    assert now_of(event) == (at(1, 10, 15), at(1, 11, 30))


def test_of_a_series_one_chooses_how_many(open_page, company, alice):
    event = make_calendar_event(
        owner=alice,
        subject="Stand-up",
        starts_at=at(0, 10),
        ends_at=at(0, 11),
        recurrence="FREQ=DAILY;COUNT=5",
        timezone="UTC",
    )
    page = open_page(WEEK)
    hour = day_of(page, 0).bounding_box()["height"] / 24

    drag(page, day_of(page, 1).locator(".ev"), day_of(page, 1), 3 * hour)
    page.click("dialog[open] button:has-text('Only this one')")
    page.wait_for_selector(".toast:has-text('Moved to 13:00')")

    found = EventException.objects.get(event=event)
    assert (found.original_at, found.starts_at) == (at(1, 10), at(1, 13))


def test_one_plans_where_one_clicks(open_page, company):
    page = open_page(WEEK)
    day = day_of(page, 3)
    hour = day.bounding_box()["height"] / 24
    page.evaluate("document.querySelector('[data-hours]').scrollTop = 0")

    day.click(position={"x": 40, "y": 9 * hour + 4})
    page.wait_for_selector("dialog[open] input[name=subject]")
    assert page.input_value("input[name=starts_time]") == "09:00"
    page.fill("input[name=subject]", "Measure the stairs")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast:has-text('Measure the stairs is planned')")

    assert CalendarEvent.objects.get().starts_at == at(3, 9)


def test_everything_goes_by_keyboard(open_page, event):
    page = open_page(WEEK)
    page.keyboard.press("m")
    page.wait_for_selector("[aria-label=Month]")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("h1:has-text('April 2027')")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("h1:has-text('March 2027')")
    page.keyboard.press("a")
    page.wait_for_selector("[aria-label=Agenda]")
    page.keyboard.press("d")
    page.wait_for_selector("[aria-label=Day]")
    page.keyboard.press("t")
    page.wait_for_selector("[aria-current=date]")
    page.goto(WEEK)
    tile_of(page, event).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.peek[open] >> text=Show the lamps")
    page.focus("dialog.peek >> text=Edit or move")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.dialog[open] input[name=starts_time]")
    page.fill("input[name=starts_time]", "14:00")
    page.fill("input[name=ends_time]", "15:00")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast:has-text('Saved')")

    assert now_of(event) == (at(0, 14), at(0, 15))


def test_axe_finds_nothing_serious_in_the_dialogs(open_page, event):
    page = open_page(WEEK, bypass_csp=True, reduced_motion="reduce")
    found = {}

    tile_of(page, event).click()
    page.wait_for_selector("dialog.peek[open] h2")
    found["event"] = findings(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    page.keyboard.press("c")
    page.wait_for_selector("dialog.dialog[open] input[name=subject]")
    page.evaluate(
        "document.querySelectorAll('dialog details').forEach(each => (each.open = true))"
    )
    found["form"] = findings(page)

    assert {name: each for name, each in found.items() if each} == {}


def touch(page, kind, x, y):
    """What a finger does, as the browser is told of it."""
    points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
    session = getattr(page, "fingers", None) or page.context.new_cdp_session(page)
    page.fingers = session
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_task_is_dragged_into_the_week_and_planned_by_key(open_page, company, alice):
    task = make_task(owner=alice, assignee=alice, subject="Send samples")
    other = make_task(owner=alice, assignee=alice, subject="Write to Quill")
    page = open_page(WEEK)
    page.evaluate("document.querySelector('[data-hours]').scrollTop = 400")
    card = page.locator(f".plan[data-tile='t{task.pk}']")
    box, day = card.bounding_box(), day_of(page, 2).bounding_box()
    hour = day["height"] / 24

    page.mouse.move(box["x"] + 40, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(day["x"] + 40, day["y"] + 11 * hour + 5, steps=6)
    page.mouse.move(day["x"] + 40, day["y"] + 10.5 * hour + 5, steps=4)
    page.mouse.up()
    page.wait_for_selector(".toast:has-text('Send samples: moved to')")
    task.refresh_from_db()
    assert (task.due_on, task.due_time) == (MONDAY + timedelta(2), time(10, 30))

    page.locator(f"[data-day='{MONDAY + timedelta(2)}'] [data-tile='t{task.pk}']").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_selector(f"[data-day='{MONDAY + timedelta(3)}'] [data-tile='t{task.pk}']:focus")
    page.click(".toast:last-of-type button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")
    task.refresh_from_db()
    assert task.due_on == MONDAY + timedelta(2)

    page.locator(f".plan[data-tile='t{other.pk}'] a").first.focus()
    page.keyboard.press("p")
    page.wait_for_selector(".toast:has-text('Write to Quill: planned for')")
    other.refresh_from_db()
    assert other.due_time is not None


def in_the_middle(tile):
    """Of the screen, when all that scrolls has come to rest; and where one presses it there."""
    settled(tile.page)
    tile.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = tile.bounding_box()
    return box["x"] + 30, box["y"] + 14


def test_by_touch_a_long_press_drags_and_a_short_one_scrolls(open_page, event):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(f"/calendar/?view=week&on={MONDAY}", **phone)
    tile = tile_of(page, event)
    x, y = in_the_middle(tile)

    touch(page, "touchStart", x, y)
    touch(page, "touchMove", x, y - 60)
    touch(page, "touchEnd", x, y - 60)
    assert now_of(event) == (at(0, 10), at(0, 11))

    x, y = in_the_middle(tile)
    hour = day_of(page, 0).bounding_box()["height"] / 24
    touch(page, "touchStart", x, y)
    page.wait_for_selector(".is-drag")
    touch(page, "touchMove", x, y + hour / 2)
    touch(page, "touchMove", x, y + hour)
    touch(page, "touchEnd", x, y + hour)
    page.wait_for_selector(".toast:has-text('Moved to 11:00')")
    assert now_of(event) == (at(0, 11), at(0, 12))

    x, y = in_the_middle(tile)
    head = page.locator(".wk__d").nth(3).bounding_box()
    touch(page, "touchStart", x, y)
    page.wait_for_selector(".is-drag")
    touch(page, "touchMove", head["x"] + 10, head["y"] + 30)
    touch(page, "touchMove", head["x"] + 12, head["y"] + 20)
    touch(page, "touchEnd", head["x"] + 12, head["y"] + 20)
    page.wait_for_selector(f"[data-tile^='e{event.pk}']", state="hidden")
    assert now_of(event) == (at(3, 11), at(3, 12))
