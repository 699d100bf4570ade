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
    _forget_addresses()


def _forget_addresses() -> None:
    """Ask for the address of a name each time. Eventlet would keep it as long as the name server allows, ten
    minutes with Docker's: meanwhile a container that was started again has gone elsewhere, and another may
    live at its address.
    """
    from eventlet.support import greendns

    made = greendns.ResolverProxy.clear

    def clear(proxy: greendns.ResolverProxy) -> None:
        made(proxy)
        proxy._resolver.cache = None

    greendns.ResolverProxy.clear = clear
