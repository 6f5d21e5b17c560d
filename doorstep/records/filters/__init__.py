"""What can narrow a list: declared once with a record type, read from pages and API alike."""

from doorstep.records.filters.base import Condition, Filter, Kind, Operator, Scope
from doorstep.records.filters.found import MORE_FILTERS, conditions, filters_of, more_filters
from doorstep.records.filters.links import Link, Person
from doorstep.records.filters.quiet import Quiet
from doorstep.records.filters.simple import Choice, Number, Text, YesNo
from doorstep.records.filters.times import Day, Moment

__all__ = [
    "MORE_FILTERS",
    "Choice",
    "Condition",
    "Day",
    "Filter",
    "Kind",
    "Link",
    "Moment",
    "Number",
    "Operator",
    "Person",
    "Quiet",
    "Scope",
    "Text",
    "YesNo",
    "conditions",
    "filters_of",
    "more_filters",
]
