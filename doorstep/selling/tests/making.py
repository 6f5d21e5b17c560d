"""What tests of orders do again and again."""

from decimal import Decimal as D

from doorstep.selling import actions as selling


def fresh(record):
    return type(record)._base_manager.get(pk=record.pk)


def said(order, *quantities):
    rows = zip(order.lines.all(), quantities, strict=False)
    return [{"order_line": line.pk, "quantity": D(quantity)} for line, quantity in rows]


def deliver(order, by, *quantities):
    """A submitted delivery of so many of the first lines."""
    note = selling.deliver_order(fresh(order), by=by, lines=said(order, *quantities))
    return selling.submit_delivery(note, by=by)


def lines_with(order, *quantities):
    """The lines of an order with other quantities."""
    rows = zip(order.lines.all(), quantities, strict=True)
    return [{"id": line.pk, "quantity": D(quantity)} for line, quantity in rows]
