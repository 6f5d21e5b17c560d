from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "doorstep.records"

    def ready(self) -> None:
        """Register the verbs and lists of this app."""
        from doorstep.kit.noting import after_writing
        from doorstep.records import actions, custom_lists, masters, sorts  # noqa: F401
        from doorstep.records.models import Record
        from doorstep.records.models.share import rows_that_open
        from doorstep.records.sharing import know_who_has_some, watch_owners
        from doorstep.users.access import opens_to
        from doorstep.users.defaults import learn_verbs

        learn_verbs(lambda: [(Record, "share")])
        opens_to(rows_that_open)
        after_writing(know_who_has_some)
        watch_owners()
