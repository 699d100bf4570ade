"""Figures from the story, each counted by hand."""

import pytest

from tests.mi.the_story import CALDER, PRIME, SPECIALIST


class TestFunnel:
    @pytest.mark.parametrize(
        ("metric", "people"),
        [
            ("people-registered", 3),
            ("people-attached", 2),
            ("people-referred", 2),
            ("people-started-with-provider", 1),
            ("people-with-plan-agreed", 2),
            ("people-who-attended", 2),
            ("people-who-applied", 1),
            ("people-who-started-work", 2),
            ("people-in-work-13-weeks", 2),
            ("people-in-work-26-weeks", 2),
        ],
    )
    def test_from_the_beginning(self, mi, metric, people):
        assert mi.total(f"metric={metric}") == people

    def test_by_the_days_on_which_facts_held(self, mi):
        assert mi.total("metric=people-registered&from=2025-03-04&to=2025-03-31") == 1
        assert mi.total("metric=people-registered&from=2025-03-03&to=2025-03-04") == 2
        assert mi.total("metric=people-registered&from=2025-05-01") == 0

    def test_somebody_who_comes_in_two_months_is_one_person(self, mi):
        assert mi.parts("metric=people-with-plan-agreed&by=month&to=2025-04-30") == {
            "2025-03": 2,
            "2025-04": 1,
        }
        assert mi.total("metric=people-with-plan-agreed&to=2025-04-30") == 2

    def test_months_without_anybody_are_noughts(self, mi):
        by_month = mi.parts("metric=people-who-started-work&by=month&from=2025-05-01&to=2025-07-31")
        assert by_month == {"2025-05": 0, "2025-06": 2, "2025-07": 0}

    def test_months_begin_with_what_was_asked_for_or_else_with_the_first_that_there_is(self, mi):
        months = list(mi.parts("metric=people-who-started-work&by=month"))
        assert (months[0], months[-1]) == ("2025-06", "2025-12")
        by_month = "metric=people-registered&by=month"
        assert min(mi.parts(f"{by_month}&from=2025-02-10")) == "2025-02"
        assert min(mi.parts(by_month, role="team leader", org=CALDER)) == "2025-04"

    def test_a_corrected_spell_counts_where_it_belongs(self, mi):
        assert mi.parts("metric=people-who-started-work&by=day") == {"2025-06-02": 2}

    def test_a_withdrawn_milestone_does_not_count(self, mi):
        assert mi.parts("metric=people-in-work-13-weeks&by=day") == {"2025-08-31": 2}

    def test_by_payment_group(self, mi):
        assert mi.parts("metric=people-in-work-26-weeks&by=payment_group") == {"1": 1, "3": 1}
        assert mi.parts("metric=people-registered&by=payment_group") == {"1": 1, "3": 1, "": 1}


class TestContacts:
    def test_by_channel_and_what_they_are_made_of(self, mi):
        assert mi.parts("metric=contacts-recorded&by=channel") == {"phone": 2, "letter": 1}
        assert mi.parts("metric=messages-sent&by=channel") == {"email": 2, "letter": 1}
        assert mi.parts("metric=appointments-attended&by=channel") == {"in-person": 1, "phone": 1}
        together = mi.parts("metric=contacts&by=channel")
        assert together == {"in-person": 1, "phone": 3, "email": 2, "letter": 2}
        assert mi.total("metric=contacts") == 8

    def test_attendance_as_last_recorded(self, mi):
        assert mi.parts("metric=appointments-by-attendance&by=attendance") == {
            "attended": 1,
            "late": 1,
            "did-not-attend": 1,
        }

    def test_calls_asked_for(self, mi):
        assert mi.total("metric=calls-needed") == 1


def test_how_people_heard_of_us(mi):
    assert mi.parts("metric=people-registered&by=heard_of") == {"jobcentre": 2, "library": 1}
    assert mi.parts("metric=people-registered&by=campaign") == {"spring": 1, "": 2}
    assert mi.parts("metric=people-who-started-work&by=heard_of") == {"jobcentre": 1, "library": 1}


class TestFees:
    """Group 1 has earned £1,600 and group 3 £2,100 when 26 weeks are complete; £2,350 later."""

    def test_the_worked_example(self, mi):
        until = "metric=fees-earned&by=payment_group&to={}"
        assert mi.parts(until.format("2025-11-30")) == {"1": 160_000, "3": 210_000}
        assert mi.parts(until.format("2025-12-12")) == {"1": 160_000, "3": 235_000}
        assert mi.total("metric=fees-earned&to=2025-12-12") == 395_000

    def test_by_kind(self, mi):
        by_kind = mi.parts("metric=fees-earned&by=kind")
        assert by_kind == {"attachment": 80_000, "job-outcome": 240_000, "sustainment": 75_000}

    def test_what_was_reversed_is_taken_off_on_the_day_from_which_it_counted(self, mi):
        assert mi.parts("metric=fees-earned&by=day&from=2025-08-01&to=2025-08-31") == {
            "2025-08-24": 0,
            "2025-08-31": 120_000,
        }

    def test_running_total_by_month(self, mi):
        running = mi.parts("metric=fees-earned&by=month&cumulative=true&from=2025-08-01&to=2025-12-31")
        assert running == {
            "2025-08": 200_000,
            "2025-09": 200_000,
            "2025-10": 225_000,
            "2025-11": 370_000,
            "2025-12": 395_000,
        }

    def test_running_total_by_day(self, mi):
        running = mi.parts("metric=fees-earned&by=day&cumulative=true&from=2025-11-01")
        assert running == {"2025-11-14": 250_000, "2025-11-30": 370_000, "2025-12-12": 395_000}

    def test_what_a_contract_pays_is_a_figure_of_its_own(self, mi):
        assert mi.parts("metric=contract-fees-earned&by=kind") == {"delivery": 140_001}
        assert mi.parts("metric=contract-fees-earned&by=organisation") == {str(PRIME): 140_001}
        assert mi.total("metric=contract-fees-earned&to=2025-04-30", role="commissioner") == 70_000
        assert mi.total("metric=contract-fees-paid") == 70_001
        assert mi.total("metric=contract-fees-paid", role="finance officer", org=CALDER) == 0

    def test_paid(self, mi):
        assert mi.parts("metric=fees-paid&by=payment_group") == {"1": 120_000}


class TestReferrals:
    def test_sent_declined_and_net(self, mi):
        assert mi.total("metric=referrals-sent") == 2
        assert mi.parts("metric=referrals-declined&by=reason") == {"ineligible": 1}
        assert mi.total("metric=referrals-net") == 1

    def test_by_who_sends_and_who_helps(self, mi):
        assert mi.parts("metric=referrals-net&by=organisation") == {str(PRIME): 1}
        assert mi.parts("metric=people-started-with-provider&by=provider") == {str(SPECIALIST): 1}


class TestCommunity:
    def test_its_figures(self, mi):
        assert mi.parts("metric=threads-started&by=space") == {"job-search": 2}
        assert mi.parts("metric=replies-posted&by=by_kind") == {"adviser": 2}
        assert mi.total("metric=answers-accepted") == 2
        assert mi.total("metric=articles-published") == 1
        assert mi.parts("metric=posts-stopped&by=reason") == {"phone number": 1}
        assert mi.parts("metric=posts-hidden&by=sort") == {"thread": 1}

    def test_a_newsletter_is_no_contact_with_a_participant(self, mi):
        assert mi.total("metric=messages-sent&from=2025-05-01") == 0

    def test_the_median_takes_the_answer_that_was_chosen_last(self, mi):
        assert mi.total("metric=minutes-to-answer") == 68
        assert mi.total("metric=minutes-to-answer&to=2025-04-30") is None


def test_use_of_the_service_counts_on_its_day(mi):
    assert mi.parts("metric=sign-ins&by=day") == {"2025-05-01": 1}


class TestOrganisations:
    def test_by_their_names(self, mi):
        items = mi.figure("metric=people-registered&by=organisation")["items"]
        assert [(item["label"]["en"], item["value"]) for item in items] == [
            ("Calder Skills", 1),
            ("Northbridge Works", 2),
        ]

    def test_a_fact_that_names_none_belongs_to_the_one_that_registered_the_person(self, mi):
        assert mi.parts("metric=people-who-applied&by=organisation") == {str(PRIME): 1}

    def test_an_analyst_may_ask_for_one(self, mi):
        assert mi.total(f"metric=people-registered&organisation_id={CALDER}") == 1


def test_the_overview_shows_the_same_figures(mi):
    page = mi.analyst.get("/overview?to=2025-12-12").json
    funnel = [figure["total"]["value"] for figure in page["funnel"]["figures"]]
    assert funnel == [3, 2, 2, 1, 2, 2, 1, 2, 2, 2]
    assert page["contacts"]["figures"][0] == mi.figure("metric=contacts&by=channel&to=2025-12-12")
    assert page["fees"]["figures"][1] == mi.figure("metric=fees-earned&by=payment_group&to=2025-12-12")
    assert page["fees"]["figures"][3] == mi.figure("metric=contract-fees-earned&by=kind&to=2025-12-12")
    assert [f["by"] for f in page["distance"]["figures"]] == ["change", "barrier", "barrier"]
    assert [f["by"] for f in page["referral_sources"]["figures"]] == ["heard_of"]
    assert page["community"]["label"]["cy"] == "Cymuned"


class TestTrace:
    def test_a_figure_is_traced_to_its_events(self, mi):
        facts = mi.analyst.get("/figures/trace?metric=people-who-started-work").json["items"]
        assert [(f["event"], f["occurred_on"]) for f in facts] == [
            ("casework.spell.started", "2025-06-02"),
            ("casework.spell.corrected", "2025-06-02"),
        ] or [f["event"] for f in facts] == ["casework.spell.corrected", "casework.spell.started"]

    def test_one_part_of_it(self, mi):
        path = "/figures/trace?metric=contacts&by=channel&key=letter"
        events = sorted(fact["event"] for fact in mi.analyst.get(path).json["items"])
        assert events == ["casework.contact.recorded", "notify.message.sent"]

    def test_what_counts_against_says_so(self, mi):
        facts = mi.analyst.get("/figures/trace?metric=fees-earned&from=2025-08-24&to=2025-08-24").json[
            "items"
        ]
        assert sorted((fact["event"], fact["sign"]) for fact in facts) == [
            ("casework.claim.made", 1),
            ("casework.claim.reversed", -1),
        ]

    def test_in_pages(self, mi):
        seen, cursor = [], ""
        while cursor is not None:
            page = mi.analyst.get(f"/figures/trace?metric=contacts&limit=3{cursor}").json
            seen += [fact["id"] for fact in page["items"]]
            cursor = page["next"] and f"&cursor={page['next']}"
        assert len(seen) == len(set(seen)) == 8
