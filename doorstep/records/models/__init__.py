"""The bases of what people work with, and what hangs on it."""

from doorstep.records.models.attached import (
    Attached,
    AttachedQuerySet,
    attached_models,
    record_models,
)
from doorstep.records.models.company import (
    Company,
    EInvoice,
    LetterLayout,
    LetterSize,
    company_read_once,
    zone_of,
)
from doorstep.records.models.custom import CustomField
from doorstep.records.models.file import Attachment
from doorstep.records.models.master import KeyField, Master, MasterQuerySet, name_key
from doorstep.records.models.part import Part, PartQuerySet, Ranked
from doorstep.records.models.record import Record, RecordQuerySet
from doorstep.records.models.run import BulkRun
from doorstep.records.models.sequence import Sequence
from doorstep.records.models.share import Share
from doorstep.records.models.tag import Tag, Tagging
from doorstep.records.models.typed import Typed
from doorstep.records.models.view import DefaultView, PinnedView, SavedView

__all__ = [
    "Attached",
    "AttachedQuerySet",
    "Attachment",
    "BulkRun",
    "Company",
    "CustomField",
    "DefaultView",
    "EInvoice",
    "KeyField",
    "LetterLayout",
    "LetterSize",
    "Master",
    "MasterQuerySet",
    "Part",
    "PartQuerySet",
    "PinnedView",
    "Ranked",
    "Record",
    "RecordQuerySet",
    "SavedView",
    "Sequence",
    "Share",
    "Tag",
    "Tagging",
    "Typed",
    "attached_models",
    "company_read_once",
    "name_key",
    "record_models",
    "zone_of",
]
