"""What is said in English is said in Welsh too, with the same gaps to fill."""

import re

import pytest
from babel.messages.pofile import read_po

from gateway.web.catalogue import messages, missing
from gateway.web.languages import FOLDER

FRAME = ("frame", "errors", "accounts", "signing_in", "home", "operations", "reference_pages", "my_account")
GAP = re.compile(r"%\(\w+\)s")


def test_messages_are_found_in_pages_and_templates() -> None:
    found = {message for _, _, message in messages()}
    assert {"Sign in", "Enter your password", "Choose another password"} <= found


def test_every_word_of_the_frame_is_there_in_welsh() -> None:
    assert missing("cy", FRAME) == []


def test_every_word_of_every_page_is_there_in_welsh() -> None:
    """If not: `python -m gateway.web.catalogue` prints what has none yet."""
    assert missing("cy") == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("cy/*.po")), ids=lambda path: path.name)
def test_a_translation_has_the_gaps_of_its_original(path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    for message in catalogue:
        pairs = zip((message.id,), (message.string,), strict=True) if isinstance(message.id, str) else ()
        for said, welsh in pairs:
            assert sorted(GAP.findall(said)) == sorted(GAP.findall(welsh)), said
            assert welsh or not said, f"{said} has no Welsh"
