"""What the tests of pages share: the helpers beside them, and a casework with one record."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from people import PERSON, person


@pytest.fixture
def casework(upstream):
    """Casework with one record, and the lists that pages read."""
    upstream.says("casework", "GET", f"/participants/{PERSON}", person(), ETag='"one"')
    upstream.says("casework", "GET", f"/participants/{PERSON}/barriers", {"items": []})
    return upstream
