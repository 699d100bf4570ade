"""`make bench`: every number that we claim, measured on the machine that it runs on (docs/performance.md)."""
