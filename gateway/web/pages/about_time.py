"""What the pages about appointments share. Not an area of its own: it holds no page."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Form, ServiceProblem, ask, label
from gateway.web.pages.about_person import renamed, shown
from gateway.web.pages.lists import part_of_list

AT_MOST = 200


def local_day(moment: str) -> date:
    """The day on which the instance's own clocks saw an instant."""
    return clock.local(datetime.fromisoformat(moment)).date()


def by_day(things: Iterable[dict[str, Any]]) -> dict[date, list[dict[str, Any]]]:
    """Things that start at an instant, by their day."""
    found: dict[date, list[dict[str, Any]]] = {}
    for each in sorted(things, key=lambda each: datetime.fromisoformat(each["starts_at"])):
        found.setdefault(local_day(each["starts_at"]), []).append(each)
    return found


def day_asked(name: str) -> date | None:
    """A day in the address; None for none, and for what is none."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def choose_time(form: Form, person_id: Any, *, title: str, submit: str, **values: Any) -> ResponseReturnValue:
    """The page on which one of the free times of a person's adviser is chosen, a day at a time."""
    free = ask("casework", "GET", f"/participants/{person_id}/slots", query=part_of_list(AT_MOST))
    days = by_day(free["items"])
    wanted = day_asked("day")
    day = wanted if wanted in days else next(iter(days), None)
    slots = days.get(day, []) if day else []
    ways = _ways(slots)
    form.starts_with({"channel": next(iter(ways), None)})
    return shown(
        "appointments/choose_time.html",
        person_id,
        form=form,
        days=days,
        day=day,
        slots=[slot | {"limits": _limits(slot, ways)} for slot in slots],
        ways=ways,
        way_options=[(way, _way(way), "; ".join(places)) for way, places in ways.items()],
        later=free["next"],
        title=title,
        submit=submit,
        **values,
    )


def chosen(form: Form) -> dict[str, Any]:
    """The free time that was chosen; shown again where none was."""
    slot = form.text("slot_id")
    if slot is None:
        raise ServiceProblem(422, errors={"slot_id": [_("Choose one of the times.")]})
    return {
        "slot_id": slot,
        "channel": form.text("channel"),
        "purpose": form.text("purpose"),
        "reason": form.text("reason"),
    }


def own_time(form: Form) -> dict[str, Any]:
    """A time that was typed, with its end so many minutes later."""
    starts_at, minutes = form.moment("starts_at"), form.number("minutes")
    if starts_at is None:
        raise ServiceProblem(422, errors={"starts_at": [_("Give the day and the time.")]})
    return {
        "starts_at": starts_at,
        "ends_at": _end(starts_at, minutes),
        "channel": form.text("channel"),
        "place": form.text("place"),
        "purpose": form.text("purpose"),
        "reason": form.text("reason"),
    }


def moment_on(form: Form, day: str, name: str) -> str | None:
    """The time of the field `name` on the day of the field `day`: a beginning and an end share their day."""
    parts = {f"{name}-{part}": [form.text(f"{day}-{part}") or ""] for part in ("day", "month", "year")}
    return Form(True, parts | {f"{name}-time": [form.text(f"{name}-time") or ""]}).moment(name)


def time_of(form: Form, name: str) -> str | None:
    """A time on the wall without a day, as HH:MM; what makes no time goes on as it is typed."""
    typed = form.text(f"{name}-time")
    if typed is None:
        return None
    day = {f"{name}-day": ["15"], f"{name}-month": ["1"], f"{name}-year": ["2025"]}
    moment = Form(True, day | {f"{name}-time": [typed]}).moment(name)
    try:
        return clock.local(datetime.fromisoformat(str(moment))).strftime("%H:%M")
    except ValueError:
        return typed


@contextmanager
def end_named(field: str) -> Iterator[None]:
    """What is said about an end stands at the field from which the end was made."""
    try:
        yield
    except ServiceProblem as problem:
        raise renamed(problem, {"ends_at": field}) from problem


def type_time(form: Form, person_id: Any, *, title: str, submit: str, **values: Any) -> ResponseReturnValue:
    """The page on which an adviser types any time of their own."""
    form.starts_with({"minutes": "30", "channel": "in-person"})
    return shown("appointments/type_time.html", person_id, form=form, title=title, submit=submit, **values)


def appointment_of(appointment_id: UUID) -> dict[str, Any]:
    """One appointment."""
    found: dict[str, Any] = ask("casework", "GET", f"/appointments/{appointment_id}")
    return found


def with_begun(appointments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Appointments in their order, each with whether its time has come: then it can be moved no more."""
    now = clock.now()
    told = [each | {"begun": datetime.fromisoformat(each["starts_at"]) <= now} for each in appointments]
    return sorted(told, key=lambda each: datetime.fromisoformat(each["starts_at"]))


def _way(channel: str) -> str:
    return label("casework", "appointment-channels", channel)


def _limits(slot: dict[str, Any], ways: dict[str, list[str]]) -> str:
    """How one can meet at this time, where not every way of that day is open at it."""
    return "" if set(slot["channels"]) == set(ways) else ", ".join(map(_way, slot["channels"]))


def _ways(slots: list[dict[str, Any]]) -> dict[str, list[str]]:
    """How one can meet on a day, in the order in which it is offered; with the places, for in person."""
    ways: dict[str, list[str]] = {}
    for slot in slots:
        for channel in slot["channels"]:
            places = ways.setdefault(channel, [])
            if channel == "in-person" and slot["place"] and slot["place"] not in places:
                places.append(slot["place"])
    return ways


def _end(starts_at: str | None, minutes: int | str | None) -> str | None:
    """The end as ISO 8601; what makes no time goes on as it is, for the service to refuse."""
    if starts_at is None or minutes is None:
        return None
    try:
        return (datetime.fromisoformat(starts_at) + timedelta(minutes=int(minutes))).isoformat()
    except (ValueError, OverflowError):
        return str(minutes)
