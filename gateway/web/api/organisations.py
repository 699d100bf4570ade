"""The names of organisations, as the gateway has heard them."""

from typing import Any

from chassis.http import Blueprint, PageArgs, page_of, session, signed_in
from chassis.store.paging import Page, page
from gateway.store.organisations import in_order, organisation
from gateway.web.api.schemas import OrganisationNameSchema

blueprint = Blueprint("organisations", url_prefix="/api", description="The names of organisations.")


@blueprint.route("/organisations")
@signed_in
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(OrganisationNameSchema))
def list_organisations(args: dict[str, Any]) -> Page[Any]:
    """Organisations by name; what they offer is the marketplace's to tell."""
    keys = (organisation.c.name, organisation.c.id)
    return page(
        session(), in_order().order_by(None), keys=keys, cursor=args.get("cursor"), limit=args["limit"]
    )
