"""Quotations, orders and deliveries on paper, as poppler reads them."""

from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.catalog.testing import make_item
from doorstep.history.journal import unrecorded
from doorstep.kit.errors import Invalid
from doorstep.office.actions import change_company
from doorstep.paper.logos import checked_logo
from doorstep.paper.papers import pages_of, pdf_of, sheet_of
from doorstep.paper.testing import in_words, poppler
from doorstep.parties.models import AddressTemplate
from doorstep.parties.testing import make_address, make_customer, make_lead
from doorstep.records.models import Company
from doorstep.selling import actions as selling
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User

PIXELS = bytes.fromhex(  # a PNG, two dots wide
    "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000d494441"
    "54789c63f8cf0004ff01070001ffe2239e590000000049454e44ae426082"
)


@pytest.fixture
def by(db):
    return User.system()


def quoted(by, lines, submits=True, **fields):
    fields = {"party": make_lead(name="Nadia Ferrante")} | fields
    made = selling.create_quotation(Quotation, by=by, lines=lines, **fields)
    return selling.submit_quotation(made, by=by) if submits else made


def line(text="Vesper pendant", **fields):
    return {"description": text, "quantity": D(1), "rate": D(100)} | fields


def test_two_hundred_lines_go_over_pages_with_their_head_and_their_sum(by):
    quotation = quoted(by, [line(f"Lamp number {at}") for at in range(1, 201)])

    pdf = pdf_of(quotation)

    pages = poppler(pdf, "pdftotext", "-layout").split("\f")[:-1]
    assert len(pages) == int(poppler(pdf, "pdfinfo").partition("Pages:")[2].split()[0]) > 3
    assert all("Quantity" in page for page in pages if "Lamp number" in page)
    assert "Page 2 of" in pages[1]
    count = pages[0].count("Lamp number")
    assert f"{count * 100:,}.00" in pages[0].partition("Carried forward")[2]
    assert f"{count * 100:,}.00" in pages[1].partition("Brought forward")[2].partition("\n")[0]
    assert "Lamp number 200" in "".join(pages)
    assert "20,000.00" in pages[-1]


def test_every_font_is_inside(by):
    pdf = pdf_of(quoted(by, [line("Ελλάδα שלום مرحبا Привет")]))

    rows = [row.split() for row in poppler(pdf, "pdffonts").splitlines()[2:]]

    assert rows
    assert all(row[-5] == "yes" for row in rows)
    words = in_words(pdf)
    assert "Ελλάδα" in words
    assert "Привет" in words


@pytest.mark.parametrize(
    "text",
    [
        '#import "/etc/passwd" as x',
        "#sys.inputs *bold* _em_ `raw` $x^2$ @ref <label>",
        '#read("/etc/passwd") \\ \\u{41} = head - item // no /* no */',
        "{{ 7 * 7 }} {% now %} ${7*7} #{7*7} [[7*7]]",
    ],
)
def test_what_people_wrote_is_printed_and_never_run(by, text):
    """F247."""
    quotation = quoted(by, [line(text)], note=text, terms_text=text)

    assert in_words(pdf_of(quotation)).count(" ".join(text.split())) == 3


def test_what_turns_the_direction_of_amounts_is_left_out(by):
    quotation = quoted(by, [line("Lamp \u202e00.1 RUE\u202c")])

    assert sheet_of(quotation).rows[0].cells[0].startswith("Lamp")
    assert "\u202e" not in poppler(pdf_of(quotation), "pdftotext")


def test_a_draft_says_that_it_is_one_and_what_is_cancelled_too(by):
    draft = quoted(by, [line()], submits=False)
    assert sheet_of(draft).watermark == "DRAFT"

    quotation = selling.submit_quotation(draft, by=by)
    assert sheet_of(quotation).watermark == ""

    quotation = selling.cancel_quotation(quotation, by=by)
    assert sheet_of(quotation).watermark == "CANCELLED"


def test_a_delivery_shows_no_prices(by):
    order = selling.create_order(
        SalesOrder,
        by=by,
        customer=make_customer(name="Alderwick"),
        lines=[line(rate=D("777.77"))],
    )
    order = selling.submit_order(order, by=by)
    assert "777.77" in in_words(pdf_of(order))

    words = in_words(pdf_of(selling.submit_delivery(selling.deliver_order(order, by=by), by=by)))

    assert "Delivery note" in words
    assert order.number in words
    assert "777" not in words


def test_addresses_stand_as_their_country_or_our_template_has_them(by):
    """E75."""
    change_company(Company, by=by, name="Hollin", country="NO")
    customer = make_customer(name="Alderwick")
    make_address(
        customer=customer, line1="1 Mill Lane", city="York", postal_code="YO1 7HH", country="GB"
    )
    quotation = quoted(by, [line()], party=customer)

    assert sheet_of(quotation).to[1:] == ["1 Mill Lane", "York", "YO1 7HH", "United Kingdom"]

    with unrecorded():
        AddressTemplate.objects.create(country="GB", layout="{line1}\n{postal_code} {city}")
    assert sheet_of(quotation).to[1:] == ["1 Mill Lane", "YO1 7HH York"]


def test_alternatives_are_shown_and_not_added(by):
    quotation = quoted(by, [line(), line("Brass", rate=D(999), is_alternative=True)])

    words = in_words(pdf_of(quotation))

    assert "Alternative, not in the total" in words
    assert "Total, EUR 100.00" in words


def test_item_codes_and_units_stay_what_they_were(by):
    item = make_item(code="HL-P240", name="Vesper")
    quotation = quoted(by, [line(item=item)])
    with unrecorded():
        type(item).objects.filter(pk=item.pk).update(code="OTHER")

    assert sheet_of(Quotation.objects.get(pk=quotation.pk)).rows[0].under == "HL-P240"


def test_a_page_is_a_picture_too(by):
    assert b"<svg" in pages_of(quoted(by, [line()]))[0][:200]


def test_a_logo_stands_on_the_paper(by, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    digest, kind = checked_logo(SimpleUploadedFile("logo.png", PIXELS))
    change_company(Company, by=by, name="Hollin", logo=digest, logo_type=kind)

    pdf = pdf_of(quoted(by, [line()]))

    assert len(poppler(pdf, "pdfimages", "-list").splitlines()) > 2


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"GIF89a",
        b"<html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        b'<!DOCTYPE x [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (90_000).to_bytes(4, "big") * 2,
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_picture_is_no_logo(content, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(Invalid):
        checked_logo(SimpleUploadedFile("logo.svg", content))
