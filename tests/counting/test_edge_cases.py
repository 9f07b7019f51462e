"""The edge cases of counting.md, section 4, one test each, in its order and under its names."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from caseconsole.counting import Period, Report
from caseconsole.settings import Reports, Settings
from tests.counting.caseloads import Caseload, period, year

Y2024, Y2025 = year(2024), year(2025)


@pytest.fixture
def town() -> Caseload:
    return Caseload()


def figures(report: Report, section: str) -> dict[str, int]:
    return {path.rpartition(".")[2]: report[path] for path in report.rows(section)}


def table(report: Report, base: str, name: str) -> dict[str, int]:
    return figures(report, f"tables.{base}.{name}")


def movement(report: Report) -> tuple[int, ...]:
    """Opening stock, new, reopened, ended, closing stock."""
    names = ("opening_stock", "new", "reopened", "ended", "closing_stock")
    return tuple(report[f"movement.{name}"] for name in names)


def test_reopened_in_the_same_year(town: Caseload) -> None:
    town.client(("2024-02-01", "2024-03-01"), ("2024-06-01", None))
    town.client(("2023-02-01", "2024-03-01"), ("2024-06-01", "2024-11-30"))
    report = town.count(Y2024)
    assert movement(report) == (1, 1, 2, 3, 1)
    expected = {"in_care": 2, "carried_over": 1, "new": 1, "reopened": 0, "running": 1, "ended": 1}
    assert figures(report, "cases") == expected
    assert expected.items() <= figures(report, "persons").items()


def test_reopened_in_a_later_year(town: Caseload) -> None:
    before = ("2023-05-01", "2024-03-01")
    town.client(before)
    then = movement(town.count(Y2024))
    town.records.clear()
    town.client(before, ("2025-04-01", None))
    assert movement(town.count(Y2024)) == then == (1, 0, 0, 1, 0)
    later = town.count(Y2025)
    assert movement(later) == (0, 0, 1, 0, 1)
    assert later["cases.reopened"] == later["persons.reopened"] == 1
    assert later["cases.new"] == later["persons.new"] == 0


def test_closed_and_reopened_on_the_same_day(town: Caseload) -> None:
    town.client(("2023-01-01", "2024-05-05"), ("2024-05-05", None))
    report = town.count(Y2024)
    assert movement(report) == (1, 0, 1, 1, 1)
    assert movement(town.count(period("2024-05-05", "2024-05-05"))) == (1, 0, 1, 1, 1)
    assert report["cases.carried_over"] == 1


def test_opened_and_closed_on_the_same_day(town: Caseload) -> None:
    town.client(("2024-05-05", "2024-05-05"))
    report = town.count(Y2024)
    assert movement(report) == (0, 1, 0, 1, 0)
    assert report["movement.active_rows"] == report["cases.in_care"] == 1


def test_ended_on_the_last_and_on_the_first_day(town: Caseload) -> None:
    town.client(("2023-05-01", "2024-12-31"))
    assert movement(town.count(Y2024)) == (1, 0, 0, 1, 0)
    assert town.count(Y2025)["persons.in_care"] == 0
    town.client(("2023-05-01", "2025-01-01"))
    later = town.count(Y2025)
    assert movement(later) == (1, 0, 0, 1, 0)
    assert later["cases.carried_over"] == later["cases.ended"] == 1


def test_person_with_two_cases(town: Caseload) -> None:
    person = town.person()
    town.case(person, ("2022-05-01", "2023-03-01"))
    town.case(person, ("2024-02-01", "2024-03-01"))
    town.case(person, ("2024-02-01", None))
    report = town.count(Y2024)
    assert (report["cases.in_care"], report["persons.in_care"]) == (2, 1)
    assert (report["cases.new"], report["cases.running"], report["cases.ended"]) == (2, 1, 1)
    # Known from an earlier case, so not new; one case runs, so running.
    assert (report["persons.new"], report["persons.reopened"]) == (0, 1)
    assert (report["persons.running"], report["persons.ended"]) == (1, 0)
    assert (report["plans.quota.stock"], report["households"]) == (1, 1)


def test_household_with_one_case(town: Caseload) -> None:
    client = town.client(("2024-02-01", None))
    partner, child = town.person(), town.person()
    town.household((client, "2024-01-01"), (partner, "2024-01-01"), (child, "2024-01-01"))
    town.contact("2024-05-05", client, partner)
    report = town.count(Y2024)
    in_care = [report[f"{name}.in_care"] for name in ("persons", "cases")]
    assert (*in_care, report["households"]) == (1, 1, 1)
    assert report["persons.co_advised"] == report["persons.advised_without_case"] == 1
    assert report["persons.in_all"] == 2
    assert table(report, "persons_in_care", "household_type") == {"family": 1}


def test_co_advised_only_while_the_household_and_the_case_last(town: Caseload) -> None:
    client = town.client(("2024-03-01", "2024-06-30"))
    moved, early, late, stranger = (town.person() for _ in range(4))
    town.household(
        (client, "2024-01-01"), (moved, "2024-01-01", "2024-04-30"), (early, "2024-01-01"),
        (late, "2024-01-01"),
    )  # fmt: skip
    town.contact("2024-05-01", moved)
    town.contact("2024-02-29", early)
    town.contact("2024-06-30", late)
    town.contact("2024-06-30", stranger)
    report = town.count(Y2024)
    assert report["persons.advised_without_case"] == 4
    assert [ref.id for ref in report.members("persons.co_advised")] == [4]


def test_relative_joins_a_household(town: Caseload) -> None:
    client, baby = town.client(("2024-01-01", None)), town.person()
    town.household((client, "2024-01-01"), (baby, "2024-08-01"))
    alone = town.count(period("2024-01-01", "2024-07-31"))
    assert table(alone, "stock", "household_type") == {"single": 1}
    report = town.count(Y2024)
    assert table(report, "stock", "household_type") == {"family": 1}
    assert report["persons.in_care"] == 1


def test_household_is_that_of_the_first_day_active(town: Caseload) -> None:
    one, other = town.client(("2024-03-01", None)), town.client(("2024-03-01", None))
    town.household((one, "2024-01-01", "2024-05-31"), (other, "2024-01-01"))
    town.household((one, "2024-06-01"))
    assert town.count(Y2024)["households"] == 1
    assert town.count(Y2025)["households"] == 2
    town.client(("2024-01-01", None))
    assert town.count(Y2024)["households"] == 2


def test_died(town: Caseload) -> None:
    person = town.person()
    case = town.case(person)
    town.period(case, "2023-01-01", "2024-05-05", closing_reason="died")
    report = town.count(Y2024)
    assert report["persons.in_care"] == report["closings.by_reason.died"] == 1


def test_caller_unknown(town: Caseload) -> None:
    town.contact("2024-05-05", kind="phone", anonymous=1, minutes=10)
    report = town.count(Y2024)
    assert report["consultations.total"] == report["consultations.anonymous"] == 1
    assert report["consultations.named"] == report["consultations.person_contacts"] == 0
    assert report["persons.advised"] == report["persons.in_all"] == report["cases.in_care"] == 0


def test_call_about_a_client_with_an_office(town: Caseload) -> None:
    client = town.client(("2024-01-01", None))
    for kind in ("third_party", "no_show", "attempt", "letter"):
        town.contact("2024-05-05", client, kind=kind, minutes=30)
    report = town.count(Y2024)
    assert report["consultations.third_party"] == report["consultations.no_show"] == 1
    for name in ("total", "named", "person_contacts", "minutes", "first"):
        assert report[f"consultations.{name}"] == 0, name
    assert report["persons.in_care_without_talk"] == 1
    expected = {"third_party": 1, "no_show": 1, "attempt": 1, "letter": 1}
    assert figures(report, "other_contacts.by_kind") == expected


def test_message_counts_by_setting(town: Caseload) -> None:
    town.contact("2024-05-05", town.person(), kind="message")
    assert town.count(Y2024)["consultations.total"] == 1
    strict = Settings(reports=Reports(message_counts_as_consultation=False))
    report = town.count(Y2024, strict)
    assert report["consultations.total"] == report["persons.advised"] == 0
    assert report["other_contacts.by_kind.message"] == 1


def test_one_talk_with_a_couple_and_a_child(town: Caseload) -> None:
    town.contact("2024-05-05", *(town.person() for _ in range(3)), minutes=45)
    report = town.count(Y2024)
    assert report["consultations.total"] == 1
    assert report["consultations.person_contacts"] == 3
    assert report["consultations.minutes"] == 45
    assert len(report.members("consultations.person_contacts")) == 3


def test_one_talk_touching_two_cases(town: Caseload) -> None:
    one, other = town.client(("2024-01-01", None)), town.client(("2024-01-01", None))
    town.contact("2024-05-05", one, other)
    report = town.count(Y2024)
    assert report["consultations.total"] == 1
    assert report["persons.in_care_without_talk"] == 0


def test_several_topics(town: Caseload) -> None:
    town.contact("2024-05-05", main_topic="housing", topics=["work", "housing"], minutes=30)
    town.contact("2024-05-06", topics=["work"])
    town.contact("2024-05-07")
    report = town.count(Y2024)
    assert figures(report, "consultations.by_main_topic") == {"housing": 1, "not_stated": 2}
    expected = {"housing": 1, "work": 2, "not_stated": 1}
    assert figures(report, "consultations.mentions") == expected
    assert report["consultations.minutes"] == 30


def test_open_hour_with_unnamed_visitors(town: Caseload) -> None:
    town.contact("2024-05-05", kind="open_hour", anonymous=7, minutes=120)
    report = town.count(Y2024)
    assert report["consultations.total"] == 1
    assert report["consultations.anonymous"] == 7
    assert report["consultations.minutes"] == 120
    assert len(report.members("consultations.anonymous")) == 1


def test_unnamed_visitor_later_gets_a_file(town: Caseload) -> None:
    town.contact("2024-05-05", town.client(("2024-06-01", None)), kind="open_hour", anonymous=6)
    report = town.count(Y2024)
    assert report["consultations.anonymous"] == 6
    assert report["consultations.person_contacts"] == report["persons.advised"] == 1


def test_talk_before_the_case_begins(town: Caseload) -> None:
    town.contact("2023-12-01", town.client(("2024-02-01", None)))
    earlier = town.count(year(2023))
    assert earlier["persons.advised"] == earlier["persons.advised_without_case"] == 1
    report = town.count(Y2024)
    assert report["movement.new"] == report["persons.in_care_without_talk"] == 1


def test_first_and_follow_up(town: Caseload) -> None:
    known, new, other = (town.person() for _ in range(3))
    town.contact("2022-05-05", known)
    town.contact("2024-05-05", known, new)
    town.contact("2024-05-05", new)
    town.contact("2024-03-03", other, kind="third_party")
    town.contact("2024-05-06", other)
    town.contact("2024-05-07", anonymous=2)
    report = town.count(Y2024)
    assert [ref.id for ref in report.members("consultations.first")] == [2, 5]
    assert [ref.id for ref in report.members("consultations.follow_up")] == [3]


def test_future_begin(town: Caseload) -> None:
    town.client(("2025-01-01", None))
    assert movement(town.count(Y2024)) == (0, 0, 0, 0, 0)
    assert movement(town.count(Y2025)) == (0, 1, 0, 0, 1)


def test_cancelled_case(town: Caseload) -> None:
    person = town.person()
    case = town.case(person, ("2024-01-01", "2024-05-05"), cancelled=True)
    plan = town.plan(case, "2024-02-01", "2024-03-01", closed_on="2024-04-01")
    town.goal(plan, "2024-02-01", "reached", settled_on="2024-03-01")
    town.referral(case, "2024-02-01", "jobcenter")
    report = town.count(Y2024)
    counted = {path for path, entry in report.entries.items() if entry.cell.value}
    assert counted == {"cancelled"}
    assert [ref.kind for ref in report.members("cancelled")] == ["case"]
    # An earlier cancelled case does not make a person known.
    town.case(person, ("2025-02-01", None))
    assert town.count(Y2025)["persons.new"] == 1


def test_status_changed_in_the_year(town: Caseload) -> None:
    client = town.client(("2024-03-01", "2024-09-30"))
    stays = town.client(("2024-03-01", None))
    for person in (client, stays):
        town.status(person, "2024-01-01", german_level="A1", housing="reception")
        town.status(person, "2024-06-01", german_level="A2")
        town.status(person, "2024-10-01", german_level="B1", housing="private_flat")
    report = town.count(Y2024)
    assert table(report, "new_cases", "german_level") == {"A1": 2}
    assert table(report, "ended_cases", "german_level") == {"A2": 1}
    # The last active day of the one that ended is 30 September.
    assert table(report, "persons_in_care", "german_level") == {"A2": 1, "B1": 1}
    assert table(report, "stock", "german_level") == {"B1": 1}
    assert table(report, "persons_in_care", "housing") == {"reception": 1, "private_flat": 1}


def test_several_nationalities(town: Caseload) -> None:
    for nationalities in (["SY", "TR"], ["stateless", "SY"], ["unclear"], []):
        town.client(("2024-01-01", None), nationalities=nationalities)
    expected = {"SY": 1, "stateless": 1, "unclear": 1, "not_stated": 1}
    assert table(town.count(Y2024), "stock", "nationality") == expected


def test_place_is_the_households(town: Caseload) -> None:
    housed, homeless, nowhere = (town.client(("2024-01-01", None)) for _ in range(3))
    town.household((housed, "2024-01-01"), place="St. Blasien")
    town.status(housed, "2024-01-01", place="Freiburg")
    town.status(homeless, "2024-01-01", place="Wehr")
    town.household((nowhere, "2024-01-01"))
    report = town.count(Y2024)
    assert report["tables.stock.place.St. Blasien"] == 1
    rows = report.rows("tables.stock.place")
    assert {report.title(path): report[path] for path in rows} == {
        "St. Blasien": 1,
        "Wehr": 1,
        "keine Angabe": 1,
    }


@pytest.mark.parametrize(
    ("born", "precision", "on", "band"),
    [
        ("2008-02-29", None, "2026-02-28", "16-17"),
        ("2008-02-29", None, "2026-03-01", "18-26"),
        ("2008-03-01", None, "2026-02-28", "16-17"),
        ("2008-03-01", None, "2026-03-01", "18-26"),
        ("2026-03-01", None, "2026-03-01", "0-5"),
        ("2026-03-02", None, "2026-03-01", "not_stated"),
        ("1990-07-01", "year", "2026-03-01", "27-59"),
        ("2008-07-01", "year", "2026-03-01", "not_stated"),
        ("2008-07-01", "year", "2026-12-31", "18-26"),
        ("2008-03-15", "month", "2026-03-30", "not_stated"),
        ("2008-03-15", "month", "2026-03-31", "18-26"),
        ("2008-03-15", "month", "2026-02-28", "16-17"),
        ("1920-01-01", None, "2026-03-01", "60+"),
        (None, None, "2026-03-01", "not_stated"),
    ],
)
def test_age(town: Caseload, born: str | None, precision: str | None, on: str, band: str) -> None:
    town.client((on, None), birth_date=born, birth_precision=precision)
    report = town.count(period(on, on))
    for base in ("persons_in_care", "stock", "new_cases"):
        assert table(report, base, "age") == {band: 1}, base


def test_age_reference_day(town: Caseload) -> None:
    # 17 when the year begins, 18 on 1 July.
    carried = town.client(("2023-05-01", None), birth_date="2006-07-01")
    town.client(("2024-08-01", "2024-08-02"), birth_date="2006-07-01")
    assert carried
    report = town.count(Y2024)
    assert table(report, "persons_in_care", "age") == {"16-17": 1, "18-26": 1}
    assert "ersten Tag" in report.definition("tables.persons_in_care.age.16-17")
    settings = replace(Settings(), reports=Reports(age_reference="reference_day"))
    late = town.count(Y2024, settings)
    assert table(late, "persons_in_care", "age") == {"18-26": 2}
    assert "31.12.2024" in late.definition("tables.persons_in_care.age.18-26")
    assert table(late, "stock", "age") == table(report, "stock", "age") == {"18-26": 1}


def test_drafts_count_nowhere(town: Caseload) -> None:
    case = town.case(town.person(), ("2024-01-01", None))
    plan = town.plan(case, None, closed_on="2024-06-01")
    town.goal(plan, None)
    town.goal(plan, None, "reached", settled_on="2024-05-01")
    report = town.count(Y2024)
    assert not any(figures(report, "plans").values())
    assert not any(figures(report, "goals").values())
    assert report["plans.quota.with_plan"] == 0


def test_plans_by_what_happened_to_them(town: Caseload) -> None:
    cases = [town.case(town.person(), ("2023-01-01", None)) for _ in range(4)]
    ended = town.case(town.person(), ("2023-01-01", "2024-12-31"))
    town.plan(cases[0], "2024-02-01", "2024-05-01", "2024-08-01", None)
    town.plan(cases[1], "2023-02-01", "2024-05-01")
    town.plan(cases[2], "2023-02-01", closed_on="2024-12-31")
    town.plan(cases[3], "2023-02-01", closed_on="2023-12-31")
    town.plan(cases[3], "2025-01-01")
    town.plan(ended, "2024-12-31")
    report = town.count(Y2024)
    assert figures(report, "plans") == {
        "first_agreed": 2,
        "continued": 2,
        "continuations": 3,
        "valid_at_end": 2,
        "valid_in_period": 4,
        "closed": 1,
        "cumulative": 5,
    }
    quota = (report["plans.quota.with_plan"], report["plans.quota.stock"])
    assert quota == (2, 4)


def test_goal_balance(town: Caseload) -> None:
    plan = town.plan(town.case(town.person(), ("2023-01-01", None)), "2023-02-01")
    town.goal(plan, "2023-02-01", "reached", settled_on="2024-01-01")
    town.goal(plan, "2023-02-01", "reached", settled_on="2023-12-31")
    town.goal(plan, "2023-02-01", "dropped", settled_on="2025-01-01")
    town.goal(plan, "2024-02-01", "partly", settled_on="2024-12-31", area="housing")
    # Settled before it was agreed: agreed and settled on one day.
    town.goal(plan, "2024-02-01", "not_reached", settled_on="2023-06-01", area="housing")
    # Settled without a day: nobody can say when, so it is open.
    town.goal(plan, "2024-02-01", "reached", area="housing")
    town.goal(plan, "2025-02-01")
    report = town.count(Y2024)
    assert figures(report, "goals") == {
        "open_at_start": 2,
        "agreed": 3,
        "reached": 1,
        "partly": 1,
        "not_reached": 1,
        "dropped": 0,
        "open_at_end": 2,
    }
    assert report["goals.by_area.housing.agreed"] == 3
    assert report["goals.by_area.work.open_at_end"] == 1


def test_closings_by_reason_and_outcome(town: Caseload) -> None:
    case = town.case(town.person())
    town.period(case, "2023-01-01", "2024-02-01", closing_reason="moved_away", outcome="Ulm")
    town.period(case, "2024-03-01", "2024-04-01")
    report = town.count(Y2024)
    assert figures(report, "closings.by_reason") == {"moved_away": 1, "not_stated": 1}
    assert report["closings.with_outcome"] == report["closings.without_outcome"] == 1


def test_cases_past_three_and_in_the_fourth_year(town: Caseload) -> None:
    town.client(("2022-01-01", None))
    town.client(("2021-12-31", None))
    town.client(("2020-12-31", None))
    town.client(("2019-01-01", "2024-12-31"))
    town.client(("2019-01-01", "2019-12-31"), ("2024-05-01", None))
    report = town.count(Y2024)
    assert figures(report, "limits") == {"past": 3, "exceptional": 1, "beyond": 2}
    current = replace(
        Settings(), deadlines=replace(Settings().deadlines, counselling_anchor="current_period")
    )
    assert town.count(Y2024, current)["limits.past"] == 2


def test_referrals_by_partner_and_result(town: Caseload) -> None:
    case = town.case(town.person(), ("2024-01-01", None))
    town.referral(case, "2024-05-05", "jobcenter", result="completed", result_on="2024-06-01")
    town.referral(case, "2024-05-05", "jobcenter", result="completed", result_on="2025-01-01")
    town.referral(case, "2024-05-05", None, result="declined")
    town.referral(case, "2025-05-05", "jobcenter")
    report = town.count(Y2024)
    assert report["referrals.total"] == 3
    assert figures(report, "referrals.by_kind") == {"jobcenter": 2, "not_stated": 1}
    # What came after the period was still open in it.
    assert figures(report, "referrals.by_result") == {"open": 1, "completed": 1, "declined": 1}
    assert report["referrals.table.jobcenter.open"] == 1


def test_a_broken_identity_names_the_rows_that_break_it(town: Caseload) -> None:
    # No import and no form lets an end before its begin in; a damaged file might hold it.
    town.client(("2024-03-01", "2023-12-01"))
    report = town.count(Y2024)
    assert not report.holds
    broken = [identity for identity in report.identities if not identity.holds]
    assert broken
    assert {ref.kind for ref in broken[0].broken} == {"period"}


def test_any_two_days_are_a_period(town: Caseload) -> None:
    town.client(("2024-02-28", "2024-03-01"))
    assert movement(town.count(period("2024-02-29", "2024-02-29"))) == (1, 0, 0, 0, 1)
    assert Period.of_year(2024).year_before() == Period.of_year(2023)
    leap = period("2024-02-01", "2024-02-29")
    assert leap.year_before() == period("2023-02-01", "2023-02-28")
    assert period("2024-02-29", "2024-02-29").year_before().first == dt.date(2023, 2, 28)
    assert Period.of_year(1880).year_before() == period("1880-01-01", "1880-01-01")
