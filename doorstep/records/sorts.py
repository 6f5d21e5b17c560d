"""What a timeline can be narrowed to, of what every record can have."""

from django.utils.translation import gettext_lazy as _

from doorstep.history.sorts import sort_of_entry
from doorstep.records.models import Attachment

sort_of_entry(
    "files",
    _("Files"),
    "*.attached",
    "attachment.*",
    icon="paperclip",
    tone="gray",
    order=60,
    counted=Attachment,
)
