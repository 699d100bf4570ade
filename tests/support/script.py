"""The figures of the journey, counted by hand from `demo/scenes`: none of them is read from the suite."""

from typing import Any

from demo.client import Person

FUNNEL = {
    "people-registered": 3,  # Amina, Gethin, Walter
    "people-attached": 2,  # not Walter
    "people-referred": 2,  # Amina to the walks, Gethin to the course
    "people-started-with-provider": 1,  # Amina; Gethin was declined
    "people-with-plan-agreed": 1,  # Amina's
    "people-who-attended": 3,
    "people-who-applied": 2,
    "people-who-started-work": 2,
    "people-in-work-13-weeks": 2,
    "people-in-work-26-weeks": 2,
}
CONTACTS_RECORDED = {"Phone": 3, "Letter": 1}  # Walter's two calls and his letter, Amina's call
APPOINTMENTS_ATTENDED = {"In person": 2, "Video": 1}
SOURCES = {"Jobcentre work coach": 1, "Friend or family": 1, "Library or online centre": 1}
FEES_BY_KIND = {"Attachment": 800_00, "Job outcome": 2_400_00, "Sustainment": 750_00}
FEES_BY_GROUP = {"1: JSA 18 to 24": 1_600_00, "3: JSA early access": 2_350_00}
COMMUNITY = {"threads-started": 1, "answers-accepted": 1, "articles-published": 1}  # Amina's question


def totals(analyst: Person, section: str) -> dict[str, int]:
    figures = analyst.get("/api/mi/overview")[section]["figures"]
    return {f["metric"]: f["total"]["value"] for f in figures if f["by"] is None}


def parts(analyst: Person, metric: str, by: str) -> dict[str, int]:
    return values(analyst.get("/api/mi/figures", metric=metric, by=by))


def values(figure: dict[str, Any]) -> dict[str, int]:
    return {cell["label"]["en"]: cell["value"] for cell in figure["items"]}
