"""An area is a module of pages with its links in the navigation and its facts on the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, make_response
from flask.typing import ResponseReturnValue

from gateway.web.frame.admission import Admission, admission, mark
from gateway.web.frame.asking import Question
from gateway.web.frame.form import Form
from gateway.web.frame.problem import ServiceProblem

View = Callable[..., ResponseReturnValue]
Roles = Admission | tuple[str, ...] | str


@dataclass(frozen=True)
class Link:
    """A place to go: in the navigation by its label, on the home page with a line about it."""

    endpoint: str
    label: Any
    about: Any
    admits: Admission
    order: int
    in_navigation: bool


@dataclass(frozen=True)
class Fact:
    """One figure on the home page: what to ask, what to make of the answers, where it leads.

    `read` makes the words to show of the answers' bodies; None leaves the fact out.
    """

    label: Any
    asks: Callable[[], tuple[Question, ...]]
    read: Callable[..., Any]
    endpoint: str
    admits: Admission
    order: int


class Area(Blueprint):
    """`area = Area("plans", __name__)` in a module of `gateway.web.pages`, found there by itself."""

    def __init__(self, name: str, import_name: str) -> None:
        super().__init__(name, import_name)
        self.links: list[Link] = []
        self.facts: list[Fact] = []

    def page(self, rule: str, *, roles: Roles, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
        """A page that shows something. `roles` is PUBLIC, SIGNED_IN, a role or several."""
        admits = admission(roles)

        def register(view: View) -> View:
            @wraps(view)
            def guarded(**parts: Any) -> ResponseReturnValue:
                admits.check()
                return view(**parts)

            self.add_url_rule(rule, view.__name__, mark(guarded, admits), methods=list(methods))
            return view

        return register

    def form_page(self, rule: str, *, roles: Roles, by_token_alone: bool = False) -> Callable[[View], View]:
        """A page with a form: the view takes `form` first. What a service refuses is shown at its field.

        On POST the view sends the form and answers `done(…)`. If the service refuses, the view is called
        once more as if to show the form, which now holds all that was typed and what was wrong with it.

        `by_token_alone` is for an address that bears a secret and does nothing for whoever is signed in:
        it can be posted to without the form's token, as mail programs do for the button that ends a list.
        """
        admits = admission(roles)

        def register(view: View) -> View:
            @wraps(view)
            def guarded(**parts: Any) -> ResponseReturnValue:
                admits.check()
                return _answer(view, Form.of_request(), parts)

            shown = mark(guarded, admits, by_token_alone=by_token_alone, form=True)
            self.add_url_rule(rule, view.__name__, shown, methods=["GET", "POST"])
            return view

        return register

    def link(
        self,
        view: str,
        label: Any,
        *,
        roles: Roles,
        about: Any = "",
        order: int = 50,
        in_navigation: bool = True,
    ) -> None:
        """Put a page into the navigation, and on the home page with a line about it, for these roles."""
        endpoint = f"{self.name}.{view}"
        self.links.append(Link(endpoint, label, about, admission(roles), order, in_navigation))

    def fact(
        self,
        view: str,
        label: Any,
        question: Question | tuple[Question, ...] | Callable[[], Question],
        read: Callable[..., Any],
        *,
        roles: Roles,
        order: int = 50,
    ) -> None:
        """Show a figure on the home page of these roles, asked for beside the others with a time limit.

        A question that depends on the visitor is a function without arguments; `read` gets the body of each.
        """
        self.facts.append(
            Fact(label, _asking(question), read, f"{self.name}.{view}", admission(roles), order)
        )


def areas_of(app: Flask) -> list[Area]:
    """The areas of an app."""
    return [blueprint for blueprint in app.blueprints.values() if isinstance(blueprint, Area)]


def _asking(
    question: Question | tuple[Question, ...] | Callable[[], Question],
) -> Callable[[], tuple[Question, ...]]:
    if isinstance(question, Question):
        return lambda: (question,)
    if isinstance(question, tuple):
        return lambda: question
    return lambda: (question(),)


def _answer(view: View, form: Form, parts: dict[str, Any]) -> ResponseReturnValue:
    if form.sent:
        try:
            return view(form, **parts)
        except ServiceProblem as problem:
            if not problem.belongs_to_form:
                raise
            form.refuse(problem)
    response = make_response(view(form, **parts))
    if form.problem is not None:
        response.status_code = form.problem.status
    return response
