"""The door with stand-ins behind it, as tests/gateway has it; and what these tests share."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "gateway")]


def _fixtures() -> ModuleType:
    """The conftest of tests/gateway under a name of its own, for there are several of that name."""
    spec = importlib.util.spec_from_file_location("at_the_door", HERE.parent / "gateway" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["at_the_door"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


at_the_door = _fixtures()
_stand_in, upstream = at_the_door._stand_in, at_the_door.upstream
context, app = at_the_door.context, at_the_door.app
nobody, signed_in = at_the_door.nobody, at_the_door.signed_in
