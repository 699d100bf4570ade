"""The whole journey, scene by scene."""

from demo.scenes import founding, keeping_in_touch, meeting, planning, referring, talking, working
from demo.stage import Scene

PARTS = (founding, meeting, referring, planning, keeping_in_touch, talking, working)
SCENES: list[Scene] = sorted((s for part in PARTS for s in part.script.scenes), key=lambda s: s.day)
