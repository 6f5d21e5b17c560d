"""The page of templates in the settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.mail.records import MAIL_TEMPLATES
from doorstep.office.lists import list_page


def said_of_template(template: Any) -> str:
    return str(template.subject)


list_page(
    MAIL_TEMPLATES,
    _(
        "Letters that are sent more than once. {first_name|there} becomes the first name, or "
        "“there” where none is known."
    ),
    "mail",
    group="selling",
    order=40,
    hint=said_of_template,
)
