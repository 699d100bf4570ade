"""A name is looked up each time: a service that was started again elsewhere is found at once."""

import subprocess
import sys

LOOK_UP = """
from chassis.cli.main import _make_green
_make_green()
import socket
from eventlet.support import greendns
assert socket.getaddrinfo("localhost", 80)
try:
    socket.getaddrinfo("nowhere.invalid", 80)
except socket.gaierror:
    pass
resolver = greendns.resolver._cached_resolver
assert resolver is None or resolver.cache is None, resolver.cache
"""


def test_no_address_is_kept():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK_UP], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
