"""`workstead doctor`: what is wrong, and what to do about it."""

import shutil
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from sqlalchemy import text

from chassis import clock, health
from chassis.cli.console import say
from chassis.cli.failures import EXPECTED
from chassis.cli.installed import load
from chassis.context import ServiceContext
from chassis.deployment import examination
from chassis.health import Check
from chassis.settings import Settings

LEAST_FREE = 500 * 1024 * 1024
CLOCK_SECONDS = 5.0


def doctor(
    names: Annotated[list[str] | None, typer.Argument(help="The services; all by default.")] = None,
) -> None:
    """Look at settings, keys, databases, migrations, broker, outbox, parked events, disk and clock."""
    checks = list(_examination(names or []))
    for about, check in checks:
        say(f"{'ok   ' if check.ok else 'WRONG'} {about}: {check.name}: {check.detail}")
        if not check.ok and check.remedy:
            say(f"      → {check.remedy}")
    wrong = sum(not check.ok for _, check in checks)
    say(f"{wrong} of {len(checks)} are wrong." if wrong else f"All {len(checks)} are well.")
    raise typer.Exit(1 if wrong else 0)


def _examination(names: list[str]) -> Iterator[tuple[str, Check]]:
    try:
        settings = Settings.from_env()
        classes = load(names)
    except EXPECTED as error:
        yield "environment", Check("settings", False, str(error), "Correct it, then run the doctor again.")
        return
    yield "environment", Check("settings", True, "can be read")
    yield "environment", disk(settings)
    for name, service_class in classes.items():
        yield from ((name, check) for check in _service(service_class, settings))


def _service(service_class: type[Any], settings: Settings) -> Iterator[Check]:
    try:
        context = ServiceContext.build(service_class, settings)
    except EXPECTED as error:
        yield Check("start", False, str(error), "Do what it says, then run the doctor again.")
        return
    yield Check("keys", True, "can be read")
    yield from (checks := list(health.examine(context)))
    if checks[0].ok:
        yield clocks(context)
        yield examination.nowhere(context, load().values())
    if checks[-1].ok:
        yield from examination.examine(context)
    context.close()


def disk(settings: Settings) -> Check:
    """Whether the data folder has room."""
    place = next(folder for folder in (settings.home, *settings.home.absolute().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    remedy = f"Make room where {settings.home} is."
    return Check("disk", free >= LEAST_FREE, f"{free // 1024**2:,} MB free", remedy)


def clocks(context: ServiceContext) -> Check:
    """Whether this machine and the database's agree on the time: tokens live for a minute."""
    with context.database.transaction() as session:
        there = session.execute(text("select clock_timestamp()")).scalar_one()
    apart = abs((there - clock.real_now()).total_seconds())
    remedy = "Set both machines by the same time server."
    return Check("clock", apart < CLOCK_SECONDS, f"{apart:.1f} s apart from the database's", remedy)
