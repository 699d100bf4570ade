"""One person who was registered twice, for tests of mergers."""

from typing import Any

NUMBER = "QQ123456C"


def registered_twice(office: Any) -> tuple[str, str]:
    """The record that goes, with a number; and the one that stays, without."""
    goes = office.register(national_insurance_number=NUMBER, out_of_work_since="2024-01-08")
    stays = office.register(
        full_name="Shan Canary", out_of_work_since=None, date_of_birth=None, different_person=True
    )
    return goes, stays


def merge(office: Any, goes: str, into: str, **more: Any) -> Any:
    asked = {"into": into, "reason": "Registered twice"} | more
    return office.staff("team leader").post(f"/participants/{goes}/merger", asked)


def undo(office: Any, merger: str) -> Any:
    return office.staff("team leader").post(f"/mergers/{merger}/reversal", {})
