"""What docs/api.md says is so: its addresses, its examples, its list of refusals."""

import ast
import re
from pathlib import Path

import pytest

from doorstep.api.docs import openapi  # noqa: F401 - adds its own addresses to the API
from doorstep.api.refusals import CODES
from doorstep.api.site import api
from doorstep.kit.errors import Refusal
from tests.api.kinds import LISTS, RECORDS

TEXT = Path("docs/api.md").read_text()
CURL = re.compile(r"^ +(curl (?:.*\\\n)*.*)$", re.M)
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/[^\s']*)")
WRITTEN = re.compile(r"`(GET|POST|PATCH|DELETE) (/[^`]+)`")
ROW = re.compile(r"^\| `(\w+)` \| (\d{3}) \|", re.M)
SOURCES = [
    path for path in Path("doorstep").rglob("*.py") if not {"tests", "testing.py"} & {*path.parts}
]


def examples():
    """Method and address of each call with curl."""
    for call in CURL.findall(TEXT):
        said = re.search(r"-X (\w+)", call)
        yield (said[1] if said else "GET"), ADDRESS.search(call)[1]


READS = [address for method, address in examples() if method == "GET"]
CALLS = sorted({(method, address.partition("?")[0]) for method, address in examples()})
MENTIONED = sorted({(way, address.partition("?")[0]) for way, address in WRITTEN.findall(TEXT)})


def offered():
    """Each method with the pattern of its addresses, as the API is put together."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            whole = re.sub(r"\{[^}]*\}", "[0-9]+", f"/api/v1/{prefix}/{path}")
            pattern = re.sub(r"/+", "/", whole).rstrip("/")
            yield from ((method, pattern) for each in view.operations for method in each.methods)


def codes_in(path):
    """``code = "stale"`` of a class, ``{"code": "stale"}`` of an answer."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.Assign) and ast.unparse(each).startswith("code = '"):
                    yield ast.literal_eval(each.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if getattr(key, "value", "") == "code" and isinstance(value, ast.Constant):
                    yield value.value


def refusals(cls=Refusal):
    yield cls
    for each in cls.__subclasses__():
        yield from refusals(each)


@pytest.mark.parametrize(("method", "address"), [*CALLS, *MENTIONED], ids=" ".join)
def test_an_address_of_the_document_is_one_of_the_api(method, address):
    assert any(method == each and re.fullmatch(path, address) for each, path in offered())


@pytest.mark.parametrize("address", READS)
def test_an_example_that_reads_is_understood(as_alice, address):
    answer = as_alice.get(address)

    assert answer.status_code in (200, 404), answer.content
    assert answer.status_code == 200 or re.search(r"/\d+", address)


def test_all_kinds_are_named():
    part = TEXT.partition("## Kinds")[2].partition("Each has")[0]
    records, _lists, lists = part.partition("Lists:")

    assert re.findall(r"`([\w-]+)`", records) == sorted(each.plural for each in RECORDS)
    assert re.findall(r"`([\w-]+)`", lists) == sorted(each.plural for each in LISTS)


def test_every_code_is_described_once_and_none_that_is_not_there():
    described = [code for code, _status in ROW.findall(TEXT)]
    known = {*CODES.values(), *(code for path in SOURCES for code in codes_in(path))}

    assert len(described) == len(set(described))
    assert sorted(described) == sorted(known)


def test_the_statuses_are_those_of_the_refusals():
    said = {code: int(status) for code, status in ROW.findall(TEXT)}
    own = {each.code: each.status for each in refusals() if "code" in each.__dict__}
    answers = {code: status for status, code in CODES.items() if code not in own}

    assert len(own) > 25
    assert {code: said[code] for code in own | answers} == own | answers


def test_every_refusal_that_has_a_code_is_raised_somewhere():
    text = "".join(path.read_text() for path in SOURCES)
    silent = {
        each.code
        for each in refusals()
        if "code" in each.__dict__
        and each is not Refusal
        and f"raise {each.__name__}(" not in text
    }

    assert not silent
