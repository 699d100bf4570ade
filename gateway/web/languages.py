"""English and Welsh. The catalogues are text files, one per area, compiled in memory when first needed."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request, session
from flask_babel import Babel, Domain, get_locale

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
LOCALES = {"en": "en_GB", "cy": "cy"}
FOLDER = Path(__file__).parent / "translations"


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Words by language, from all `translations/<language>/*.po` together."""

    def get_translations(self) -> NullTranslations:
        """The words of the language in which this request is answered."""
        locale = get_locale()
        return words_of(str(locale)[:2]) if locale else NullTranslations()


class Languages(Babel):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel with our catalogues."""

    @property
    def domain_instance(self) -> Domain:
        """Where words are looked up."""
        return _CATALOGUES


_CATALOGUES = Catalogues()


def register(app: Flask, timezone: str) -> None:
    """Answer in the visitor's language."""
    Languages(app, default_locale="en_GB", default_timezone=timezone, locale_selector=_locale)
    app.after_request(_say_which)


def language() -> str:
    """The language of this request: the one chosen, else the one that the browser prefers, else English."""
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "en")


@cache
def words_of(code: str) -> NullTranslations:
    """The compiled words of a language; English has none, for the messages are in English."""
    words = Translations()
    for path in sorted((FOLDER / code).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as text:
            write_mo(compiled, read_po(text, locale=code))
        compiled.seek(0)
        area = Translations(compiled)
        words.merge(area)
        words.plural = area.plural
    return words


def _say_which(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
    return response


def _locale() -> str:
    return LOCALES[language()]
