"""Properties are about what is true, not how fast: a busy machine must not fail them."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.append(str(Path(__file__).parent))

settings.register_profile("casework", deadline=None)
settings.load_profile("casework")
