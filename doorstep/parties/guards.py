"""What no change of parties may bring about, not even an undo."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.kit.guards import Touched, guard
from doorstep.parties.models import CustomerGroup
from doorstep.users.guards import keep_one_tree
from doorstep.users.models import User


@guard("parties.customergroup")
def groups_are_one_tree(touched: Touched, by: User) -> None:
    """Everything hangs below the one root, so no group stands under itself."""
    keep_one_tree(CustomerGroup, _("A group cannot stand under itself or under a part of itself."))
