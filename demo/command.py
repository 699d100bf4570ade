"""`workstead demo`: start the suite, play the journey, say where to look, serve until interrupted."""

import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from chassis.settings import Settings
from demo.cast import ORGANISATIONS, PASSWORD, PEOPLE, STAFF
from demo.client import NeverHappened, Refused
from demo.clock import TrainingClock
from demo.figures import overview
from demo.journey import SCENES
from demo.postbox import PostboxProcess
from demo.stage import Stage
from demo.suite import NotReady, Suite, free_port

app = typer.Typer(help="Start the suite, play the journey through its public API, and keep serving.")
console = Console()


@app.callback(invoke_without_command=True)
def demo(
    serve: Annotated[bool, typer.Option(help="Keep serving when the journey has been played.")] = True,
) -> None:
    """Start the suite on this machine, play the journey, print what happened, and keep serving."""
    settings = Settings.from_env()
    home = settings.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    postbox = PostboxProcess(home / "mail", free_port())
    given = {k: v for k, v in os.environ.items() if k.startswith("WORKSTEAD_")}
    suite = Suite(
        home, settings.port, {"WORKSTEAD_SMTP_URL": postbox.url, "WORKSTEAD_HOME": str(home)} | given
    )
    try:
        _perform(suite, settings, home, serve)
    except (NotReady, Refused, NeverHappened) as error:
        console.print(f"[bold red]The demonstration stopped:[/] {error}", highlight=False)
        raise typer.Exit(1) from None
    finally:
        suite.stop()
        postbox.stop()


def _perform(suite: Suite, settings: Settings, home: Path, serve: bool) -> None:
    stopped = _stop_signals()
    clock = TrainingClock(suite.clock_file)
    played = home / "demo-played"
    console.print("Starting the suite: five services, the gateway, PostgreSQL and a broker in memory …")
    if not played.exists():
        clock.move_to(SCENES[0].date)
    suite.start()
    stage = Stage(suite.base, clock, settings.operator, _operator_password(settings), home / "mail")
    if not played.exists():
        play(stage)
        played.touch()
    _show_figures(stage)
    _show_sign_ins(settings, stage)
    console.print(f"\n[bold green]Workstead is ready at {suite.base}[/]", highlight=False)
    while serve and not stopped.wait(0.5):
        if any(process.poll() is not None for process in suite.processes.values()):
            raise NotReady(f"The suite ended by itself; its log is {suite.logs / 'suite.log'}.")


def play(stage: Stage) -> None:
    """Play every scene, with a bar that shows how far it has got."""
    with Progress(
        TextColumn("{task.fields[day]}  {task.description}"), BarColumn(24), MofNCompleteColumn(),
        console=console, transient=True,
    ) as progress:  # fmt: skip
        task = progress.add_task("", total=len(SCENES), day="")
        for scene in SCENES:
            progress.update(task, description=scene.title, day=scene.day)
            stage.day(scene.day)
            scene.play(stage)
            progress.console.print(f"  {scene.day}  {scene.title}", highlight=False)
            progress.advance(task)


def _show_figures(stage: Stage) -> None:
    for title, rows in overview(stage.signed_in("kofi", "kofi@northbridge.example")).items():
        table = Table("", "", title=title, title_justify="left", show_header=False, min_width=44)
        for label, value in rows:
            table.add_row(label, value)
        console.print(table)


def _show_sign_ins(settings: Settings, stage: Stage) -> None:
    names = {o.key: o.name for o in ORGANISATIONS}
    rows = [(s.email, s.name, names[s.organisation], ", ".join(s.roles)) for s in STAFF]
    rows += [(p.email, p.name, names["northbridge"], "participant") for p in PEOPLE if p.email]
    rows.append((stage.operator_email, "Operator", settings.org, "operator"))
    table = Table(Column("sign in with", no_wrap=True), "who", "as", title="Sign-ins", title_justify="left")
    for email, name, organisation, roles in rows:
        table.add_row(email, name, f"{roles}, {organisation}")
    console.print(table)
    console.print(f"Password: [bold]{PASSWORD}[/] (the operator's: [bold]{stage.operator_password}[/])")
    console.print(f"Mail that was sent is in {stage.postbox}.", highlight=False)


def _operator_password(settings: Settings) -> str:
    if settings.operator_password:
        return settings.operator_password
    kept = settings.home / "operator-password"
    if not kept.exists():
        raise NotReady(f"{kept} is gone: set WORKSTEAD_OPERATOR_PASSWORD, or begin with an empty folder.")
    return kept.read_text(encoding="utf-8").strip()


def _stop_signals() -> threading.Event:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    return stopped
