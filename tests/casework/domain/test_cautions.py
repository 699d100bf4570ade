"""Safe contact and what was said before: plain and by property."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.cautions import ADVICE, against, is_quiet, require_reason
from services.casework.domain.contact import ContactCard, SafeContact
from services.casework.domain.errors import DomainError
from services.casework.domain.outgoing import Outgoing, follows, said_before

MONDAY = datetime(2025, 3, 3, 9, tzinfo=UTC)
LETTER, TEXT, PERSON, MATTER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
times = st.times()


def card(**safe: object) -> ContactCard:
    return ContactCard(
        channel="text",
        phone="+447700900123",
        safe_contact=SafeContact(**safe),  # type: ignore[arg-type]
    )


CAREFUL = card(voicemail=False, letter=False, sender_name="Jo", quiet_from=time(18), quiet_until=time(9))


@pytest.mark.parametrize(
    ("channel", "at", "more", "found"),
    [
        ("letter", time(12), {}, ["letter"]),
        ("phone", time(12), {}, []),
        ("phone", time(12), {"voicemail": True}, ["voicemail"]),
        ("phone", time(20), {"own_name": True}, ["quiet-hours", "sender-name"]),
        ("text", time(8, 59), {}, ["quiet-hours"]),
        ("text", time(9), {}, []),
        ("email", time(23), {}, []),
    ],
)
def test_what_they_asked_us_not_to_do(
    channel: str, at: time, more: dict[str, bool], found: list[str]
) -> None:
    told = {"voicemail": False, "own_name": False, **more}
    assert against(CAREFUL, channel, "out", at, **told) == found
    assert against(CAREFUL, channel, "in", at, **told) == [], "they may get in touch as they like"
    assert against(card(), channel, "out", at, **told) == [], "who asked for nothing"


def test_it_is_done_with_a_reason_or_not_at_all() -> None:
    with pytest.raises(DomainError) as refused:
        require_reason(["letter", "voicemail"], None)
    assert refused.value.errors == {"because": [ADVICE["letter"], ADVICE["voicemail"]]}
    require_reason(["letter"], "They rang and asked for it")
    require_reason([], None)


@given(begin=times, end=times, at=times)
def test_quiet_hours_may_go_past_midnight(begin: time, end: time, at: time) -> None:
    one = is_quiet(SafeContact(quiet_from=begin, quiet_until=end), at)
    other = is_quiet(SafeContact(quiet_from=end, quiet_until=begin), at)
    assert begin == end or one != other, "either these hours are quiet, or the rest of the day is"


def sent(id: UUID, channel: str, days: int = 0, about: UUID | None = MATTER) -> Outgoing:
    return Outgoing(id, PERSON, channel, MONDAY + timedelta(days=days), "appointment-reminder", about)


def test_a_text_is_told_with_the_letter_before_it() -> None:
    letter, text = sent(LETTER, "letter"), sent(TEXT, "text", 4)
    told = said_before([text, letter])
    assert told is not None
    assert (told.latest, told.followed) == (text, letter)


def test_another_matter_or_the_same_channel_is_no_sequel() -> None:
    assert follows([sent(LETTER, "letter"), sent(TEXT, "letter", 1)]) == {}
    assert follows([sent(LETTER, "letter"), sent(TEXT, "text", 1, UUID(int=9))]) == {}
    assert follows([sent(LETTER, "letter", 0, None), sent(TEXT, "text", 1, None)]) == {}
    assert said_before([]) is None


@given(st.lists(st.tuples(st.sampled_from(["letter", "text", "email"]), st.integers(0, 20)), max_size=8))
def test_whatever_follows_came_later_by_another_channel(plain: list[tuple[str, int]]) -> None:
    some = [sent(UUID(int=n + 10), channel, days) for n, (channel, days) in enumerate(plain)]
    by_id = {one.id: one for one in some}
    for id, before in follows(some).items():
        assert before.at <= by_id[id].at
        assert before.channel != by_id[id].channel
