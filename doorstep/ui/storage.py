"""Static files under names that change with their contents, so browsers may keep them forever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from doorstep.ui.joining import Read, join_modules, join_sheets

HTMX = "vendor/htmx.min.js"


def join_scripts(name: str, read: Read) -> str:
    """htmx, which is no module, and then our modules."""
    return f"{read(HTMX)}\nwindow.htmx = htmx\n{join_modules(name, read)}"


JOINED = {"css/app.css": join_sheets, "js/app.js": join_scripts}


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Joins sheets and modules, then hashes and compresses what there is."""

    support_js_module_import_aggregation = True  # modules that stand alone may import as well

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        if not options.get("dry_run"):
            paths = paths | {name: (self, self._joined(name, paths)) for name in JOINED}
        yield from super().post_process(paths, *args, **options)  # type: ignore[no-untyped-call]

    def _joined(self, name: str, paths: dict[str, Any]) -> str:
        """Write the joined file in place of its head."""

        def read(part: str) -> str:
            storage, path = paths[part]
            with storage.open(path) as file:
                return str(file.read().decode())

        content = ContentFile(JOINED[name](name, read).encode())
        self.delete(name)
        self.save(name, content)
        return name
