"""What tests of programmes share: their names, and the days of somebody on one."""

from datetime import date, timedelta

from hypothesis import strategies as st

STARTED = date(2025, 3, 10)
FAR = date(2032, 1, 1)
WHP, RESTART, JETS = "work-and-health-programme/example", "restart/example", "jets-scotland/example"


def day(number: int) -> date:
    """The n-th day on the programme; the day of the start is the first."""
    return STARTED + timedelta(days=number - 1)


as_of_days = st.integers(1, 1_000).map(day)
