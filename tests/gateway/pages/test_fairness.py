"""Fair recommendations: both figures, what was levelled, and nothing of few people."""

import pytest
from people import OTHER, PLAN, said

MONTH = {
    "id": PLAN,
    "month": "2025-03-01",
    "made_at": "2025-04-01T02:00:00Z",
    "rules_version": "2025.1",
    "fairness_version": "2025.1",
}
HIDDEN = dict.fromkeys(("people", "rate", "expected", "low", "high")) | {"is_behind": False}


def row(group, **more):
    """A group in a comparison."""
    figures = {"people": 40, "rate": 0.5, "expected": 0.6, "low": 0.35, "high": 0.65, "is_behind": False}
    named = {"what": "any-offer", "dimension": "language", "group": group, "group_label": said(group)}
    return named | figures | {"after": None} | more


@pytest.fixture
def checked(upstream):
    """Says what the check of a month found."""

    def says(**more):
        whole = {
            "minimum": 20,
            "hidden_below": 10,
            "people": 70,
            "dimensions": [{"code": "language", "label": said("Language"), "proxy": False}],
            "recommended": [row("Welsh"), row("English", **HIDDEN)],
            "taken_up": [],
            "achieved": [],
            "levelled": [],
            "proxies": [],
            "challenges": [],
        }
        upstream.says("casework", "GET", "/recommendation-checks", {"items": [MONTH], "next": None})
        upstream.says("casework", "GET", f"/recommendation-checks/{PLAN}", MONTH | whole | more)
        review = {"book": "recommendation-rules", "version": "2025.1", "content": "x", "challenges": ""}
        review |= {"reviewed_on": "2025-01-01", "by": "Dewi Price", "why": "The first version"}
        upstream.says("casework", "GET", "/recommendation-rule-reviews", {"items": [review]})
        return upstream

    return says


@pytest.fixture
def leader(signed_in):
    """A team leader, signed in."""
    return signed_in("team leader").browser


def test_both_figures_stand_beside_each_other(leader, checked):
    after = {"people": 30, "rate": 0.83, "expected": 0.8, "low": 0.7, "high": 0.9, "is_behind": False}
    behind = row("Welsh", what="digital-skills", rate=0.2, is_behind=True, after=after)
    levelled = [{"rule": "your-language", "category": "digital-skills", "because": said("It speaks it.")}]
    checked(recommended=[behind, row("English", what="digital-skills")], levelled=levelled)
    page = leader.page("/recommendation-checks")
    assert "1 group is left behind more than its needs explain." in page.main
    for words in ("20", "83", "Left behind", "What was levelled", "It speaks it.", "Dewi Price"):
        assert words in page.main
    assert "English" not in page.main, "a kind of offer is shown where somebody is left behind in it"


def test_few_people_are_not_shown(leader, checked):
    checked()
    page = leader.page(f"/recommendation-checks/{PLAN}")
    assert "No group is left behind" in page.main
    assert "Fewer than 10" in page.main
    assert "Too few to say" in page.main


def test_proxies_and_challenges_are_shown(signed_in, checked):
    counted = {"about": "personal-budget", "label": said("A budget"), "waiting": 0}
    counted |= {"explained": 1, "set_aside": 2, "rule_to_review": 3}
    proxy = {"proxy": "language", "dimension": "language", "strength": 0.4321}
    checked(challenges=[counted, counted | {"about": "offers", "label": None}], proxies=[proxy])
    page = signed_in("analyst").browser.page("/recommendation-checks")
    for words in ("A budget", "Offers", "0.43"):
        assert words in page.main


def test_before_the_first_month_is_over(leader, upstream):
    upstream.says("casework", "GET", "/recommendation-checks", {"items": [], "next": None})
    assert "No month has been checked yet." in leader.page("/recommendation-checks").main


def test_other_months_can_be_opened(leader, checked):
    services = checked()
    older = MONTH | {"id": OTHER, "month": "2025-02-01"}
    services.says("casework", "GET", "/recommendation-checks", {"items": [MONTH, older], "next": None})
    page = leader.page("/recommendation-checks")
    assert f"/recommendation-checks/{OTHER}" in [each.get("href") for each in page.all("a")]


def test_others_are_not_let_in(signed_in, checked):
    checked()
    for role in ("adviser", "finance officer", "operator"):
        signed_in(role).browser.page("/recommendation-checks", 403)
