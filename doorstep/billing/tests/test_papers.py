"""What invoices say on paper, and to machines."""

from datetime import date
from decimal import Decimal as D
from io import BytesIO

import pytest
from lxml import etree
from pypdf import PdfReader

from doorstep.billing import actions as billing
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.catalog.models import TaxLine, TaxTemplate
from doorstep.history.journal import unrecorded
from doorstep.office.actions import change_company
from doorstep.paper.einvoice.naming import NAME
from doorstep.paper.einvoice.saying import NoEInvoice
from doorstep.paper.papers import e_invoice, pdf_of, sheet_of
from doorstep.paper.testing import in_words
from doorstep.parties.testing import make_address, make_customer
from doorstep.records.models import Company
from doorstep.users.models import User
from doorstep.users.testing import make_user

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
FIRM = {
    **{"name": "Hollin Leuchten", "legal_name": "Hollin Leuchten GmbH", "country": "DE"},
    **{"street": "Lindenhof 14", "postal_code": "10969", "city": "Berlin"},
    **{"tax_id": "DE123456789", "bank_account": "DE89 3704 0044 0532 0130 00"},
    **{"e_invoice": "FACTUR_X", "phone": "+49 30 1234", "email": "post@hollin.example"},
}
LINES = [
    {
        "description": "Vesper pendant",
        "quantity": D(3),
        "rate": D("312.40"),
        "discount_percent": D(8),
    },
    {"description": "Installation", "quantity": D("2.5"), "rate": D(640)},
]


@pytest.fixture
def by(db):
    return User.system()


@pytest.fixture
def firm(by):
    return change_company(Company, by=by, **FIRM)


@pytest.fixture
def customer(by):
    made = make_customer(name="Hotel Alderwick", tax_id="DE999999999")
    make_address(customer=made, line1="Seeweg 3", city="Lindau", postal_code="88131", country="DE")
    return made


def taxed(name="VAT 19 %", rate=19, **fields):
    with unrecorded():
        template = TaxTemplate.objects.create(name=name, **fields)
        TaxLine.objects.create(template=template, name=name, rate=D(rate), position=1)
    return template


def invoiced(by, customer, lines=LINES, **fields):
    made = billing.create_invoice(SalesInvoice, by=by, customer=customer, lines=lines, **fields)
    return billing.submit_invoice(made, by=by)


def read(xml):
    return etree.fromstring(xml)


def values(xml, tag):
    return [each.text for each in read(xml).iter(f"{RAM}{tag}")]


def test_an_invoice_says_whom_it_is_from_what_is_to_be_paid_and_by_when(firm, by, customer):
    vat = taxed()
    lines = [each | {"tax_template": vat} for each in LINES]

    invoice = invoiced(by, customer, lines, date=date(2026, 11, 24))

    words = in_words(pdf_of(invoice))
    for said in ("Hollin Leuchten GmbH", "DE123456789", "Hotel Alderwick", "Seeweg 3", "Invoice"):
        assert said in words
    assert "88131 Lindau" in words
    assert "DE89 3704 0044 0532 0130 00" in words
    assert "24 Nov 2026" in words
    assert "VAT 19 % 467.82" in words
    assert f"Total, EUR {invoice.grand_total:,}" in words


def test_the_paper_of_an_invoice_stays_what_it_was(firm, by, customer):
    """The same bytes, though the company and the customer are called otherwise by now."""
    invoice = invoiced(by, customer)
    first = pdf_of(invoice)

    change_company(Company, by=by, name="Hollin Licht", street="Neue Gasse 1")
    with unrecorded():
        type(customer).objects.filter(pk=customer.pk).update(name="Hotel Adler")
    again = pdf_of(SalesInvoice.objects.get())

    assert again == first


def test_an_invoice_is_written_in_the_language_of_its_reader(firm, by, customer):
    invoice = invoiced(by, customer, language="de", date=date(2026, 11, 24))

    said = sheet_of(invoice)

    assert dict(said.facts)[said.facts[1][0]] == "24.11.2026"
    assert said.totals[-1].value == "2.462,22"


def test_the_e_invoice_is_valid_and_lies_in_the_pdf(firm, by, customer):
    """Written against the schema of EN 16931; what the PDF holds is the same."""
    vat = taxed()
    lines = [each | {"tax_template": vat} for each in LINES]
    invoice = invoiced(by, customer, lines, discount_percent=D(2))

    xml, pdf = e_invoice(invoice), PdfReader(BytesIO(pdf_of(invoice)))

    assert pdf.attachments[NAME] == [xml]
    metadata = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
    assert pdf.trailer["/Root"]["/AF"]
    assert values(xml, "GrandTotalAmount") == [str(invoice.grand_total)]
    assert values(xml, "TaxTotalAmount") == [str(invoice.tax_total)]
    assert values(xml, "TypeCode")[0] == "380"
    assert values(xml, "IBANID") == ["DE89370400440532013000"]
    assert adds_up(xml)


def adds_up(xml):
    """The sums that EN 16931 asks for (BR-CO-10, BR-CO-13 to 16, BR-S-08)."""
    number = lambda tag: D(values(xml, tag)[0])  # noqa: E731
    lines = sum(D(each) for each in values(xml, "LineTotalAmount")[:-1])
    basis = sum(D(each) for each in values(xml, "BasisAmount"))
    return lines == number("TaxBasisTotalAmount") == basis and number(
        "TaxBasisTotalAmount"
    ) + number("TaxTotalAmount") == number("GrandTotalAmount")


@pytest.mark.parametrize(
    ("fields", "country", "category", "reason"),
    [
        ({"category": "AE"}, "FR", "AE", "Reverse charge"),
        ({"category": "E", "exemption_reason": "§ 4 Nr. 12 UStG"}, "DE", "E", "§ 4 Nr. 12"),
        ({}, "DE", "Z", None),
        (None, "NO", "G", "export"),
        (None, "FR", "K", "within the European Union"),
        (None, "DE", "E", "Exempt"),
    ],
)
def test_what_is_not_taxed_says_why(firm, by, fields, country, category, reason):
    customer = make_customer(name="Alderwick", tax_id="FR40303265045")
    make_address(customer=customer, line1="1 rue X", city="Lyon", country=country)
    template = None if fields is None else taxed("Untaxed", 0, **fields)

    invoice = invoiced(by, customer, [LINES[1] | {"tax_template": template}])
    xml = e_invoice(invoice)

    assert values(xml, "CategoryCode") == [category, category]
    reasons = values(xml, "ExemptionReason")
    assert (reasons == []) if reason is None else (reason in reasons[0])


def test_prices_with_their_tax_inside_add_up(firm, by, customer):
    with unrecorded():
        template = TaxTemplate.objects.create(name="VAT inside")
        TaxLine.objects.create(
            template=template, name="VAT", rate=D(19), position=1, is_included=True
        )

    invoice = invoiced(by, customer, [each | {"tax_template": template} for each in LINES])

    assert adds_up(e_invoice(invoice))
    said = {total.label: total.value for total in sheet_of(invoice).totals}
    assert said["Sum"] == "2,462.22"


def test_a_credit_note_names_its_invoice(firm, by, customer):
    invoice = invoiced(by, customer)
    note = billing.submit_credit_note(billing.credit_invoice(invoice, by=by), by=by)

    xml = e_invoice(note)

    assert values(xml, "TypeCode")[0] == "381"
    assert values(xml, "IssuerAssignedID") == [invoice.number]
    assert f"For invoice {invoice.number}" in in_words(pdf_of(note))


def test_what_an_e_invoice_lacks_is_said_and_the_pdf_is_made_all_the_same(firm, by, customer):
    change_company(Company, by=by, tax_id="")
    invoice = invoiced(by, customer)

    with pytest.raises(NoEInvoice, match="the company's tax number"):
        e_invoice(invoice)

    assert PdfReader(BytesIO(pdf_of(invoice))).attachments == {}


def test_drafts_and_firms_elsewhere_have_no_e_invoice(by, customer):
    draft = billing.create_invoice(SalesInvoice, by=by, customer=customer, lines=LINES)

    with pytest.raises(NoEInvoice, match="draft"):
        e_invoice(draft)
    with pytest.raises(NoEInvoice, match="European Union"):
        e_invoice(billing.submit_invoice(draft, by=by))


def test_a_receipt_says_what_was_paid(firm, by, customer):
    invoice = invoiced(by, customer)
    paid = billing.record_payment(
        Payment, by=by, customer=customer, amount=D(100), method="Bank transfer",
        allocations=[{"invoice": invoice, "amount": D(60)}],
    )  # fmt: skip

    words = in_words(pdf_of(paid))

    assert "Receipt" in words
    assert invoice.number in words
    assert "Left as credit 40.00" in words
    assert "Total, EUR 100.00" in words


def test_papers_are_handed_to_whoever_may_see_the_document(firm, by, customer, client):

    invoice = invoiced(by, customer)
    client.force_login(make_user("nobody@x.test"))

    for tail in ("pdf/", "xml/", "preview/", "pages/1/"):
        assert client.get(f"/sales-invoices/{invoice.pk}/{tail}").status_code == 404
    assert client.get(f"/api/v1/sales-invoices/{invoice.pk}/pdf").status_code == 404
