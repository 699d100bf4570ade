"""The settings reference as a page to read."""

from chassis.settings import describe

HEAD = """# Settings

*Generated from the code by `make docs`; do not edit.*

Settings come from the environment alone and are read once, at the start. An unknown or wrong one stops the
start with a line that says what to do. A secret can be given as `…_FILE`, the path of a file that holds it.

| setting | without it | what it is |
|---|---|---|
"""


def settings_reference() -> str:
    """Markdown: a row for each setting."""
    return HEAD + "".join(
        f"| `{s.variable}`{' (secret)' if s.secret else ''} | {s.default} | {s.meaning} |\n"
        for s in describe()
    )
