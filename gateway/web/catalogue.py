"""Which words of the pages have no Welsh yet: `python -m gateway.web.catalogue [area …]` prints them as a
.po file.
"""

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from gateway.web.languages import FOLDER, words_of

HERE = FOLDER.parent
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
OPTIONS = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}

Message = str | tuple[str, ...]


def messages(areas: tuple[str, ...] = ()) -> Iterator[tuple[str, int, Message]]:
    """Every message of pages and templates, with the file and the line where it stands; of these areas alone
    (their templates and pages), if some are named.
    """
    for path in sorted((*HERE.rglob("*.html"), *HERE.rglob("*.py"))):
        file = path.relative_to(HERE)
        if areas and not any(part in file.with_suffix("").parts for part in areas):
            continue
        method = "jinja2" if path.suffix == ".html" else "python"
        for line, message, *_ in extract_from_file(method, path, keywords=KEYWORDS, options=OPTIONS):
            yield str(file), line, message


def missing(language: str = "cy", areas: tuple[str, ...] = ()) -> list[tuple[str, int, Message]]:
    """What has no words in that language; of these areas alone, if some are named."""
    words = words_of(language)
    return [found for found in messages(areas) if not _is_known(words, found[2])]


def _is_known(words: object, message: Message) -> bool:
    single = message if isinstance(message, str) else message[0]
    known = getattr(words, "_catalog", {})
    return not single or single in known or (single, 0) in known


def main() -> None:
    """Print a catalogue to be filled in."""
    catalogue = Catalog(locale="cy", project="Workstead", charset="utf-8")
    for file, line, message in missing(areas=tuple(sys.argv[1:])):
        catalogue.add(message, locations=[(file, line)])
    write_po(sys.stdout.buffer, catalogue, omit_header=True)


if __name__ == "__main__":
    main()
