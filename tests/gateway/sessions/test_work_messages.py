"""Those who look after people choose how often they are told what waits for them."""

from collections.abc import Callable

import pytest
from flask import Flask
from signed import Person

from chassis.context import ServiceContext
from chassis.testing import bus

PAGE = "/account/messages"
CHOSEN = "account.work-messages-chosen"


def test_it_is_chosen_on_a_page_and_only_notify_learns_the_address(
    context: ServiceContext, signed_in: Callable[..., Person]
) -> None:
    anwen = signed_in("adviser")
    assert anwen.browser.page("/account").link("Messages about your work") == PAGE
    assert anwen.browser.page(PAGE).form()["wants"] == "none", "nobody is written to who did not ask"
    assert anwen.browser.send(PAGE, 303, wants="daily").location == "/account"
    (told,) = bus.recorded(context, CHOSEN)
    assert (told.data["wants"], told.data["language"]) == ("daily", "en")
    assert list(told.data["address"]["sealed"]) == ["notify"]
    assert anwen.account.email not in str(told.data)
    assert anwen.browser.page(PAGE).form()["wants"] == "daily"
    anwen.browser.send(PAGE, 303, wants="none")
    assert "address" not in bus.recorded(context, CHOSEN)[-1].data


def test_what_is_no_choice_is_refused(context: ServiceContext, signed_in: Callable[..., Person]) -> None:
    anwen = signed_in("team leader")
    for wants in ("hourly", None):
        assert anwen.browser.send(PAGE, 422, wants=wants).errors
    assert bus.recorded(context, CHOSEN) == []


@pytest.mark.parametrize("role", ["participant", "finance officer", "operator"])
def test_who_looks_after_nobody_has_no_such_messages(signed_in: Callable[..., Person], role: str) -> None:
    someone = signed_in(role, org=None) if role == "operator" else signed_in(role)
    someone.browser.page(PAGE, 403)


def test_whoever_leaves_is_told_no_more(
    app: Flask, context: ServiceContext, signed_in: Callable[..., Person]
) -> None:
    admin, leaver = signed_in("organisation administrator"), signed_in("adviser")
    leaver.browser.send(PAGE, 303, wants="each")
    path = f"/api/accounts/{leaver.account.id}/departure"
    assert app.test_client().post(path, headers=admin.bearer).status_code == 200
    assert [one.data["wants"] for one in bus.recorded(context, CHOSEN)] == ["each", "none"]
