"""One sheet and one module for a page: what is joined, and what is refused."""

from pathlib import Path

import pytest

from doorstep.ui.joining import CannotJoin, join_modules, join_sheets

STATIC = Path("doorstep/ui/static")


def read_ours(name):
    return (STATIC / name).read_text()


def sheets(app, **others):
    return join_sheets(
        "app.css", {"app.css": app, **{f"{k}.css": v for k, v in others.items()}}.get
    )


def modules(app, **others):
    return join_modules("app.js", {"app.js": app, **{f"{k}.js": v for k, v in others.items()}}.get)


def test_sheets_are_put_where_they_were_imported():
    joined = sheets(
        '@layer a;\n@import url("x.css");\n@import url("y.css");\n', x="x{}\n", y="y{}\n"
    )

    assert joined == "@layer a;\nx{}\ny{}\n"


@pytest.mark.parametrize(
    "text",
    ['@import "x.css";', '@import url("x.css") print;', '@import url("a/x.css");', "@import x;"],
)
def test_an_import_that_is_not_understood_is_refused(text):
    with pytest.raises(CannotJoin):
        sheets(text, x="")


def test_only_the_head_may_import():
    with pytest.raises(CannotJoin, match="may import"):
        sheets('@import url("x.css");\n', x='@import url("y.css");')


def test_a_module_comes_after_those_it_needs_and_once():
    joined = modules(
        'import "./x.js";\nimport "./y.js";\n',
        x='import { z } from "./z.js";\nz()\n',
        y='import { z } from "./z.js";\n',
        z="export const z = () => 1\n",
    )

    assert joined.count("const z = () => 1") == 1
    assert joined.index("const $z =") < joined.index("const $x =") < joined.index("const $y =")
    assert "const { z } = $z" in joined
    assert "return { z }" in joined


@pytest.mark.parametrize(
    "text",
    [
        'import x from "./x.js";\n',
        'import * as x from "./x.js";\n',
        'import { x as y } from "./x.js"\n',
        "export default 1\n",
        "export let x = 1\n",
        "export { x }\n",
        'import("./x.js")\n',
        "const here = import.meta.url\n",
    ],
)
def test_a_form_that_is_not_understood_is_refused(text):
    with pytest.raises(CannotJoin):
        modules(text, x="")


def test_modules_that_import_each_other_are_refused():
    with pytest.raises(CannotJoin, match="imports itself"):
        modules('import "./x.js";\n', x='import "./app.js";\n')


def test_our_own_files_can_be_joined():
    sheet, module = join_sheets("css/app.css", read_ours), join_modules("js/app.js", read_ours)

    assert "@import" not in sheet
    elements = list((STATIC / "js/elements").glob("*.js"))
    defined = sum(path.read_text().count("customElements.define(") for path in elements)
    assert module.count("customElements.define(") == defined
