"""Writes each small change that cosmic-ray can make to modules, as a line of JSON. Run in .venv-mutants:

.venv-mutants/bin/python tests/mutants/changes.py services/casework/domain/spells.py …
"""

import json
import sys
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db


def write(path: Path) -> None:
    """The module with each change made to it in turn."""
    code = path.read_text()
    with use_db(":memory:", WorkDB.Mode.create) as found:
        init([path], found, {})
        for item in found.work_items:
            (change,) = item.mutations
            changed = mutate_code(code, get_operator(change.operator_name)(), change.occurrence)
            print(json.dumps({"path": str(path), "line": change.start_pos[0], "code": changed}))


for each in sys.argv[1:]:
    write(Path(each))
