from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "doorstep.activity"

    def ready(self) -> None:
        """Register the record types, actions and panels of this app."""
        from doorstep.activity import (  # noqa: F401
            actions,
            collected_then,
            handover,
            heads,
            panels,
            records,
            sorts,
            tabs,
        )
        from doorstep.activity.calendar import inviting, places  # noqa: F401
        from doorstep.activity.models import CalendarEvent, Task
        from doorstep.activity.reactions import listen
        from doorstep.activity.reminders import chores  # noqa: F401
        from doorstep.activity.today import mentions  # noqa: F401
        from doorstep.users.defaults import WORK, habit

        for model in (CalendarEvent, Task):
            habit(model, WORK)
        listen()
