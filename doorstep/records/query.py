"""What a list is asked for, as it stands in a URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid

TEXTS = ("q", "sort", "after", "before")
LOOKS = ("columns", "density")
DENSITIES = ("", "compact", "roomy")
LONGEST, MOST = 300, 400


@dataclass(frozen=True)
class ListQuery:
    """A saved view is one of these with a name.

    ``filters`` holds the values of each parameter that is a filter, ``status`` or ``status.not``.
    """

    text: str = ""
    sort: str = ""
    after: str = ""
    columns: tuple[str, ...] = ()
    filters: dict[str, list[str]] = field(default_factory=dict)
    before: str = ""
    density: str = ""

    @classmethod
    def parse(
        cls, params: QueryDict, *, beside: tuple[str, ...] = (), looks: bool = False
    ) -> ListQuery:
        """``beside`` names parameters that are not the list's own: a limit, a version.

        ``looks`` allows what only a page has: its columns and its density.
        """
        _refuse_nonsense(params)
        own = {name: params.get(name, "") for name in TEXTS}
        known = {*TEXTS, *beside, *(LOOKS if looks else ())}
        filters = {
            name: list(dict.fromkeys(value for value in params.getlist(name) if value))
            for name in params
            if name not in known
        }
        columns = tuple(dict.fromkeys(params.getlist("columns"))) if looks else ()
        density = params.get("density", "") if looks else ""
        if density not in DENSITIES:
            raise Invalid(_("A list is compact or roomy."), density=_("Unknown."))
        return cls(own["q"], own["sort"], own["after"], columns, filters, own["before"], density)

    @classmethod
    def of(cls, text: str) -> ListQuery:
        """What a query string of a page asks for."""
        return cls.parse(QueryDict(text.removeprefix("?")), looks=True)

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.text or any(self.filters.values()))

    @property
    def narrowing(self) -> ListQuery:
        """Only what decides which records are in it: for counting, and for doing to all."""
        return ListQuery(text=self.text, filters=self.filters)

    def with_filter(self, name: str, given: dict[str, list[str]]) -> ListQuery:
        """The same list with another condition by this filter, or none; from its beginning."""
        kept = {
            param: values
            for param, values in self.filters.items()
            if param.partition(".")[0] != name
        }
        return replace(self, filters={**kept, **given}, after="", before="")

    def but(self, **changes: Any) -> ListQuery:
        """The same list, changed; from its beginning unless a place is among the changes."""
        return replace(self, **({"after": "", "before": ""} | changes))

    def urlencode(self) -> str:
        """Always the same text for the same list: that is how a view knows it is open."""
        return self._text

    def sorted_by(self, sort: str) -> str:
        """The text of the same list in another order, from its beginning. ``sort`` is a name."""
        return _joined(self._narrowing, f"sort={sort}", self._looks)

    @cached_property
    def _text(self) -> str:
        sort = [("sort", self.sort)] if self.sort else []
        places = [("after", self.after), ("before", self.before)]
        return _joined(self._narrowing, _encoded(sort), self._looks, _encoded(places))

    @cached_property
    def _looks(self) -> str:
        return _encoded([("density", self.density), *(("columns", n) for n in self.columns)])

    @cached_property
    def _narrowing(self) -> str:
        pairs = [(param, value) for param in sorted(self.filters) for value in self.filters[param]]
        pairs += [("q", self.text)] if self.text else []
        return _encoded(pairs)


def _joined(*parts: str) -> str:
    return "&".join(filter(None, parts))


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode([pair for pair in pairs if pair[1]], safe=":@")


def _refuse_nonsense(params: QueryDict) -> None:
    """What no list could mean and no database would take."""
    many = 0
    for name, values in params.lists():
        many += len(values)
        for text in (name, *values):
            if "\0" in text or len(text) > LONGEST:
                shown = name.replace("\0", "")[:60] or "?"
                raise Invalid(_("This is too long, or no text."), **{shown: _("Not possible.")})
    if many > MOST:
        raise Invalid(_("These are too many conditions."), query=_("Too many."))
