"""The frame of the pages, by the pages that are always there."""

from flask import Flask
from pages import Browser, X, words

from chassis.ids import new_id


def test_the_first_page_for_nobody_says_what_this_is(nobody: Browser) -> None:
    page = nobody.page("/")
    assert page.heading == "Help to get a job, and to keep it"
    assert page.link("Sign in") == "/sign-in"


def test_home_greets_and_names_organisation_and_role(signed_in) -> None:
    page = signed_in("adviser", "champion").browser.page("/")
    assert "Hello, Anwen Pritchard" in page.heading
    assert "Northbridge Works" in page.text
    assert "Adviser, Champion" in page.text


def test_the_menu_of_a_phone_leads_where_the_row_of_a_desk_leads(signed_in) -> None:
    page = signed_in("participant", person_id=new_id()).browser.page("/")
    (menu,) = [each for each in page.all("details") if each.get("class") == "menu"]
    assert [words(each) for each in menu.iter(f"{X}summary")] == ["Menu"]
    labels = [words(each) for each in menu.iter(f"{X}a")]
    assert labels == [*page.navigation, "Anwen Pritchard"]
    assert [words(each) for each in menu.iter(f"{X}button")] == ["Sign out"]


def test_who_has_not_signed_in_needs_no_menu(nobody: Browser) -> None:
    page = nobody.page("/")
    assert not [each for each in page.all("details") if each.get("class") == "menu"]


def test_an_unknown_address_is_a_human_404(nobody: Browser) -> None:
    page = nobody.page("/no/such/page", status=404)
    assert page.heading == "There is nothing here"
    assert page.link("Go to your home page") == "/"


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    from gateway.web.frame.admission import admission_of

    assert all(admission_of(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules())


def test_a_page_that_does_not_say_so_stops_the_start(context) -> None:
    import pytest
    from flask import Blueprint

    from gateway.web import pages_app

    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "page", lambda: "open to all")
    with pytest.raises(TypeError, match="/careless"):
        pages_app.make_pages(context, [careless])
