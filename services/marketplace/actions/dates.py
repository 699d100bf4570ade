"""When a fact held: as given, or today."""

from datetime import date

from sqlalchemy.orm import Session

from chassis import clock
from chassis.calendars import add_working_days
from chassis.reference import load
from services.marketplace.domain.dates import not_in_future
from services.marketplace.domain.referrals import Due


def held_on(given: date | None) -> date:
    """The day that was given, which may be any up to today, or today itself."""
    return not_in_future(given or clock.today(), clock.today())


def due(session: Session, sent_on: date) -> Due:
    """By when a referral is to be answered, in the working days of the instance's nation."""
    nation = session.info["service"].settings.nation
    days = {
        code.code: code.extra["working_days"] for code in load("services.marketplace", "referral-standards")
    }
    return Due(
        *(add_working_days(sent_on, days[step], nation) for step in ("acknowledge", "start", "expire"))
    )
