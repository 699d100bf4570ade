"""What a person has opened of their job search to whoever helps them, and the summaries they handed over."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from gateway.web.frame import Area, Question, ask, ask_together
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.lists import part_of_list

area = Area("opened_search", __name__)
PARTS = {"vacancies": "vacancies", "interviews": "interviews", "papers": "papers", "diary": "search-diary"}


@area.page("/people/<uuid:person_id>/job-search", roles=ADVISERS)
def opened(person_id: UUID) -> ResponseReturnValue:
    """Evidence first, for that is handed over; then each part, or that it is theirs alone."""
    at = f"/participants/{person_id}"
    evidence = ask("casework", "GET", f"{at}/search-evidence")
    parts = {name: Question("casework", f"{at}/{path}", part_of_list()) for name, path in PARTS.items()}
    return shown("opened_search/opened.html", person_id, evidence=evidence, **ask_together(parts))


@area.page("/people/<uuid:person_id>/job-search/evidence/<uuid:evidence_id>", roles=ADVISERS)
def evidence(person_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """One summary that was handed over, as it goes on paper."""
    made = ask("casework", "GET", f"/search-evidence/{evidence_id}")
    return shown("opened_search/evidence.html", person_id, made=made)
