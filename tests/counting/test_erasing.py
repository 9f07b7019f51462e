"""Erasing and merging: what goes, what stays, and that no figure of a past period moves."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from caseconsole import config
from caseconsole import models as m
from caseconsole.caseload import cases, contacts, records
from caseconsole.caseload.erasure_preview import erasure_preview
from caseconsole.caseload.merging import merge_persons
from caseconsole.counting import Period, Report, count, read_facts
from caseconsole.counting.cells import ERASED
from caseconsole.counting.deviations import Cause, deviations
from caseconsole.counting.erasing import erase_case
from caseconsole.counting.handing_in import frozen, hand_in, report_of
from caseconsole.counting.residue import calendar_periods
from caseconsole.counting.resolve import resolve
from caseconsole.errors import InputError, RuleError
from caseconsole.exchange.caseload_export import export_file
from caseconsole.exchange.caseload_file import import_file
from caseconsole.reports.counts_file import counts_file
from caseconsole.settings import Reports, Settings
from caseconsole.store import Store, highest_ids
from tests.counting.caseloads import Caseload as Town
from tests.counting.caseloads import day, year
from tests.counting.caseloads import store as put

TODAY = dt.datetime(2026, 2, 3, 9, tzinfo=dt.UTC)
MUSTERSTADT = Path(__file__).parents[1] / "data" / "musterstadt.jsonl"
PERIODS = tuple(calendar_periods(day("2022-01-01"), day("2027-01-01")))


@pytest.fixture
def opened(store: Store) -> Iterator[Store]:
    """An empty store on 3 February 2026."""
    with time_machine.travel(TODAY, tick=False):
        yield store


def inside(test: Callable[..., None]) -> Callable[..., None]:
    """Runs a test on the store's thread."""

    @functools.wraps(test)
    def run(opened: Store, **others: Any) -> None:
        opened.call(functools.partial(test, opened, **others))

    return run


def counted(period: Period) -> Report:
    report = count(read_facts(period), period)
    assert [identity.rule for identity in report.identities if not identity.holds] == []
    for path, entry in report.entries.items():
        if not entry.cell.adds:
            assert len(report.members(path)) == report[path], (period, path)
    return report


def figures(period: Period) -> dict[str, int]:
    entries = counted(period).entries
    return {path: entry.cell.value for path, entry in entries.items() if entry.cell.value}


def all_figures() -> dict[Period, dict[str, int]]:
    return {period: figures(period) for period in PERIODS}


def case_of(person: str) -> int:
    """The only case of the person with this name."""
    found: Any = m.Case.select().join(m.Person).where(m.Person.given_name == person).get()
    return int(found.id)


def family() -> tuple[Town, str, str]:
    """Amina with an ended case, Bilal with a running one."""
    town = Town()
    one = town.client(("2023-02-01", "2024-05-05"), given_name="Amina", sex="female")
    other = town.client(("2023-06-01", None), given_name="Bilal")
    return town, one, other


def erase(person: str) -> None:
    erase_case(case_of(person), "Frist abgelaufen", on_request=True)


def rows_left() -> dict[str, int]:
    kept = {"statistic", "audit_entry", "store_info"}
    found = {model._meta.table_name: model.select().count() for model in m.ALL_MODELS}
    return {table: number for table, number in found.items() if number and table not in kept}


@inside
def test_erased_case(opened: Store) -> None:
    """The edge case of section 4: numbers of closed years do not move, and nobody is left."""
    town = Town()
    one = town.client(
        ("2023-02-01", "2024-05-05"), given_name="Amina", sex="female", nationalities=["SY"]
    )
    town.status(one, "2023-02-01", housing="private_flat")
    town.household((one, "2023-02-01"), place="St. Blasien")
    town.contact("2023-02-02", one, minutes=40, main_topic="work")
    town.contact("2024-02-02", one, anonymous=3, kind="phone")
    plan = town.plan("case1", "2023-03-01", "2024-01-01", closed_on="2024-05-05")
    town.goal(plan, "2023-03-01", "reached", settled_on="2024-02-01")
    town.goal(plan, "2023-03-01")
    town.referral("case1", "2023-05-05", "school", result="completed", result_on="2023-06-06")
    put(town.records)
    before = all_figures()
    assert before[year(2024)]["movement.ended"] == 1
    erase("Amina")
    assert all_figures() == before
    assert rows_left() == {"partner": 1}
    kept = str([row.figures for row in m.Statistic.select()])
    assert "Amina" not in kept
    assert "Muster" not in kept


@inside
def test_the_list_behind_a_figure_says_who_is_only_counted(opened: Store) -> None:
    town, *_people = family()
    put(town.records)
    erase("Amina")
    report = counted(year(2023))
    shown = resolve(report.members("persons.in_care"))
    assert [row.name for row in shown] == ["Muster, Bilal", "gelöscht, nur noch gezählt"]
    assert report.erased("persons.in_care") == 1
    assert report.erased("persons.advised") == 0
    assert shown[1].ref.kind == ERASED
    assert shown[1].case_id is None


@inside
def test_every_ended_case_of_the_town_can_go(opened: Store) -> None:
    import_file(MUSTERSTADT)
    before = {period: figures(period) for period in map(year, range(2022, 2028))}
    open_ones = m.CarePeriod.select(m.CarePeriod.case).where(m.CarePeriod.end.is_null())
    running = {case for (case,) in m.rows(open_ones)}
    ended = [case.id for case in m.Case.select() if case.id not in running]
    for case in ended[::15]:
        erase_case(case, "Frist abgelaufen", on_request=True)
    assert {period: figures(period) for period in before} == before


@inside
def test_a_talk_with_others_stays_theirs(opened: Store) -> None:
    town, one, other = family()
    talk = town.contact("2023-07-01", one, other, minutes=30, text="Beide waren da.")
    alone = town.contact("2023-08-01", one)
    put(town.records)
    first = m.Contact.select().order_by(m.Contact.id).get().id
    before = all_figures()
    assert talk != alone
    erase("Amina")
    assert all_figures() == before
    left = m.Contact.select().get()
    assert (left.id, left.text) == (first, "Beide waren da.")
    assert [link.person.given_name for link in m.ContactPerson.select()] == ["Bilal"]


@inside
def test_the_first_talk_of_somebody_erased_stays_a_first_one(opened: Store) -> None:
    town, one, other = family()
    town.contact("2023-06-05", other)
    town.contact("2023-07-01", one, other)
    town.contact("2024-03-01", other)
    put(town.records)
    assert counted(year(2023))["consultations.first"] == 2
    erase("Amina")
    report = counted(year(2023))
    assert (report["consultations.first"], report["consultations.follow_up"]) == (2, 0)
    assert [ref.kind for ref in report.members("consultations.first")] == ["contact", "contact"]
    assert counted(year(2024))["consultations.follow_up"] == 1


@inside
def test_relatives_go_with_the_last_case_of_the_household(opened: Store) -> None:
    town = Town()
    one = town.client(("2023-02-01", "2024-05-05"), given_name="Amina")
    child = town.person(given_name="Dilan")
    town.household((one, "2023-02-01"), (child, "2023-02-01"))
    town.contact("2023-03-03", one, child)
    town.contact("2023-04-04", child)
    put(town.records)
    before = all_figures()
    assert before[year(2023)]["persons.co_advised"] == 1
    preview = erasure_preview(case_of("Amina"), day("2026-02-03"))
    assert preview.persons == ("Muster, Amina", "Muster, Dilan")
    assert ("Kontakte", 2) in preview.rows
    erase("Amina")
    assert all_figures() == before
    assert rows_left() == {}


@inside
def test_a_relative_of_a_running_case_stays_by_name(opened: Store) -> None:
    town = Town()
    one = town.client(
        ("2023-02-01", "2024-05-05"),
        given_name="Amina", notes="vertraulich", phone="0711", nationalities=["SY"],
    )  # fmt: skip
    other = town.client(("2023-06-01", None), given_name="Bilal")
    town.status(one, "2023-02-01", housing="private_flat")
    town.household((one, "2023-02-01"), (other, "2023-02-01"))
    town.contact("2023-07-01", one, other)
    town.contact("2022-07-01", one, other)
    put(town.records)
    before = all_figures()
    preview = erasure_preview(case_of("Amina"), day("2026-02-03"))
    assert preview.persons == ()
    assert "Angehörige" in preview.stays
    erase("Amina")
    assert all_figures() == before
    left = m.Person.get(m.Person.given_name == "Amina")
    assert (left.notes, left.phone, left.nationalities) == ("", "", [])
    assert left.erased_care
    assert left.erased_talk
    assert m.PersonStatus.select().count() == 0
    assert [link.person.given_name for link in m.ContactPerson.select()] == ["Bilal", "Bilal"]


@inside
def test_one_of_two_cases_goes(opened: Store) -> None:
    """The person stays, is not new in a later year, and no talk of theirs is the first."""
    town = Town()
    one = town.client(("2022-02-01", "2024-05-05"), given_name="Amina", sex="female")
    later = town.case(one, ("2024-03-01", "2024-09-30"), ("2025-02-01", None))
    town.contact("2022-03-03", one)
    town.contact("2025-03-03", one)
    town.contact("2024-04-04", one)
    put(town.records)
    first, second = (case.id for case in m.Case.select().order_by(m.Case.id))
    talks = [row.id for row in m.Contact.select().order_by(m.Contact.id)]
    m.ContactCase.create(contact=talks[0], case=first)
    m.ContactCase.create(contact=talks[1], case=second)
    for case in (first, second):
        m.ContactCase.create(contact=talks[2], case=case)
    before = all_figures()
    assert later
    erase_case(first, "Frist abgelaufen", on_request=True)
    assert all_figures() == before
    assert counted(year(2025))["persons.new"] == 0
    assert counted(year(2025))["consultations.first"] == 0
    assert m.Person.select().count() == 1
    assert [row.id for row in m.Contact.select().order_by(m.Contact.id)] == talks[1:]


@inside
def test_no_reason_too_early_and_running_are_refused(opened: Store) -> None:
    town, *_people = family()
    put(town.records)
    case = case_of("Amina")
    m.CarePeriod.update(end=day("2025-12-01")).where(m.CarePeriod.case == case).execute()
    with pytest.raises(InputError, match="Grund"):
        erase_case(case, " ", on_request=True)
    with pytest.raises(RuleError, match="Aufbewahrungsfrist"):
        erase_case(case, "Frist abgelaufen")
    with pytest.raises(RuleError, match="läuft noch"):
        erase_case(case_of("Bilal"), "Antrag", on_request=True)
    assert m.Case.select().count() == 2
    m.CarePeriod.update(end=day("2025-02-02")).where(m.CarePeriod.case == case).execute()
    erase_case(case, "Frist abgelaufen")
    assert m.Case.select().count() == 1


@inside
def test_a_cancelled_case_leaves_only_that_it_was(opened: Store) -> None:
    town, one, _other = family()
    town.case(one, ("2023-03-01", None), cancelled=True)
    put(town.records)
    before = all_figures()
    cancelled = m.Case.get(m.Case.cancelled).id
    erase_case(cancelled, "Versehen")
    assert all_figures() == before
    assert before[year(2023)]["cancelled"] == 1


def filed(case: int | None, title: str) -> None:
    document = m.FiledDocument.create(
        case=case, kind="vertretungsblatt", title=title, file_name=f"{title}.docx",
        template="vertretungsblatt", template_hash="", day=TODAY.date(), sha256="", content=b"x",
    )  # fmt: skip
    m.WorkingCopy.create(document=document, path=f"{title}.docx", made_on=TODAY.date())


@inside
def test_a_sheet_that_names_everybody_goes_too(opened: Store) -> None:
    """The stand-in sheet belongs to no case, but the client stands on it."""
    put(family()[0].records)
    filed(case_of("Amina"), "Bericht")
    filed(case_of("Bilal"), "Plan")
    filed(None, "Blatt")
    erased = erase_case(case_of("Amina"), "Frist abgelaufen", on_request=True)
    assert [row.title for row in m.FiledDocument.select()] == ["Plan"]
    assert [row.path for row in m.WorkingCopy.select()] == ["Plan.docx"]
    assert sorted(erased.copies) == ["Bericht.docx", "Blatt.docx"]


@inside
def test_nothing_of_it_stands_anywhere(opened: Store) -> None:
    """Reasons in the trail, drafts, dates put off: no word of it, and no id of it is free."""
    person = records.create_record("person", {"given_name": "Zarifa", "notes": "Canaryvogel"})
    case = cases.open_case(day("2023-01-02"), person_id=person)
    contacts.save_contact(
        {"day": day("2023-01-03"), "kind": "office", "text": "Canaryvogel"}, [person]
    )
    cases.close_case(case, day("2023-02-02"), "moved_away", "Canaryvogel")
    cases.cancel_case(case, "Zarifa war doppelt")
    cases.undo_cancelling(case)
    m.Snooze.create(key=f"review:{case}:2023-05-05")
    m.Draft.create(key=f"akte:{case}:x", case=case, values={"a": "Canaryvogel"}, updated_at="2023")
    erase_case(case, "Antrag vom 1.2.", on_request=True)
    content = "".join(
        str(opened.raw.execute(f'SELECT * FROM "{model._meta.table_name}"').fetchall())  # noqa: S608
        for model in m.ALL_MODELS
    )
    assert "Canaryvogel" not in content
    assert "Zarifa" not in content
    assert rows_left() == {}
    last = m.AuditEntry.select().order_by(m.AuditEntry.id.desc()).get()
    assert (last.object_type, last.object_id, last.reason) == ("case", case, "Antrag vom 1.2.")
    assert highest_ids()["case"] == case
    assert cases.open_case(day("2023-05-02"), person={"given_name": "Neu"}) == case + 1
    assert m.Case.get_by_id(case + 1).number == "2023-002"


@inside
def test_a_free_period_says_that_erased_cases_are_missing(opened: Store) -> None:
    town, *_people = family()
    put(town.records)
    free = Period(day("2023-01-15"), day("2024-03-15"))
    apart = Period(day("2024-06-15"), day("2025-03-15"))
    assert figures(free)["persons.in_care"] == 2
    assert counted(free).note == ""
    erase("Amina")
    assert figures(free)["persons.in_care"] == 1
    assert "gelöschte Fälle" in counted(free).note
    assert counted(apart).note == counted(year(2023)).note == ""


@inside
def test_a_funding_period_and_one_handed_in_are_kept_whole(opened: Store) -> None:
    town, one, _other = family()
    town.contact("2023-08-08", one)
    put(town.records)
    funding = Period(day("2023-01-15"), day("2024-12-14"))
    given = Period(day("2023-02-15"), day("2024-03-14"))
    config.use(Settings(reports=Reports(funding_from=funding.first, funding_to=funding.last)))
    hand_in(given)
    before = [figures(period) for period in (funding, given)]
    erase("Amina")
    assert [figures(period) for period in (funding, given)] == before
    assert counted(funding).note == counted(given).note == ""


@inside
def test_what_was_handed_in_stays_and_nothing_deviates(opened: Store) -> None:
    town, one, _other = family()
    town.contact("2023-08-08", one, minutes=25)
    put(town.records)
    hand_in(year(2023))
    handed_in = counts_file(report_of(year(2023)))
    erase("Amina")
    kept = frozen(year(2023))
    assert kept is not None
    assert counts_file(report_of(year(2023))) == handed_in
    assert deviations(kept) == ()
    gone = resolve(kept.report.members("consultations.total"))
    assert [row.name for row in gone] == ["nicht mehr vorhanden"]
    contacts.save_contact({"day": day("2023-09-09"), "kind": "phone", "minutes": 5, "anonymous": 1})
    found = {deviation.path: deviation for deviation in deviations(kept)}
    total, minutes = found["consultations.total"], found["consultations.minutes"]
    assert (total.before, total.after, total.causes) == (1, 2, ((Cause.LATE, 1),))
    assert (minutes.before, minutes.after, minutes.causes) == (25, 30, ((Cause.LATE, 1),))
    assert "persons.in_care" not in found


@inside
def test_cancelled_and_then_erased_was_cancelled(opened: Store) -> None:
    """Erasing moves no figure, so it is not why a row left: that was the cancelling before.

    Of what came in before, nothing is known any more but the number.
    """
    town, one, _other = family()
    town.contact("2023-08-08", one, minutes=25)
    put(town.records)
    hand_in(year(2023))
    kept = frozen(year(2023))
    assert kept is not None
    cases.cancel_case(case_of("Amina"), "falsch angelegt")
    before = {d.path: (d.before, d.after, d.causes) for d in deviations(kept)}
    assert before["persons.in_care"] == (2, 1, ((Cause.CANCELLED, 1),))
    assert "consultations.total" not in before
    erase("Amina")
    after = {d.path: (d.before, d.after, d.causes) for d in deviations(kept)}
    assert {path: figures[:2] for path, figures in after.items()} == {
        path: figures[:2] for path, figures in before.items()
    }
    left = {path: found for path, found in before.items() if found[1] < found[0]}
    assert len(left) > 20
    assert {path: after[path] for path in left} == left


@inside
def test_handed_in_after_an_erasure_and_read_back(opened: Store) -> None:
    town, *_people = family()
    put(town.records)
    erase("Amina")
    live = counted(year(2023))
    hand_in(year(2023))
    kept = frozen(year(2023))
    assert kept is not None
    assert kept.report.members("persons.in_care") == live.members("persons.in_care")
    assert kept.report.erased("persons.in_care") == 1
    assert deviations(kept) == ()


@inside
def test_erased_after_a_late_entry_keeps_the_deviation(opened: Store) -> None:
    town, *_people = family()
    put(town.records)
    hand_in(year(2023))
    person = records.create_record("person", {"given_name": "Clara"})
    case = cases.open_case(day("2023-05-05"), person_id=person)
    cases.close_case(case, day("2023-06-06"), "moved_away")
    erase_case(case, "Antrag", on_request=True)
    kept = frozen(year(2023))
    assert kept is not None
    found = {deviation.path: deviation for deviation in deviations(kept)}
    assert (found["persons.in_care"].before, found["persons.in_care"].after) == (2, 3)
    assert found["persons.in_care"].causes == ((Cause.ERASED, 1),)


@inside
def test_what_is_left_goes_into_the_file_and_back(opened: Store, tmp_path: Path) -> None:
    town = Town()
    one = town.client(("2022-02-01", "2024-05-05"), given_name="Amina")
    other = town.client(("2023-06-01", None), given_name="Bilal")
    town.household((one, "2022-02-01"), (other, "2023-06-01"))
    town.contact("2023-06-05", other)
    town.contact("2023-05-01", one, other)
    town.contact("2023-04-01", one)
    put(town.records)
    erase("Amina")
    before = all_figures()
    export_file(tmp_path / "one.jsonl")
    for model in reversed(m.CASELOAD):
        model.delete().execute()
    import_file(tmp_path / "one.jsonl")
    export_file(tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert '"type": "statistic"' in (tmp_path / "one.jsonl").read_text(encoding="utf-8")
    assert all_figures() == before


@inside
def test_duplicate_persons_merged(opened: Store) -> None:
    """The edge case of section 4: frozen reports stay, live numbers fall, the merge is named."""
    town = Town()
    one = town.client(("2023-02-01", None), given_name="Amina", sex="female")
    double = town.client(("2023-03-01", "2023-12-01"), given_name="Aminah", phone="0711")
    town.contact("2023-04-04", one, double, minutes=20)
    town.contact("2023-05-05", double)
    put(town.records)
    hand_in(year(2023))
    handed_in = counts_file(report_of(year(2023)))
    keep, drop = (person.id for person in m.Person.select().order_by(m.Person.id))
    merge_persons(keep, drop, "dieselbe Person")
    report = counted(year(2023))
    assert (report["persons.in_care"], report["cases.in_care"]) == (1, 2)
    assert report["consultations.person_contacts"] == 2
    kept = frozen(year(2023))
    assert kept is not None
    assert counts_file(kept.report) == handed_in
    found = {deviation.path: deviation for deviation in deviations(kept)}
    for path in ("persons.in_care", "consultations.person_contacts", "persons.advised"):
        assert [cause for cause, _number in found[path].causes] == [Cause.MERGED], path
        assert found[path].after == found[path].before - 1
    assert "cases.in_care" not in found
    assert "consultations.total" not in found
