"""From the data of a case to the words in a document: a flat dictionary of texts.

Values are texts, flags and lists of such dictionaries; no object of the program reaches a template
(security F15). A text that is not stated is empty here; the renderer prints the configured sign.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import TYPE_CHECKING, Any

from caseconsole import config, iso
from caseconsole.caseload import consents
from caseconsole.caseload.people import paper_ends
from caseconsole.days import add_months
from caseconsole.documents.declare import Placeholder, Shape
from caseconsole.documents.output import Quiet
from caseconsole.documents.plan_changes import changes_values
from caseconsole.documents.words import (
    age,
    birth,
    day_words,
    full_name,
    joined,
    label,
    level,
    yes_or_no,
)
from caseconsole.i18n import _
from caseconsole.values import lists

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseconsole.documents.languages import Catalogue
    from caseconsole.documents.plan_data import (
        ConsentData,
        MemberData,
        PlanData,
        RatingData,
    )
    from caseconsole.documents.plan_versions import GoalData, StepData
    from caseconsole.settings import Settings

Context = dict[str, Any]
_MOST_POINTS = 4
_BETWEEN_NAMES = re.compile(r"[,;\n]")


def office_values(today: dt.date) -> Context:
    """The values of ``placeholders.OFFICE``: town hall, manager, day of printing."""
    settings = config.active()
    town, manager = settings.municipality, settings.manager
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
        "fachkraft_kontakt": joined(manager.phone, manager.email),
        "druckdatum": day_words(today),
    }


def case_values(data: PlanData, language: Catalogue | None = None) -> Context:
    """The values of ``placeholders.CASE``.

    Args:
        data: the case.
        language: catalogue of the second language; ``None`` for German alone.
    """
    settings = config.active()
    return {
        **office_values(data.today),
        **_head(data),
        **_person(data),
        **_arrival(data, settings),
        **_situation(data, settings),
        **_background(data, language),
        **_plan(data, language),
        **changes_values(data.changes, language),
        **_partners(data),
        "einwilligungen": [_consent(consent, data.today) for consent in data.consents],
    }


def second_values(phrases: Iterable[str], language: Catalogue | None) -> Context:
    """The values of ``placeholders.second`` for the phrases with these keys."""
    words = {f"zweit_{key}": _second(language, "phrase", key) for key in phrases}
    return {"zweit": language is not None, **words}


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


def _head(data: PlanData) -> Context:
    version = data.version
    return {
        "fallnummer": data.case_number,
        "planart": _kind_of_plan(version.number),
        "version": str(version.number or ""),
        "vereinbart_am": day_words(version.agreed_on),
        "vorheriger_plan_am": day_words(version.previous_on),
        "naechste_ueberpruefung": day_words(version.review_on),
        "stand_der_angaben": day_words(data.as_of),
        "teilgenommen": version.participants,
        "anwesend": _present(data),
        "sprachmittlung_durch": version.interpreter,
        "entwurf": version.draft,
        "fortschreibung": version.number > 1,
    }


def _present(data: PlanData) -> str:
    """Who was at the talk, each once: the client, those who are named, the manager.

    The client is often named among the others, in full or by one name; the interpreter is printed
    apart.
    """
    person, version = data.person, data.version
    client = full_name(person.given_name, person.family_name)
    said = {person.given_name, person.family_name, client, version.interpreter}
    known = {_folded(name) for name in said} | {""}
    present = [client] if client else []
    for name in (*_BETWEEN_NAMES.split(version.participants), config.active().manager.name):
        if _folded(name) not in known:
            known.add(_folded(name))
            present.append(name.strip())
    return ", ".join(present)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


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
        "geburtsdatum": birth(person.birth_date, person.birth_precision),
        "geburtsort": person.birth_place,
        "alter": age(person.birth_date, person.birth_precision, data.as_of),
        "geschlecht": label("sex", person.sex),
        "staatsangehoerigkeit": ", ".join(map(iso.country_name, person.nationalities)),
        "familienstand": label("marital_status", status.text("marital_status")),
        "anschrift": data.address,
        "plz_ort": f"{data.postcode} {data.place}".strip() or status.text("place"),
        "telefon": person.phone,
        "email": person.email,
        "bevorzugter_weg": label("contact_way", person.preferred_contact),
        "muttersprache": iso.language_name(first) if first else "",
        "weitere_sprachen": ", ".join(map(iso.language_name, others)),
        "sprachmittlung": yes_or_no(person.interpreter_needed),
        "haushalt": [_member(member, data.as_of) for member in data.members],
    }


def _member(member: MemberData, day: dt.date) -> Context:
    return {
        "name": full_name(member.given_name, member.family_name),
        "rolle": label("household_role", member.role),
        "geburtsdatum": birth(member.birth_date, member.birth_precision),
        "alter": age(member.birth_date, member.birth_precision, day),
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
        "einreise": day_words(data.person.arrived_on),
        "zugeteilt": day_words(data.person.allotted_on),
        "beratung_seit": day_words(data.first_begin),
        "beratung_ende": day_words(end),
        "beratung_ende_ausnahme": day_words(latest),
        "beratung_jahre": str(rules.counselling_years),
        "beratung_jahre_ausnahme": str(rules.exceptional_years),
        "ueber_die_regel": end is not None and data.as_of >= end,
        "grund_viertes_jahr": data.extension_reason,
    }


def _situation(data: PlanData, settings: Settings) -> Context:
    status = data.status
    return {
        "aufenthalt": label("residence_status", status.text("residence_status")),
        "aufenthalt_gueltig_bis": _valid_until(data, settings),
        "auflagen": status.text("conditions"),
        "erwerbstaetigkeit": label("work_permission", status.text("work_permission")),
        "einkommen": [
            {
                "art": label("income", income.kind),
                "von": day_words(income.from_day),
                "bis": day_words(income.to_day),
            }
            for income in status.incomes
        ],
        "wohnform": label("housing", status.text("housing")),
        "wohnform_seit": day_words(status.since.get("housing")),
        "beschaeftigung": label("employment", status.text("employment")),
        "beschaeftigung_seit": day_words(status.since.get("employment")),
        "deutsch": label("german_level", status.text("german_level")),
        "deutsch_seit": day_words(status.since.get("german_level")),
    }


def _valid_until(data: PlanData, settings: Settings) -> str:
    """The end of the paper, as ``paper_ends`` of the caseload, and the ordinance that says so."""
    title = data.status.text("residence_status")
    ends = day_words(paper_ends(title, data.status.day("valid_until")))
    rules = settings.deadlines.residence_rules
    source = next((rule.source for rule in rules if rule.status == title), "")
    return f"{ends} ({_(source)})" if source else ends


def _background(data: PlanData, language: Catalogue | None) -> Context:
    person = data.person
    return {
        "schulbildung": person.schooling,
        "ausbildung": person.training,
        "berufserfahrung": person.work_experience,
        "anerkennung": label("recognition", person.recognition),
        "kurse": person.courses,
        "kompetenzen": person.competences,
        "gesundheit": person.health,
        "kinder": person.children,
        "teilhabe": person.participation,
        "anliegen": data.version.concerns,
        "anliegen_zweit": data.version.concerns_translation if language else "",
    }


def _plan(data: PlanData, language: Catalogue | None) -> Context:
    ratings = {rating.area: rating for rating in data.ratings}
    goals: dict[str, list[GoalData]] = {}
    for goal in data.version.goals:
        goals.setdefault(goal.area, []).append(goal)
    order = list(lists()["area"].keys)
    used = sorted({*goals, *ratings}, key=lambda key: (key not in order, _index(order, key)))
    rated = {area: _rating(area, ratings.get(area), language) for area in used}
    numbers = itertools.count(1)
    return {
        "felder": [
            {**rated[area], "ziele": [_goal(next(numbers), goal, language) for goal in goals[area]]}
            for area in used
            if area in goals
        ],
        "weitere_einschaetzungen": [rated[area] for area in used if area not in goals],
    }


def _index(order: list[str], key: str) -> int:
    return order.index(key) if key in order else 0


def _rating(area: str, rating: RatingData | None, language: Catalogue | None) -> Context:
    row = {
        "feld": label("area", area),
        "feld_zweit": _second(language, "area", area),
        "einschaetzung": "",
        "einschaetzung_zweit": "",
        "einschaetzung_punkte": "",
        "einschaetzung_am": "",
        "zu_beginn": "",
        "zu_beginn_zweit": "",
        "zu_beginn_am": "",
        "situation": "",
    }
    if rating is None:
        return row
    row |= {
        "einschaetzung": level(rating.value),
        "einschaetzung_zweit": _second(language, "level", str(rating.value)),
        "einschaetzung_punkte": "●" * rating.value + "○" * (_MOST_POINTS - rating.value),
        "einschaetzung_am": day_words(rating.day),
        "situation": rating.note,
    }
    if rating.first_day < rating.day:
        row |= {
            "zu_beginn": level(rating.first_value),
            "zu_beginn_zweit": _second(language, "level", str(rating.first_value)),
            "zu_beginn_am": day_words(rating.first_day),
        }
    return row


def _goal(number: int, goal: GoalData, language: Catalogue | None) -> Context:
    return {
        "nummer": str(number),
        "ziel": goal.text,
        "ziel_zweit": goal.translation if language else "",
        "fuer": goal.member,
        "bis": day_words(goal.target_on),
        "stand": label("goal_state", goal.state),
        "stand_zweit": _second(language, "goal_state", goal.state),
        "erledigt_am": day_words(goal.settled_on),
        "begruendung": goal.reason,
        "schritte": [_step(step, language) for step in goal.steps],
    }


def _step(step: StepData, language: Catalogue | None) -> Context:
    done = (
        _("erledigt am {day}").format(day=day_words(step.done_on)) if step.done_on else _("offen")
    )
    return {
        "schritt": step.text,
        "schritt_zweit": step.translation if language else "",
        "wer": step.partner or label("responsible", step.responsible),
        "wer_zweit": _second(language, "responsible", step.responsible or ""),
        "bis": day_words(step.due_on),
        "stand": done if step.done_on else _("offen"),
        "stand_zweit": _second(language, "step_state", "done" if step.done_on else "open"),
    }


def _partners(data: PlanData) -> Context:
    return {
        "stellen": [
            {
                "name": partner.name,
                "art": label("partner_kind", partner.kind),
                "ansprechperson": partner.contact_person,
                "kontakt": joined(partner.phone, partner.email),
            }
            for partner in data.partners
        ],
        "vermittlungen": [
            {
                "tag": day_words(referral.day),
                "stelle": referral.partner,
                "anlass": referral.reason,
                "ergebnis": label("referral_result", referral.result),
            }
            for referral in data.referrals
        ],
    }


def _consent(consent: ConsentData, today: dt.date) -> Context:
    state = consents.state_on(consent.granted_on, consent.ends_on, consent.withdrawn_on, today)
    words = {
        consents.WITHDRAWN: _("widerrufen am {day}").format(day=day_words(consent.withdrawn_on)),
        consents.ENDED: _("abgelaufen"),
        consents.VALID: _("gültig"),
        consents.OPEN: _("nicht erteilt"),
    }
    return {
        "zweck": label("consent_purpose", consent.purpose),
        "empfaenger": consent.recipient,
        "erteilt_am": day_words(consent.granted_on),
        "endet_am": day_words(consent.ends_on),
        "stand": words[state],
    }


def _second(language: Catalogue | None, section: str, key: str) -> str:
    return language.text(section, key) if language else ""
