"""From words to a call: the parser, and what every command does the same way."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from typing import Any

import django
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.module_loading import import_string

from doorstep.history.source import Source, acting_from
from doorstep.kit.errors import Refusal

Argument = tuple[tuple[str, ...], dict[str, Any]]


class Command:
    """``doorstep <name>``: calls the function at ``path`` with the arguments by keyword.

    The function is imported only when it is asked for, after Django is set up. It may return an
    exit status.
    """

    def __init__(self, name: str, path: str, help: str, *arguments: Argument) -> None:
        self.name = name
        self.path = path
        self.help = help
        self.arguments = arguments


def argument(*names: str, **options: Any) -> Argument:
    """As ``argparse`` takes it."""
    return names, options


def run(commands: Iterable[Command], words: list[str] | None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.settings")
    asked = vars(_parser(commands).parse_args(words))
    path = asked.pop("path")
    django.setup()
    try:
        with acting_from(_source(path)):
            return import_string(path)(**asked) or 0
    except Refusal as refusal:
        return _refused(refusal.message, *(f"{n}: {why}" for n, why in refusal.fields.items()))
    except CommandError as error:
        return _refused(str(error))
    except DatabaseError as error:
        return _refused(f"The database said no: {str(error).strip().splitlines()[0]}")
    except KeyboardInterrupt:
        return 130


def _source(path: str) -> Source:
    """What runs until it is stopped acts for others; what runs once was typed by a person."""
    return Source.SYSTEM if path.startswith("doorstep.cli.serving.") else Source.CLI


def _parser(commands: Iterable[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doorstep", description="A sales desk of your own.")
    nouns: dict[tuple[str, ...], Any]
    nouns = {(): parser.add_subparsers(required=True, metavar="COMMAND")}
    for command in commands:
        *before, word = command.name.split()
        noun = tuple(before)
        if noun not in nouns:
            group = nouns[()].add_parser(noun[0])
            nouns[noun] = group.add_subparsers(required=True, metavar="COMMAND")
        part = nouns[noun].add_parser(word, help=command.help, description=command.help)
        part.set_defaults(path=command.path)
        for names, options in command.arguments:
            part.add_argument(*names, **options)
    return parser


def _refused(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1
