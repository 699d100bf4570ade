"""The other side of `pipeline_vs_nameko`: `python -m bench.nameko_events speaker` and `… listener`.

Each in nameko's own runner, in a process of its own. The standard library is made green before anything else
is imported, as nameko's own command does.
"""

import warnings


def main() -> None:
    """Serve until the process is ended."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()
    from bench.stock_events import serve

    serve()


if __name__ == "__main__":
    main()
