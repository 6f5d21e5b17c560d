"""Files of other systems that may stand beside the project; else those tests are skipped."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[1]
PLACES = [
    Path(os.environ["DOORSTEP_SHARED"]) if "DOORSTEP_SHARED" in os.environ else None,
    *(parent / "shared" for parent in BESIDE.parents),
]
SHARED = next((place for place in PLACES if place and (place / "data").is_dir()), BESIDE / "none")
DATA = SHARED / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")
