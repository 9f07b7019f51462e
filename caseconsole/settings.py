"""The shape of the settings: every value with its label, its default and what it may be.

Dates, periods and amounts that come from law or funding rules stand here as defaults and nowhere
else, because they change. ``caseconsole.config`` reads and writes them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from caseconsole import defaults
from caseconsole.i18n import LANGUAGES, N_, _

T = TypeVar("T")
Contradiction = tuple[str, str]
"""Key of a value that does not fit to its neighbours, and the reason in words."""

_DAY_AND_MONTH = re.compile(r"(\d{1,2})\.(\d{1,2})\.")
_BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|\+)")
_LEAP_YEAR = 2024
_MOST_MONTHS = 24
_OLDEST = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting is called on screen and what it may be.

    Args:
        label: German name, translated where it is shown.
        low: smallest number allowed.
        high: largest number allowed.
        choices: the only texts allowed; empty allows every text.
        check: gives the reason why a value is refused, or nothing.
    """

    label: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    check: Callable[[Any], str] | None = None


def setting(
    default: T,
    label: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    check: Callable[[Any], str] | None = None,
) -> T:
    """A dataclass field with ``default`` that carries its ``Rule``."""
    metadata = {"rule": Rule(label, low, high, choices, check)}
    made: T = field(default=default, metadata=metadata)
    return made


def day_and_month(text: str) -> tuple[int, int] | None:
    """Day and month of ``"15.09."``; nothing where no year has such a day."""
    match = _DAY_AND_MONTH.fullmatch(text)
    if not match:
        return None
    day, month = int(match[1]), int(match[2])
    try:
        dt.date(_LEAP_YEAR, month, day)
    except ValueError:
        return None
    return day, month


def _check_days(days: tuple[str, ...]) -> str:
    wrong = [day for day in days if day_and_month(day) is None]
    if wrong:
        return _("„{day}“ ist kein Tag im Jahr; gemeint ist etwas wie „15.09.“.").format(
            day=wrong[0]
        )
    return ""


def _band(text: str) -> tuple[int, int | None] | None:
    match = _BAND.fullmatch(text)
    if not match:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


def _check_bands(bands: tuple[str, ...]) -> str:
    expected: int | None = 0
    for text in bands:
        band = _band(text)
        if band is None:
            return _("„{band}“ ist keine Altersgruppe wie „0-5“ oder „60+“.").format(band=text)
        low, high = band
        if expected is None or low != expected or (high is not None and high < low):
            return _(
                "Die Altersgruppen müssen bei 0 beginnen und lückenlos aufeinander folgen; "
                "„{band}“ passt nicht."
            ).format(band=text)
        expected = None if high is None else high + 1
    if expected is not None:
        return _("Die letzte Altersgruppe muss nach oben offen sein, zum Beispiel „60+“.")
    return ""


def _check_reminders(months: tuple[int, ...]) -> str:
    return (
        ""
        if all(0 < month <= _MOST_MONTHS for month in months)
        else _("Erlaubt sind 1 bis 24 Monate.")
    )


def _check_birthdays(ages: tuple[int, ...]) -> str:
    possible = all(0 < age <= _OLDEST for age in ages)
    return "" if possible else _("Erlaubt sind Alter von 1 bis 120.")


def _ends_early(begin: dt.date | None, end: dt.date | None) -> bool:
    return begin is not None and end is not None and end < begin


@dataclass(frozen=True, slots=True)
class Municipality:
    """Who carries the counselling, as documents and Art. 13 notices name them."""

    name: str = setting("", N_("Name der Gemeinde"))
    members: tuple[str, ...] = setting((), N_("Mitgliedsgemeinden oder Ortsteile"))
    address: str = setting("", N_("Straße und Hausnummer"))
    postcode: str = setting("", N_("Postleitzahl"))
    place: str = setting("", N_("Ort"))
    phone: str = setting("", N_("Telefon"))
    email: str = setting("", N_("E-Mail"))
    controller: str = setting("", N_("Verantwortliche Stelle (Datenschutz)"))
    data_protection_officer: str = setting("", N_("Datenschutzbeauftragte/r"))
    supervisory_authority: str = setting(
        "Heilbronner Straße 35, 70191 Stuttgart, Telefon 0711 615541-0, poststelle@lfdi.bwl.de",
        N_("Anschrift der Aufsichtsbehörde (Datenschutz)"),
    )


@dataclass(frozen=True, slots=True)
class Manager:
    """The integration manager and the funded post, as plans and the proof of use name them."""

    name: str = setting("", N_("Name"))
    role: str = setting(N_("Integrationsmanagement"), N_("Funktion"))
    phone: str = setting("", N_("Telefon"))
    email: str = setting("", N_("E-Mail"))
    employment_share: float = setting(1.0, N_("Stellenanteil (VZÄ)"), low=0.01, high=2)
    employed_from: dt.date | None = setting(None, N_("Beschäftigt ab"))
    employed_to: dt.date | None = setting(None, N_("Beschäftigt bis"))
    grant_number: str = setting("", N_("Aktenzeichen der Förderung"))

    def contradiction(self) -> Contradiction | None:
        """An employment that ends before it begins."""
        if _ends_early(self.employed_from, self.employed_to):
            return "employed_to", _("Das Ende liegt vor dem Beginn.")
        return None


@dataclass(frozen=True, slots=True)
class Post:
    """A funded post and who holds it, as the proof of use names them."""

    name: str = setting("", N_("Name"))
    employment_share: float = setting(1.0, N_("Stellenanteil (VZÄ)"), low=0.01, high=2)
    employed_from: dt.date | None = setting(None, N_("Beschäftigt ab"))
    employed_to: dt.date | None = setting(None, N_("Beschäftigt bis"))
    grant_number: str = setting("", N_("Aktenzeichen der Förderung"))

    def contradiction(self) -> Contradiction | None:
        """An employment that ends before it begins."""
        if _ends_early(self.employed_from, self.employed_to):
            return "employed_to", _("Das Ende liegt vor dem Beginn.")
        return None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head and the foot of every document."""

    lines: tuple[str, ...] = setting((), N_("Zeilen des Briefkopfs"))
    logo: str = setting("", N_("Bilddatei mit dem Wappen oder Logo"))
    footer: tuple[str, ...] = setting((), N_("Zeilen der Fußzeile"))


@dataclass(frozen=True, slots=True)
class Store:
    """Where the encrypted caseload and its backups lie; an empty folder is the platform's own."""

    folder: str = setting("", N_("Ordner der Fallakten"))
    backup_folders: tuple[str, ...] = setting((), N_("Weitere Orte für Sicherungen"))
    backup_overdue_days: int = setting(7, N_("Sicherung überfällig nach Tagen"), low=1, high=60)
    backup_keep_days: int = setting(
        100, N_("Sicherungen höchstens aufbewahren (Tage)"), low=7, high=400
    )


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the plan (Handlungsfeld): its fixed key, its words, and whether it is offered."""

    key: str = ""
    label: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What the settings say about one value of a list; nothing stated keeps what is built in."""

    label: str = ""
    retired: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class TextBlocks:
    """Wordings that the plan offers for one area."""

    goals: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResidenceRule:
    """A residence status whose papers run on by ordinance until ``until``, whatever they print."""

    status: str = ""
    until: dt.date = dt.date.max
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Which date is due when (programme rules of 6 June 2023, and habits of the job)."""

    counselling_years: int = setting(3, N_("Beratung in Jahren"), low=1, high=20)
    exceptional_years: int = setting(
        4, N_("Beratung in begründeten Einzelfällen (Jahre)"), low=1, high=20
    )
    counselling_anchor: str = setting(
        "first_period",
        N_("Die Jahre zählen ab"),
        choices=("first_period", "current_period", "allotted_on"),
    )
    counselling_reminder_months: tuple[int, ...] = setting(
        (6, 3), N_("Erinnerung vor Ende der Beratung (Monate)"), check=_check_reminders
    )
    horizon_days: int = setting(14, N_("Vorschau auf der Startseite (Tage)"), low=1, high=90)
    plan_review_months: int = setting(6, N_("Planüberprüfung nach Monaten"), low=1, high=36)
    no_contact_months: int = setting(6, N_("Kein Kontakt seit Monaten"), low=1, high=36)
    no_plan_weeks: int = setting(6, N_("Kein Plan nach Wochen"), low=1, high=104)
    residence_paper_weeks: int = setting(
        12, N_("Aufenthaltstitel: Wochen vor Ablauf"), low=0, high=52
    )
    toleration_weeks: int = setting(8, N_("Duldung, Gestattung: Wochen vor Ablauf"), low=0, high=52)
    consent_weeks: int = setting(4, N_("Einwilligung, Entbindung: Wochen vor Ende"), low=0, high=52)
    birthdays: tuple[int, ...] = setting(
        (16, 18, 27), N_("Geburtstage, an die erinnert wird"), check=_check_birthdays
    )
    birthday_weeks: int = setting(4, N_("Geburtstag: Wochen vorher"), low=0, high=52)
    request_months: int = setting(
        1, N_("Auskunft oder Löschung beantworten binnen Monaten"), low=1, high=3
    )
    proof_of_use_months: int = setting(
        3, N_("Verwendungsnachweis: Monate nach Ende der Förderung"), low=1, high=24
    )
    funding_weeks: int = setting(8, N_("Ende der Förderung: Wochen vorher"), low=0, high=52)
    report_weeks: int = setting(2, N_("Stichtag, Kreistermin: Wochen vorher"), low=0, high=52)
    district_date: dt.date | None = setting(None, N_("Termin des Landkreises"))
    district_text: str = setting(N_("Zahlen an den Landkreis"), N_("Anlass des Kreistermins"))
    residence_rules: tuple[ResidenceRule, ...] = setting(
        (
            ResidenceRule(
                "temporary_24",
                dt.date(2027, 3, 4),
                "Fortgeltung durch Verordnung",
            ),
        ),
        N_("Papiere, die durch Verordnung weitergelten"),
    )

    def contradiction(self) -> Contradiction | None:
        """An exception that is shorter than the rule."""
        if self.exceptional_years < self.counselling_years:
            return "exceptional_years", _("Die Ausnahme ist kürzer als die Regel.")
        return None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a closed file is kept; to be agreed with the data protection officer."""

    months_after_closing: int = setting(
        12, N_("Akten löschen: Monate nach Abschluss"), low=1, high=360
    )
    wait_for_proof_of_use: bool = setting(
        default=True, label=N_("Nicht vor dem Verwendungsnachweis des Zeitraums löschen")
    )
    working_copy_days: int = setting(
        30, N_("Arbeitskopien von Dokumenten aufbewahren (Tage)"), low=1, high=365
    )


@dataclass(frozen=True, slots=True)
class Reports:
    """How figures are made and protected (counting rules, sections 2 to 7)."""

    age_bands: tuple[str, ...] = setting(
        ("0-5", "6-15", "16-17", "18-26", "27-59", "60+"),
        N_("Altersgruppen"),
        check=_check_bands,
    )
    age_reference: str = setting(
        "first_day",
        N_("Alter der betreuten Personen am"),
        choices=("first_day", "reference_day"),
    )
    reopen_undo_days: int = setting(
        30, N_("Abschluss zurücknehmen statt wiederaufnehmen (Tage)"), low=0, high=366
    )
    future_begin_days: int = setting(
        60, N_("Beginn in der Zukunft auffällig ab Tagen"), low=0, high=366
    )
    rounding_base: int = setting(5, N_("Runden auf Vielfache von"), low=3, high=100)
    message_counts_as_consultation: bool = setting(
        default=True, label=N_("E-Mail und Messenger mit Beratung zählen als Beratung")
    )
    funding_from: dt.date | None = setting(None, N_("Förderzeitraum von"))
    funding_to: dt.date | None = setting(None, N_("Förderzeitraum bis"))
    reference_days: tuple[str, ...] = setting(
        ("15.09.", "31.12."), N_("Stichtage im Jahr"), check=_check_days
    )

    @property
    def bands(self) -> tuple[tuple[str, int, int | None], ...]:
        """The age bands as (label, first year, last year or nothing), both ends inclusive."""
        return tuple((text, *(_band(text) or (0, None))) for text in self.age_bands)

    def reference_days_of(self, year: int) -> tuple[dt.date, ...]:
        """The reference days of ``year``; 29 February is 28 February in a common year."""
        days = []
        for day, month in filter(None, map(day_and_month, self.reference_days)):
            try:
                days.append(dt.date(year, month, day))
            except ValueError:
                days.append(dt.date(year, month, day - 1))
        return tuple(sorted(days))

    def contradiction(self) -> Contradiction | None:
        """A funding period that ends before it begins."""
        if _ends_early(self.funding_from, self.funding_to):
            return "funding_to", _("Das Ende liegt vor dem Beginn.")
        return None


@dataclass(frozen=True, slots=True)
class Documents:
    """What Word documents are made with; an empty folder is the program's own."""

    gap: str = setting("—", N_("Zeichen für fehlende Angaben"))
    output_folder: str = setting("", N_("Ordner für erstellte Dokumente"))
    template_folder: str = setting("", N_("Ordner für eigene Vorlagen"))


@dataclass(frozen=True, slots=True)
class Console:
    """How the console looks and when it locks itself."""

    language: str = setting(LANGUAGES[0], N_("Sprache"), choices=LANGUAGES)
    theme: str = setting(
        "dark", N_("Farben"), choices=("dark", "light", "high-contrast", "colour-blind")
    )
    lock_after_minutes: int = setting(5, N_("Sperren nach Minuten ohne Eingabe"), low=1, high=15)
    escape_delay_ms: int = setting(
        25, N_("Wartezeit nach der Taste Esc (Millisekunden)"), low=5, high=500
    )


def _areas() -> tuple[Area, ...]:
    return tuple(Area(key, label) for key, label in defaults.AREAS)


def _text_blocks() -> Mapping[str, TextBlocks]:
    blocks = {area: TextBlocks(*texts) for area, texts in defaults.TEXT_BLOCKS.items()}
    return MappingProxyType(blocks)


def _no_changes() -> Mapping[str, Mapping[str, ValueChange]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the program; without arguments the defaults.

    Args:
        file: the user's file that these settings came from; not a setting itself.
    """

    municipality: Municipality = field(default_factory=Municipality)
    manager: Manager = field(default_factory=Manager)
    posts: tuple[Post, ...] = ()
    letterhead: Letterhead = field(default_factory=Letterhead)
    store: Store = field(default_factory=Store)
    areas: tuple[Area, ...] = field(default_factory=_areas)
    values: Mapping[str, Mapping[str, ValueChange]] = field(default_factory=_no_changes)
    text_blocks: Mapping[str, TextBlocks] = field(default_factory=_text_blocks)
    deadlines: Deadlines = field(default_factory=Deadlines)
    retention: Retention = field(default_factory=Retention)
    reports: Reports = field(default_factory=Reports)
    documents: Documents = field(default_factory=Documents)
    console: Console = field(default_factory=Console)
    file: Path | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting as the screen of settings shows it.

    Args:
        key: dotted key in the file, such as ``console.theme``.
        value: what is in use.
        rule: label, bounds and choices.
    """

    key: str
    value: object
    rule: Rule


def entries(settings: Settings) -> tuple[Entry, ...]:
    """The settings that have one value each, in the order of the file (no lists of tables)."""
    found = []
    for section in dataclasses.fields(settings):
        part = getattr(settings, section.name)
        if not dataclasses.is_dataclass(part):
            continue
        for item in dataclasses.fields(part):
            rule = item.metadata.get("rule")
            if isinstance(rule, Rule) and item.name != "residence_rules":
                key = f"{section.name}.{item.name}"
                found.append(Entry(key, getattr(part, item.name), rule))
    return tuple(found)
