"""The other side of `gateway_vs_nameko_rpc`: `python -m bench.nameko_rpc front` and `… cases`.

Each in nameko's own runner, in a process of its own. The standard library is made green before anything else
is imported, as nameko's own command does.
"""

import warnings


def main() -> None:
    """Serve until the process is ended."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
    from bench.stock import serve

    serve()


if __name__ == "__main__":
    main()
