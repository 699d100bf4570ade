"""Who opens pages in a browser: one of each role, and somebody who has not signed in."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from demo.stage import Stage

Open = Callable[..., BrowserContext]
"""Opens a browser of its own for somebody of the cast, or for nobody."""
VISITORS = {
    "nobody": None,
    "participant": "amina",
    "adviser": "anwen",
    "provider staff": "cw-admin",
    "organisation administrator and team leader": "nb-admin",
    "finance officer": "farah",
    "analyst": "kofi",
    "data-protection officer": "dilys",
    "moderator and champion": "mina",
    "commissioner": "jc-admin",
    "employer": "hf-admin",
    "operator": "operator",
}
"""Each role, and who of the cast has it."""


def sign_in(context: BrowserContext, stage: Stage, who: str) -> Page:
    """Sign in by the form, as a person does."""
    person = stage.operator if who == "operator" else stage[who]
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    return page
