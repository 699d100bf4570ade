"""What the gateway refuses itself, shown by a form as what a service refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from sqlalchemy.orm import Session

from chassis.http import context
from chassis.http.refusals import as_problem
from gateway.web.frame.problem import ServiceProblem
from gateway.web.visitor import visitor


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Turn what our own actions refuse into what a form shows. A wrong password is the form's to show as
    well.
    """
    try:
        yield
    except Exception as error:
        problem = as_problem(error)
        if problem is None:
            raise
        wrong = problem.status == HTTPStatus.UNAUTHORIZED
        raise ServiceProblem(
            HTTPStatus.UNPROCESSABLE_ENTITY if wrong else problem.status,
            code=problem.code,
            title=problem.title,
            detail=f"{problem.title}. {problem.detail}" if wrong else problem.detail,
            errors=problem.errors,
        ) from error


@contextmanager
def own_transaction() -> Iterator[Session]:
    """A transaction on the gateway's own database, as the visitor."""
    with context().database.transaction(visitor().actor) as session:
        yield session


def missing(name: str, advice: str) -> ServiceProblem:
    """A field of one of the gateway's own forms was left empty."""
    return ServiceProblem(HTTPStatus.UNPROCESSABLE_ENTITY, errors={name: [advice]})
