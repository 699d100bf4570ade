"""Everything that a page needs. Page modules import from here and from nowhere else of the gateway."""

from gateway.web.frame.admission import PUBLIC, SIGNED_IN
from gateway.web.frame.area import Area
from gateway.web.frame.asking import AWAY, Answered, Question, ask, ask_together, fetch
from gateway.web.frame.codes import choices, label
from gateway.web.frame.form import Form
from gateway.web.frame.problem import ServiceProblem
from gateway.web.frame.showing import done, show
from gateway.web.visitor import visitor

__all__ = [
    "AWAY",
    "PUBLIC",
    "SIGNED_IN",
    "Answered",
    "Area",
    "Form",
    "Question",
    "ServiceProblem",
    "ask",
    "ask_together",
    "choices",
    "done",
    "fetch",
    "label",
    "show",
    "visitor",
]
