"""Who sees which figures, and in what form."""

import csv
import io
from xml.etree import ElementTree

import pytest

from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.http import client_for
from services.mi.service import ManagementInformation
from tests.mi.conftest import Readers, deliver
from tests.mi.the_story import CALDER, PRIME, Story

SVG = "{http://www.w3.org/2000/svg}"
PATHS = (
    "/metrics-catalogue",
    "/figures?metric=contacts",
    "/figures.csv?metric=contacts",
    "/figures/trace?metric=contacts",
    "/charts/contacts.svg",
    "/overview",
)
OWN = ("team leader", "organisation administrator", "finance officer")


class TestRoles:
    @pytest.mark.parametrize(
        "role", ["participant", "operator", "adviser", "provider staff", "moderator", "employer"]
    )
    @pytest.mark.parametrize("path", PATHS)
    def test_others_see_none(self, mi, role, path):
        assert mi.as_(role).get(path).status_code == 403

    @pytest.mark.parametrize("path", PATHS)
    def test_nobody_who_has_not_signed_in(self, mi, path):
        assert client_for(mi.context, ManagementInformation, actors.anonymous()).get(path).status_code == 401

    @pytest.mark.parametrize("role", ["analyst", "commissioner", *OWN])
    @pytest.mark.parametrize("path", PATHS)
    def test_readers_see_them(self, mi, role, path):
        assert mi.as_(role).get(path).status_code == 200

    @pytest.mark.parametrize("role", OWN)
    def test_some_see_only_their_own_organisations(self, mi, role):
        assert mi.total("metric=people-registered", role=role) == 2
        assert mi.total("metric=people-registered", role=role, org=CALDER) == 1
        assert mi.total("metric=people-registered", role=role, org=new_id()) == 0
        assert mi.parts("metric=fees-earned&by=kind", role=role, org=CALDER) == {}
        assert mi.parts("metric=people-registered&by=organisation", role=role) == {str(PRIME): 2}

    @pytest.mark.parametrize("role", OWN)
    def test_nor_do_they_see_anothers_behind_a_figure(self, mi, role):
        facts = mi.as_(role, CALDER).get("/figures/trace?metric=people-registered").json["items"]
        assert [fact["occurred_on"] for fact in facts] == ["2025-04-01"]
        asked = mi.as_(role, CALDER).get(f"/figures?metric=people-registered&organisation_id={PRIME}")
        assert asked.status_code == 404

    def test_what_has_no_organisation_is_the_same_for_all(self, mi):
        assert mi.total("metric=threads-started", role="team leader", org=CALDER) == 2


class TestCommissioner:
    """Figures that leave the instance hide small numbers of people by who they are."""

    def many(self, mi: Readers, *groups: str) -> Readers:
        s = Story()
        for group in groups:
            s.person(new_id(), "2025-03-03", PRIME, "library", group)
        deliver(mi.context, s.events)
        return mi

    def test_small_numbers_by_payment_group_are_hidden(self, empty_mi):
        mi = self.many(empty_mi, *["1"] * 6, *["2"] * 7, "9")
        query = "metric=people-attached&by=payment_group"
        assert mi.parts(query) == {"1": 6, "2": 7, "9": 1}
        figure = mi.figure(query, role="commissioner")
        assert [(i["key"], i["value"], i["hidden"]) for i in figure["items"]] == [
            ("1", None, True),
            ("2", 7, False),
            ("9", None, True),
        ]
        assert figure["total"] == {"value": 14, "hidden": False}

    def test_where_nothing_else_could_hide_it_the_total_goes(self, empty_mi):
        mi = self.many(empty_mi, "9")
        figure = mi.figure("metric=people-attached&by=payment_group", role="commissioner")
        assert figure["total"] == {"value": None, "hidden": True}

    def test_nor_can_they_be_had_as_a_table_a_picture_or_a_trace(self, empty_mi):
        mi = self.many(empty_mi, "9")
        commissioner, query = mi.as_("commissioner"), "metric=people-attached&by=payment_group"
        table = commissioner.get(f"/figures.csv?{query}").text
        assert "hidden" in table
        assert ",1,shown" not in table
        assert (
            "hidden, because it is small"
            in commissioner.get("/charts/people-attached.svg?by=payment_group").text
        )
        assert commissioner.get(f"/figures/trace?{query}&key=9").status_code == 403
        assert commissioner.get("/figures/trace?metric=people-attached").status_code == 200

    def test_money_and_other_breakdowns_are_shown(self, mi):
        fees = mi.parts("metric=fees-earned&by=payment_group", role="commissioner")
        assert fees == {"1": 160_000, "3": 235_000}
        assert mi.parts("metric=contacts&by=channel", role="commissioner")["letter"] == 2


class TestCatalogue:
    def test_each_metric_says_what_it_is(self, mi):
        listed = {item["code"]: item for item in mi.analyst.get("/metrics-catalogue").json["items"]}
        fees = listed["fees-earned"]
        assert fees["name"] == {"en": "Fees earned", "cy": "Ffioedd a enillwyd"}
        assert fees["sources"] == [
            "casework.claim.made",
            "casework.claim.rejected",
            "casework.claim.reversed",
        ]
        assert fees["owner"] == "Finance team"
        assert set(fees["by"]) == {"organisation", "kind", "payment_group"}

    def test_every_one_can_be_asked_for_in_every_part(self, mi):
        for item in mi.analyst.get("/metrics-catalogue").json["items"]:
            for by in ("day", "month", *item["by"]):
                assert mi.figure(f"metric={item['code']}&by={by}")["metric"] == item["code"]


class TestCsv:
    def rows(self, mi, query):
        answer = mi.analyst.get(f"/figures.csv?{query}")
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        return list(csv.DictReader(io.StringIO(answer.text)))

    def test_a_row_for_each_part_and_the_total_last(self, mi):
        rows = self.rows(mi, "metric=contacts-recorded&by=channel&language=cy")
        assert [(row["key"], row["label"], row["value"], row["status"]) for row in rows] == [
            ("phone", "Ffôn", "2", "shown"),
            ("letter", "Llythyr", "1", "shown"),
            ("", "", "3", "shown"),
        ]
        assert rows[-1]["by"] == "total"

    def test_a_name_that_a_spreadsheet_would_run_is_made_plain(self, empty_mi):
        mi, s = empty_mi, Story()
        evil = new_id()
        s.tell("marketplace.organisation.joined", "2025-03-03", evil, name='=HYPERLINK("x")', kind="employer")
        s.person(new_id(), "2025-03-03", evil, "leaflet")
        deliver(mi.context, s.events)
        labels = [row["label"] for row in self.rows(mi, "metric=people-registered&by=organisation")]
        assert '\'=HYPERLINK("x")' in labels


class TestCharts:
    @pytest.mark.parametrize(
        "path",
        [
            "contacts.svg?by=channel",
            "fees-earned.svg?by=month&cumulative=true",
            "people-registered.svg",
            "people-registered.svg?from=2026-01-01&to=2026-01-02",
            "referrals-net.svg?by=day",
            "people-registered.svg?by=organisation&language=cy",
        ],
    )
    def test_a_picture_with_words_and_without_scripts(self, mi, path):
        answer = mi.analyst.get(f"/charts/{path}")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        root = ElementTree.fromstring(answer.data)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text
        assert not list(root.iter(f"{SVG}script"))
        for forbidden in ("javascript", "onload", "@import", "fonts.googleapis", "href"):
            assert forbidden not in answer.text

    def test_the_numbers_are_there_in_words(self, mi):
        described = ElementTree.fromstring(mi.analyst.get("/charts/fees-earned.svg?by=payment_group").data)
        assert described.find(f"{SVG}title").text == "Fees earned, up to 31 December 2025"
        assert described.find(f"{SVG}desc").text == "1: JSA 18 to 24: £1,600; 3: JSA early access: £2,350"

    def test_a_number_stands_behind_its_bar_and_not_on_it(self, mi):
        drawn = ElementTree.fromstring(mi.analyst.get("/charts/fees-earned.svg?by=payment_group").data)
        numbers = [each for each in drawn.iter(f"{SVG}text") if each.get("class") == "value"]
        bars = sorted(
            float(each.get("x")) + float(each.get("width"))
            for each in drawn.iter(f"{SVG}rect")
            if "rect" in each.get("class", "")
        )
        assert len(numbers) == 2
        assert {each.get("text-anchor") for each in numbers} == {"start"}
        assert all(
            float(number.get("x")) > end
            for number, end in zip(sorted(numbers, key=lambda n: float(n.get("x"))), bars, strict=True)
        )

    def test_markup_in_a_name_stays_text(self, empty_mi):
        mi, s = empty_mi, Story()
        evil = new_id()
        s.tell(
            "marketplace.organisation.joined",
            "2025-03-03",
            evil,
            name="<script>alert(1)</script>\x0b",
            kind="prime",
        )
        s.person(new_id(), "2025-03-03", evil, "leaflet")
        deliver(mi.context, s.events)
        answer = mi.analyst.get("/charts/people-registered.svg?by=organisation")
        assert not list(ElementTree.fromstring(answer.data).iter(f"{SVG}script"))


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("", "metric"),
            ("metric=contacts&by=shoe-size", "by"),
            ("metric=contacts&from=yesterday", "from"),
            ("metric=contacts&from=2025-05-02&to=2025-05-01", "from"),
            ("metric=people-registered&by=month&cumulative=true", "cumulative"),
            ("metric=contacts&by=channel&cumulative=true", "by"),
            ("metric=contacts&organisation_id=ours", "organisation_id"),
            (f"metric=threads-started&organisation_id={PRIME}", "organisation_id"),
        ],
    )
    def test_says_what_to_do(self, mi, query, field):
        refused = mi.analyst.get(f"/figures?{query}")
        assert refused.status_code == 422
        assert refused.json["errors"].keys() == {field}

    def test_a_figure_that_is_not_in_the_catalogue(self, mi):
        for path in ("/figures?metric=happiness", "/charts/happiness.svg", "/figures/trace?metric=happiness"):
            assert mi.analyst.get(path).status_code == 404
