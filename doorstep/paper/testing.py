"""Reads papers as poppler does; without it such a test is left out and says so."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest

WANTS_POPPLER = pytest.mark.skipif(
    not which("pdftotext"), reason="poppler-utils is not installed: nothing reads the PDF"
)


def poppler(pdf: bytes, program: str, *options: str) -> str:
    """What one of poppler's programs says of a PDF."""
    if not which(program):
        pytest.skip("poppler-utils is not installed: nothing reads the PDF")
    given = [program, *options, "-"]
    if program == "pdftotext":
        given.append("-")
    done = subprocess.run(given, input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def in_words(pdf: bytes) -> str:
    """The text of a PDF as it stands on its pages, every gap one space."""
    return " ".join(poppler(pdf, "pdftotext", "-layout").split())
