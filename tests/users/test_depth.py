"""Who may see what is asked in statements that SQLite still reads."""

import pytest
from django.apps import apps

from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_territory, make_user

SCOPED = [each for each in apps.get_models() if hasattr(each._default_manager, "visible_to")]


@pytest.mark.django_db
@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_somebody_whose_reach_ends_everywhere_can_ask_for_anything(model, north):
    roles = [make_role(reach, reach) for reach in (Reach.OWN, Reach.TEAM, Reach.TERRITORY)]
    places = [make_territory()]
    made = make_user("d@example.org", team=north, roles=roles, territories=places)
    user = User.objects.get(pk=made.pk)

    for verb in ("view", "edit", "delete"):
        rows = model._default_manager
        if hasattr(rows, "permitted"):
            list(rows.permitted(user, verb)[:1])
    list(model._default_manager.visible_to(user).filter(pk__in=[1, 2])[:1])
