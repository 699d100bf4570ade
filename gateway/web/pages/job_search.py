"""A person's job applications, for those whom they let see them; for others only how many there are."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from gateway.web.frame import Area, ask
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.lists import part_of_list

area = Area("job_search", __name__)


@area.page("/people/<uuid:person_id>/applications", roles=ADVISERS)
def applications(person_id: UUID) -> ResponseReturnValue:
    """What they applied for and how far it has got, or how to ask them to show it."""
    found = ask("casework", "GET", f"/participants/{person_id}/applications", query=part_of_list())
    return shown("job_search/applications.html", person_id, found=found)
