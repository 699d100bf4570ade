"""The entry of `workstead`. To run services the standard library is made green before anything else is
imported; every other command runs on the library as it is.
"""

import sys
import warnings


def main() -> None:
    """Run the command line."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    if sys.argv[1:2] == ["run"]:
        _make_green()
    from chassis.cli.app import run

    run()


def _make_green() -> None:
    import eventlet

    eventlet.monkey_patch()
