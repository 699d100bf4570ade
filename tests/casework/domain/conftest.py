"""Properties are about what is true, not how fast: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("casework", deadline=None)
settings.load_profile("casework")
