"""House rules a reviewer would otherwise have to remember."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from doorstep.kit.journaled import Journaled, JournaledQuerySet

SOURCES = [
    path
    for root in ("doorstep", "tests")
    for path in sorted(Path(root).rglob("*.py"))
    if "migrations" not in path.parts
]
ACTIONS = [
    pytest.param(node, id=f"{path.parent.name}.{node.name}")
    for path in SOURCES
    if path.name == "actions.py" or path.parent.name == "actions"
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]
JOURNALED = [model for model in apps.get_models() if issubclass(model, Journaled)]


@pytest.mark.parametrize("function", ACTIONS)
def test_what_an_actions_module_offers_is_an_action(function):
    decorators = [ast.unparse(each).partition("(")[0] for each in function.decorator_list]

    assert decorators == ["action"]
    assert [argument.arg for argument in function.args.kwonlyargs][:1] == ["by"]
    assert len(function.args.args) == 1, "one subject; everything else by keyword"
    assert ast.get_docstring(function)


def test_a_file_fits_on_a_few_screens():
    long = [str(path) for path in SOURCES if len(path.read_text().splitlines()) > 400]

    assert long == []


def test_a_function_fits_on_one_screen():
    functions = [
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]
    long = [f"{p}:{node.name}" for p, node in functions if node.end_lineno - node.lineno + 1 > 40]

    assert functions
    assert long == []


@pytest.mark.parametrize("model", JOURNALED, ids=lambda model: model.__name__)
def test_a_journaled_table_has_nothing_that_changes_behind_the_journal(model):
    relations = [field for field in model._meta.concrete_fields if field.is_relation]

    assert issubclass(model._base_manager._queryset_class, JournaledQuerySet)
    assert not model._meta.many_to_many, "use a journaled model between the two"
    assert all(f.remote_field.on_delete in (models.PROTECT, models.CASCADE) for f in relations)
