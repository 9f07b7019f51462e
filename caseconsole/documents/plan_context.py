"""From the data of a plan to the words in its document: a flat dictionary of texts.

Values are texts, flags and lists of such dictionaries; no object of the program reaches a template
(security F15). A text that is not stated is empty here; the renderer prints the configured sign.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from caseconsole import config, iso
from caseconsole.caseload import consents
from caseconsole.caseload.people import paper_ends
from caseconsole.caseload.plan_forms import RATING_WORDS
from caseconsole.days import PartialDay, add_months, age_on, format_day
from caseconsole.documents.output import Quiet
from caseconsole.documents.placeholders import PHRASES, PLACEHOLDERS, Placeholder, Shape
from caseconsole.i18n import _
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseconsole.documents.languages import Catalogue
    from caseconsole.documents.plan_data import (
        ConsentData,
        MemberData,
        PersonData,
        PlanData,
        RatingData,
    )
    from caseconsole.documents.plan_versions import GoalData, StepData
    from caseconsole.settings import Settings

Context = dict[str, Any]
_MOST_POINTS = 4


def plan_context(data: PlanData, language: Catalogue | None = None) -> Context:
    """The values of all placeholders for ``data``.

    Args:
        data: the plan.
        language: catalogue of the second language; ``None`` for German alone.
    """
    settings = config.active()
    values = {
        **_head(data, settings),
        **_person(data),
        **_arrival(data, settings),
        **_situation(data, settings),
        **_background(data),
        **_plan(data, language),
        **_partners(data),
        "einwilligungen": [_consent(consent, data.today) for consent in data.consents],
        **_second_language(language),
    }
    return typed(values, PLACEHOLDERS)


def typed(values: Context, declared: Iterable[Placeholder]) -> Context:
    """``values`` in the order and the shape that the placeholders declare.

    Raises:
        KeyError: a placeholder has no value; the context and the declaration have come apart.
    """
    made: Context = {}
    for placeholder in declared:
        value = values[placeholder.name]
        if placeholder.shape is Shape.ROWS:
            value = [typed(row, placeholder.fields) for row in value]
        elif placeholder.shape is Shape.QUIET:
            value = Quiet(value)
        made[placeholder.name] = value
    return made


def levels() -> tuple[str, ...]:
    """The words for the self-rating from 0 to 4."""
    return tuple(_(word) for word in RATING_WORDS)


def full_name(given_name: str, family_name: str) -> str:
    """The name as it is said; one of the two may be empty."""
    return f"{given_name} {family_name}".strip()


def _head(data: PlanData, settings: Settings) -> Context:
    town, manager, version = settings.municipality, settings.manager, data.version
    place = f"{town.postcode} {town.place}".strip()
    lines = settings.letterhead.lines or (
        town.address, place, town.phone and _("Telefon {number}").format(number=town.phone),
        town.email,
    )  # fmt: skip
    return {
        "gemeinde": town.name,
        "briefkopf": [{"zeile": line} for line in lines if line],
        "fusszeile": " · ".join(settings.letterhead.footer),
        "fachkraft": manager.name,
        "fachkraft_funktion": _(manager.role),
        "fachkraft_kontakt": _joined(manager.phone, manager.email),
        "fallnummer": data.case_number,
        "planart": _kind_of_plan(version.number),
        "version": str(version.number or ""),
        "vereinbart_am": _day(version.agreed_on),
        "vorheriger_plan_am": _day(version.previous_on),
        "naechste_ueberpruefung": _day(version.review_on),
        "stand_der_angaben": _day(data.as_of),
        "druckdatum": _day(data.today),
        "entwurf": version.draft,
        "fortschreibung": version.number > 1,
    }


def _kind_of_plan(number: int) -> str:
    if number <= 1:
        return _("Erster Plan")
    return _("Fortschreibung Nr. {number}").format(number=number - 1)


def _person(data: PlanData) -> Context:
    person, status = data.person, data.status
    first, *others = person.languages or ("",)
    return {
        "name": full_name(person.given_name, person.family_name),
        "familienname": person.family_name,
        "vorname": person.given_name,
        "name_eigene_schrift": person.original_script_name,
        "auch_bekannt_als": ", ".join(person.also_known_as),
        "geburtsdatum": _birth(person),
        "geburtsort": person.birth_place,
        "alter": _age(person, data.as_of),
        "geschlecht": _label("sex", person.sex),
        "staatsangehoerigkeit": ", ".join(map(iso.country_name, person.nationalities)),
        "familienstand": _label("marital_status", status.text("marital_status")),
        "anschrift": data.address,
        "plz_ort": f"{data.postcode} {data.place}".strip() or status.text("place"),
        "telefon": person.phone,
        "email": person.email,
        "bevorzugter_weg": _label("contact_way", person.preferred_contact),
        "muttersprache": iso.language_name(first) if first else "",
        "weitere_sprachen": ", ".join(map(iso.language_name, others)),
        "sprachmittlung": _yes_or_no(person.interpreter_needed),
        "haushalt": [_member(member, data.as_of) for member in data.members],
    }


def _member(member: MemberData, day: dt.date) -> Context:
    return {
        "name": full_name(member.given_name, member.family_name),
        "rolle": _label("household_role", member.role),
        "geburtsdatum": _birth(member),
        "alter": _age(member, day),
    }


def _arrival(data: PlanData, settings: Settings) -> Context:
    rules = settings.deadlines
    anchors = {
        "first_period": data.first_begin,
        "current_period": data.current_begin,
        "allotted_on": data.person.allotted_on or data.first_begin,
    }
    anchor = anchors[rules.counselling_anchor]
    end = add_months(anchor, 12 * rules.counselling_years) if anchor else None
    latest = add_months(anchor, 12 * rules.exceptional_years) if anchor else None
    return {
        "einreise": _day(data.person.arrived_on),
        "zugeteilt": _day(data.person.allotted_on),
        "beratung_seit": _day(data.first_begin),
        "beratung_ende": _day(end),
        "beratung_ende_ausnahme": _day(latest),
        "beratung_jahre": str(rules.counselling_years),
        "beratung_jahre_ausnahme": str(rules.exceptional_years),
        "ueber_die_regel": end is not None and data.as_of >= end,
        "grund_viertes_jahr": data.extension_reason,
    }


def _situation(data: PlanData, settings: Settings) -> Context:
    status = data.status
    return {
        "aufenthalt": _label("residence_status", status.text("residence_status")),
        "aufenthalt_gueltig_bis": _valid_until(data, settings),
        "auflagen": status.text("conditions"),
        "erwerbstaetigkeit": _label("work_permission", status.text("work_permission")),
        "einkommen": [
            {
                "art": _label("income", income.kind),
                "von": _day(income.from_day),
                "bis": _day(income.to_day),
            }
            for income in status.incomes
        ],
        "wohnform": _label("housing", status.text("housing")),
        "wohnform_seit": _day(status.since.get("housing")),
        "beschaeftigung": _label("employment", status.text("employment")),
        "beschaeftigung_seit": _day(status.since.get("employment")),
        "deutsch": _label("german_level", status.text("german_level")),
        "deutsch_seit": _day(status.since.get("german_level")),
    }


def _valid_until(data: PlanData, settings: Settings) -> str:
    """The end of the paper, as ``paper_ends`` of the caseload, and the ordinance that says so."""
    title = data.status.text("residence_status")
    ends = _day(paper_ends(title, data.status.day("valid_until")))
    rules = settings.deadlines.residence_rules
    source = next((rule.source for rule in rules if rule.status == title), "")
    return f"{ends} ({_(source)})" if source else ends


def _background(data: PlanData) -> Context:
    person = data.person
    return {
        "schulbildung": person.schooling,
        "ausbildung": person.training,
        "berufserfahrung": person.work_experience,
        "anerkennung": _label("recognition", person.recognition),
        "kurse": person.courses,
        "kompetenzen": person.competences,
        "gesundheit": person.health,
        "kinder": person.children,
        "teilhabe": person.participation,
        "anliegen": data.version.concerns,
    }


def _plan(data: PlanData, language: Catalogue | None) -> Context:
    ratings = {rating.area: rating for rating in data.ratings}
    goals: dict[str, list[GoalData]] = {}
    for goal in data.version.goals:
        goals.setdefault(goal.area, []).append(goal)
    order = list(lists()["area"].keys)
    used = sorted({*goals, *ratings}, key=lambda key: (key not in order, _index(order, key)))
    rated = {area: _rating(area, ratings.get(area), language) for area in used}
    return {
        "felder": [
            {**rated[area], "ziele": [_goal(goal, language) for goal in goals[area]]}
            for area in used
            if area in goals
        ],
        "weitere_einschaetzungen": [rated[area] for area in used if area not in goals],
    }


def _index(order: list[str], key: str) -> int:
    return order.index(key) if key in order else 0


def _rating(area: str, rating: RatingData | None, language: Catalogue | None) -> Context:
    row = {
        "feld": _label("area", area),
        "feld_zweit": _second(language, "area", area),
        "einschaetzung": "",
        "einschaetzung_zweit": "",
        "einschaetzung_punkte": "",
        "einschaetzung_am": "",
        "zu_beginn": "",
        "zu_beginn_am": "",
        "situation": "",
    }
    if rating is None:
        return row
    row |= {
        "einschaetzung": _level(rating.value),
        "einschaetzung_zweit": _second(language, "level", str(rating.value)),
        "einschaetzung_punkte": "●" * rating.value + "○" * (_MOST_POINTS - rating.value),
        "einschaetzung_am": _day(rating.day),
        "situation": rating.note,
    }
    if rating.first_day < rating.day:
        row |= {"zu_beginn": _level(rating.first_value), "zu_beginn_am": _day(rating.first_day)}
    return row


def _goal(goal: GoalData, language: Catalogue | None) -> Context:
    return {
        "ziel": goal.text,
        "bis": _day(goal.target_on),
        "stand": _label("goal_state", goal.state),
        "stand_zweit": _second(language, "goal_state", goal.state),
        "erledigt_am": _day(goal.settled_on),
        "begruendung": goal.reason,
        "schritte": [_step(step, language) for step in goal.steps],
    }


def _step(step: StepData, language: Catalogue | None) -> Context:
    done = _("erledigt am {day}").format(day=_day(step.done_on)) if step.done_on else _("offen")
    return {
        "schritt": step.text,
        "wer": step.partner or _label("responsible", step.responsible),
        "wer_zweit": _second(language, "responsible", step.responsible or ""),
        "bis": _day(step.due_on),
        "stand": done,
        "stand_zweit": _second(language, "step_state", "done" if step.done_on else "open"),
    }


def _partners(data: PlanData) -> Context:
    return {
        "stellen": [
            {
                "name": partner.name,
                "art": _label("partner_kind", partner.kind),
                "ansprechperson": partner.contact_person,
                "kontakt": _joined(partner.phone, partner.email),
            }
            for partner in data.partners
        ],
        "vermittlungen": [
            {
                "tag": _day(referral.day),
                "stelle": referral.partner,
                "anlass": referral.reason,
                "ergebnis": _label("referral_result", referral.result),
            }
            for referral in data.referrals
        ],
    }


def _consent(consent: ConsentData, today: dt.date) -> Context:
    state = consents.state_on(consent.granted_on, consent.ends_on, consent.withdrawn_on, today)
    words = {
        consents.WITHDRAWN: _("widerrufen am {day}").format(day=_day(consent.withdrawn_on)),
        consents.ENDED: _("abgelaufen"),
        consents.VALID: _("gültig"),
        consents.OPEN: _("nicht erteilt"),
    }
    return {
        "zweck": _label("consent_purpose", consent.purpose),
        "empfaenger": consent.recipient,
        "erteilt_am": _day(consent.granted_on),
        "endet_am": _day(consent.ends_on),
        "stand": words[state],
    }


def _second_language(language: Catalogue | None) -> Context:
    words = {f"zweit_{key}": _second(language, "phrase", key) for key in PHRASES}
    return {"zweit": language is not None, **words}


def _second(language: Catalogue | None, section: str, key: str) -> str:
    return language.text(section, key) if language else ""


def _label(name: str, key: str | None) -> str:
    return lists()[name].label(key)


def _level(value: int) -> str:
    words = levels()
    return words[value] if 0 <= value < len(words) else str(value)


def _day(day: dt.date | None) -> str:
    return format_day(day) if day else ""


def _birth(person: PersonData | MemberData) -> str:
    if person.birth_date is None:
        return ""
    return str(PartialDay(person.birth_date, person.birth_precision))


def _age(person: PersonData | MemberData, day: dt.date) -> str:
    """Completed years; with "etwa" where only month or year of birth are known."""
    if person.birth_date is None or person.birth_date > day:
        return ""
    years = age_on(person.birth_date, day)
    if person.birth_precision == "day":
        return str(years)
    return _("etwa {years}").format(years=years)


def _yes_or_no(value: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    if value is None:
        return ""
    return _("ja") if value else _("nein")


def _joined(*parts: str) -> str:
    return " · ".join(_stated(parts))


def _stated(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
