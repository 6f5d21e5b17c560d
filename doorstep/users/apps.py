from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UsersConfig(AppConfig):
    name = "doorstep.users"

    def ready(self) -> None:
        """Whatever was migrated, the roles know what they may do afterwards."""
        from doorstep.kit.noting import after_writing
        from doorstep.users import bootstrap, guards  # noqa: F401
        from doorstep.users.defaults import CLOSED, SHARED, habit
        from doorstep.users.models import Grant, Membership, Role, User, UserTerritory
        from doorstep.users.models.reaches import stamp_anew

        after_writing(stamp_anew)
        habit(User, SHARED)
        for model in (Grant, Membership, Role, UserTerritory):
            habit(model, CLOSED)
        post_migrate.connect(bootstrap.prepare, sender=self)
