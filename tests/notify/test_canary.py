"""Names, numbers, places and words that were told to notify are found in no table and no event in clear."""

from typing import Any

from sqlalchemy import inspect, text

from chassis.testing import actors

World = Any
CANARIES = {
    "name": "Canarianne Quillfeather",
    "called": "Quilly",
    "email": "quillfeather@post.example",
    "phone": "+447700900321",
    "postcode": "QF9 9QF",
}
DETAILS = {"with_whom": "Dewi Canarypryce", "place": "Canary Yard 77", "purpose": "canary-purpose"}
WORDS = [*CANARIES.values(), *DETAILS.values(), "9 Canary Close"]


def everything(world: World) -> str:
    """Every row of every table, as a dump would show it."""
    rows = []
    with world.context.database.transaction() as session:
        for table in inspect(session.connection()).get_table_names():
            rows += [str(row) for row in session.execute(text(f'select t::text from "{table}" t'))]
    return "\n".join(rows)


def test_what_was_told_in_confidence_is_nowhere_in_clear(world: World, caplog: Any, capfd: Any) -> None:
    digital = world.person(**CANARIES, address_lines=["9 Canary Close"])
    ringing = world.person(**CANARIES, address_lines=["9 Canary Close"], channel="phone")
    writing = world.person(**CANARIES, address_lines=["9 Canary Close"], channel="letter")
    for person in (digital, ringing, writing):
        world.book(person, details=DETAILS)
    world.smtp.answer("550 no mailbox quillfeather@post.example")
    world.send()
    adviser = world.as_(actors.adviser(org=world.org, name="Canary Adviser"))
    told = adviser.get(f"/participants/{ringing}/messages", Idempotency_Key="k").json["items"]
    assert any(CANARIES["called"] in item["body"] for item in told if item["body"]), "it is there to be found"
    dump = everything(world)
    assert dump.count("\n") > 30, "the tables are not empty"
    output = caplog.text + "".join(capfd.readouterr())
    for word in [*WORDS, "Canary Adviser"]:
        assert word not in dump, word
        assert word not in output, word
