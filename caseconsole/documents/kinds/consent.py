"""The consent, a decision for each purpose, with the information that Art. 13 GDPR asks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.documents import phrases
from caseconsole.documents.declare import Placeholder, Shape, quiet, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE, second
from caseconsole.documents.plan_context import case_values, second_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue
    from caseconsole.settings import Municipality, Retention

_OWN = (
    Placeholder(
        "verantwortliche_stelle",
        N_("Verantwortliche Stelle (Datenschutz) mit Anschrift"),
        Shape.QUIET,
        source="municipality.controller",
    ),
    Placeholder(
        "datenschutzbeauftragte",
        N_("Datenschutzbeauftragte/r"),
        Shape.QUIET,
        source="municipality.data_protection_officer",
    ),
    text(
        "aufsichtsbehoerde",
        N_("Anschrift der Aufsichtsbehörde (Datenschutz)"),
        "municipality.supervisory_authority",
    ),
    quiet("speicherfrist", N_("Speicherdauer in Worten, aus den Einstellungen")),
)

PLACEHOLDERS = (*CASE, *_OWN, *second(phrases.CONSENT.items()))
"""Everything that may stand in the template."""


def _read(request: Request, today: dt.date) -> DocumentData:
    return DocumentData(request, today, read_plan(request.case_id or 0, today=today))


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    settings = config.active()
    town = settings.municipality
    own = {
        "verantwortliche_stelle": town.controller or _address(town),
        "datenschutzbeauftragte": town.data_protection_officer,
        "aufsichtsbehoerde": town.supervisory_authority,
        "speicherfrist": _retention(settings.retention),
    }
    values = case_values(case_of(data), language) | second_values(phrases.CONSENT, language)
    return typed(values | own, PLACEHOLDERS)


def _address(town: Municipality) -> str:
    """Name and address of the municipality; nothing where it has no name."""
    if not town.name:
        return ""
    place = f"{town.postcode} {town.place}".strip()
    return ", ".join(part for part in (town.name, town.address, place, town.phone) if part)


def _retention(rule: Retention) -> str:
    """How long a file is kept, in words."""
    months = rule.months_after_closing
    years, rest = divmod(months, 12)
    period = (
        ngettext("{count} Jahr", "{count} Jahre", years).format(count=years)
        if not rest
        else ngettext("{count} Monat", "{count} Monate", months).format(count=months)
    )
    if rule.wait_for_proof_of_use:
        return _(
            "{period} nach dem Ende der Beratung, frühestens mit dem Verwendungsnachweis für "
            "diesen Zeitraum"
        ).format(period=period)
    return _("{period} nach dem Ende der Beratung").format(period=period)


CONSENT_FORM = Kind(
    name="einwilligung",
    title=N_("Einwilligung"),
    subject="case",
    placeholders=PLACEHOLDERS,
    read=_read,
    context=_context,
    phrases=phrases.CONSENT,
)
