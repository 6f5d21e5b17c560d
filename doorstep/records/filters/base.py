"""A filter, the operators its kind knows, and what a request asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import Invalid

Label = str | Promise
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Operator:
    """``status.not=Lost``: its code follows the name of the filter; the plain name has none.

    Two codes are a range, each with a value of its own. ``fixed`` is the value of an operator
    that asks for none: "is empty" is ``phone.empty=yes``. ``alias`` tells two operators of the
    same code apart in the editor.
    """

    codes: tuple[str, ...]
    says: Label
    takes: str = "one"
    fixed: str = ""
    control: str = ""
    alias: str = ""

    @property
    def key(self) -> str:
        """Its name in the editor of a filter."""
        return self.alias or "-".join(filter(None, ("+".join(self.codes) or "is", self.fixed)))


IS_EMPTY = (
    Operator(("empty",), gettext_lazy("is empty"), takes="nothing", fixed=YES),
    Operator(("empty",), gettext_lazy("is not empty"), takes="nothing", fixed=NO),
)


@dataclass(frozen=True)
class Option:
    """Something that can be chosen: how a URL names it, and how people do."""

    value: str
    label: str
    tone: str = ""
    glyph: str = ""
    key: Any = None
    is_closed: bool = False


@dataclass(frozen=True)
class Condition:
    """What one filter asks for with one operator, in words and as a query."""

    filter: Filter
    operator: Operator
    values: tuple[str, ...]
    q: Q
    texts: tuple[str, ...]

    @property
    def params(self) -> tuple[str, ...]:
        """The parameters of the URL that say it."""
        return tuple(self.filter.param(code) for code in self.operator.codes)

    @property
    def text(self) -> str:
        if self.operator.takes == "two":
            return _("%(from)s and %(to)s") % {"from": self.texts[0], "to": self.texts[-1]}
        more = f" +{len(self.texts) - 2}" if len(self.texts) > 2 else ""
        return ", ".join(self.texts[:2]) + more


@dataclass(frozen=True)
class Scope:
    """Who asks, by which filter; and under which name, to refuse it by."""

    filter: Filter
    model: type[models.Model]
    user: Any
    param: str = ""

    @property
    def path(self) -> str:
        return self.filter.path

    def refuse(self, value: str, works: str) -> Invalid:
        """This value means nothing here; say what does."""
        names = {"what": self.filter.label, "value": value[:60], "works": works}
        message = _("%(what)s: “%(value)s” does not work here. %(works)s") % names
        return Invalid(message, **{self.param: works})


class Kind:
    """How the values of a filter are read, and which operators there are."""

    operators: ClassVar[tuple[Operator, ...]] = ()
    control: ClassVar[str] = "text"
    repeats: ClassVar[frozenset[str]] = frozenset({"", "not", "contains"})

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        """The query for one code and its values, and the values in words."""
        raise NotImplementedError

    def options(self, scope: Scope, text: str = "", at_most: int = 100) -> list[Option]:
        """What can be chosen, where there is something to choose from."""
        return []

    def works(self, scope: Scope) -> str:
        """What one may write, for a refusal and for the documentation."""
        return ""

    def is_empty(self, scope: Scope, is_wanted: bool) -> Q:
        """Rows without a value: null, or the empty text."""
        empty = Q(**{f"{scope.path}__isnull": True})
        return empty if is_wanted else ~empty

    def codes(self) -> list[str]:
        return list(dict.fromkeys(code for each in self.operators for code in each.codes))


@dataclass(frozen=True)
class Filter:
    """``?name=value``. What is not said is what the field at ``path`` is."""

    name: str
    label: Label = ""
    path: str = ""
    icon: str = ""
    kind: Kind | None = None

    def on(self, model: type[models.Model], kind: Kind | None = None) -> Filter:
        """With everything filled in that the field knows."""
        if self.path and self.label and self.kind:
            return self
        path = self.path or self.name
        label = self.label or capfirst(field_at(model, path).verbose_name)
        return replace(self, path=path, label=label, kind=self.kind or kind)

    def param(self, code: str) -> str:
        return f"{self.name}.{code}" if code else self.name


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path; for a path into JSON, the JSON field."""
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if not field.is_relation:
            break
        model = field.related_model
    return field


def yes_or_no(scope: Scope, values: Iterable[str]) -> bool:
    """Yes or no, however one writes it."""
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    for value in values:
        if value.lower() not in answers:
            raise scope.refuse(value, _("Use yes or no."))
        return answers[value.lower()]
    raise scope.refuse("", _("Use yes or no."))
