"""What holds for a customer in sales: said of the customer, of its group, or of the house."""

from __future__ import annotations

from typing import Any

from doorstep.catalog.models import PaymentTerms, PriceList, TaxCategory
from doorstep.parties.models import Address, Customer, SalesPolicy, sales_policy


def price_list_of(customer: Customer | None) -> PriceList | None:
    """Theirs, their group's, the house's; or else the first that is for selling."""
    if found := _said(customer, "price_list"):
        return found  # type: ignore[no-any-return]
    return PriceList.objects.offered().filter(is_selling=True).first()


def payment_terms_of(customer: Customer | None) -> PaymentTerms | None:
    """Theirs, their group's, or the house's."""
    return _said(customer, "payment_terms")  # type: ignore[no-any-return]


def tax_category_of(
    customer: Customer | None,
    *,
    billing: Address | None = None,
    shipping: Address | None = None,
) -> TaxCategory | None:
    """That of the address the house goes by, if it has one; or else the customer's own."""
    goes_by = sales_policy().tax_category_from
    address = shipping if goes_by == SalesPolicy.TaxFrom.SHIPPING else billing
    if address and address.tax_category_id:
        return address.tax_category
    return customer.tax_category if customer else None


def _said(customer: Customer | None, name: str) -> Any:
    if customer and (found := getattr(customer, name)):
        return found
    if customer and customer.group and (found := getattr(customer.group, name)):
        return found
    return getattr(sales_policy(), name)
