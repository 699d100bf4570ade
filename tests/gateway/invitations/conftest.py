"""Somebody who may invite."""

import pytest
from signed import Person


@pytest.fixture
def admin(signed_in) -> Person:
    return signed_in("organisation administrator", name="Oluwaseun Adeyemi")
