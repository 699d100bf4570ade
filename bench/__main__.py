"""`python -m bench`: the entry, quiet about what everybody here knows of eventlet."""

import sys
import warnings

if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from bench.command import main

    sys.exit(main())
