"""The verbs every record shares."""

from doorstep.records.actions.custom import (
    add_field,
    archive_field,
    change_field,
    delete_field,
    order_fields,
    restore_field,
)
from doorstep.records.actions.files import attach, remove_file
from doorstep.records.actions.many import delete_many, update_many
from doorstep.records.actions.order import reorder
from doorstep.records.actions.plain import create, delete, update
from doorstep.records.actions.replace import replace
from doorstep.records.actions.shares import share_record, stop_sharing
from doorstep.records.actions.tags import tag, tag_many, untag
from doorstep.records.doing import doing

__all__ = [
    "add_field",
    "archive_field",
    "attach",
    "change_field",
    "create",
    "delete",
    "delete_field",
    "delete_many",
    "doing",
    "order_fields",
    "remove_file",
    "reorder",
    "replace",
    "restore_field",
    "share_record",
    "stop_sharing",
    "tag",
    "tag_many",
    "untag",
    "update",
    "update_many",
]
