"""What every template can use besides its own values: who is here, where they can go, words and fields."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext

from chassis import clock
from chassis.http import context, correlation_id
from chassis.ids import new_id
from gateway.web import shown
from gateway.web.frame.area import Link, areas_of
from gateway.web.frame.asking import AWAY
from gateway.web.frame.codes import choices, label
from gateway.web.languages import LANGUAGES, language
from gateway.web.security import forgery
from gateway.web.static_files import files
from gateway.web.visitor import visitor

ROLE_NAMES = {
    "participant": lazy_gettext("Participant"),
    "adviser": lazy_gettext("Adviser"),
    "team leader": lazy_gettext("Team leader"),
    "provider staff": lazy_gettext("Provider staff"),
    "organisation administrator": lazy_gettext("Organisation administrator"),
    "finance officer": lazy_gettext("Finance officer"),
    "data-protection officer": lazy_gettext("Data-protection officer"),
    "analyst": lazy_gettext("Analyst"),
    "commissioner": lazy_gettext("Commissioner"),
    "moderator": lazy_gettext("Moderator"),
    "champion": lazy_gettext("Champion"),
    "employer": lazy_gettext("Employer"),
    "operator": lazy_gettext("Operator"),
    "integrator": lazy_gettext("Integrator"),
}


def register(app: Flask) -> None:
    """Give templates their filters, tests and words. To be called when all areas are registered."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(shown.FILTERS)
    environment.tests["away"] = lambda value: value is AWAY
    environment.globals.update(
        static=static,
        csrf_field=forgery.field,
        navigation=navigation,
        languages=languages,
        role_names=role_names,
        role_name=role_name,
        new_key=lambda: str(new_id()),
        here=here,
        label=label,
        choices=choices,
        today=clock.today,
        correlation=correlation_id,
    )
    environment.globals["field"] = environment.get_template("frame/fields.html").module
    environment.globals["part"] = environment.get_template("frame/parts.html").module
    app.context_processor(_of_request)


def static(name: str) -> str:
    """The address of a file that browsers may keep for ever: it changes with the file."""
    return url_for("static", filename=name, v=files()[name].version)


def links_for(roles: frozenset[str] | None) -> list[Link]:
    """The places that somebody with these roles can go to, in their order."""
    links = [link for area in areas_of(current_app) for link in area.links if link.admits.admits(roles)]
    return sorted(links, key=lambda link: (link.order, link.endpoint))


def navigation() -> list[dict[str, Any]]:
    """The links at the head of the page."""
    shown_links = [link for link in links_for(visitor().roles) if link.in_navigation]
    if not visitor().signed_in:
        shown_links = [link for link in shown_links if link.admits.public]
    return [
        {"label": link.label, "url": url_for(link.endpoint), "current": _is_here(link)}
        for link in shown_links
    ]


def languages() -> list[tuple[str, str, str]]:
    """Each language by its own name, with the way to this page in it."""
    to = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return [(code, name, url_for("language.choose", code=code, to=to)) for code, name in LANGUAGES.items()]


def role_name(role: str) -> str:
    """A role as people call it."""
    return str(ROLE_NAMES.get(role, role.capitalize()))


def role_names(roles: frozenset[str]) -> str:
    """The roles held, in the order of the catalogue."""
    return ", ".join(role_name(role) for role in sorted(roles, key=_place))


def here(**changes: Any) -> str:
    """This page's address with some of its query changed; None takes one out."""
    query = {**request.args.to_dict(flat=False), **changes}
    given = {name: value for name, value in query.items() if value is not None}
    return f"{request.path}?{urlencode(given, doseq=True)}" if given else request.path


def _of_request() -> dict[str, Any]:
    who = visitor()
    known = who.known
    training = context().settings.clock_file is not None
    return {
        "me": who,
        "acting": known.acting if known else None,
        "language": language(),
        "training_day": shown.day(clock.today()) if training else None,
    }


def _is_here(link: Link) -> bool:
    return request.endpoint is not None and request.endpoint.split(".")[0] == link.endpoint.split(".")[0]


def _place(role: str) -> int:
    return list(ROLE_NAMES).index(role) if role in ROLE_NAMES else len(ROLE_NAMES)
