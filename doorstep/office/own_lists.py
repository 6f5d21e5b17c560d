"""The pages of the lists that belong to everyone: territories and tags."""

from django.utils.translation import gettext_lazy as _

from doorstep.office.lists import ROOT, is_root, list_page
from doorstep.office.records import TERRITORIES
from doorstep.records.masters import TAGS

list_page(
    TERRITORIES,
    _("A tree. Whoever works in a territory reaches all that lies in it."),
    "map-pin",
    order=55,
    is_fixed=is_root,
    fixed=ROOT,
)
list_page(TAGS, _("Words that people hang on records of any kind."), "tag", order=80)
