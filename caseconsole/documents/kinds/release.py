"""The release from secrecy: who is freed towards whom, for what, until when (Section 203 StGB)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseconsole.caseload.consents import RELEASE
from caseconsole.documents import phrases
from caseconsole.documents.declare import Shape, of, quiet
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE, second
from caseconsole.documents.plan_context import case_values, second_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.words import day_words, joined, label
from caseconsole.errors import NotFoundError, RuleError
from caseconsole.i18n import N_, _
from caseconsole.models import Consent, Partner

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue

_OWN = (
    # Without a recipient it is a form to fill by hand, which lacks nothing.
    of(Consent.recipient, "entbindung_empfaenger", shape=Shape.QUIET, asked=False),
    quiet("entbindung_empfaenger_art", N_("Art der Stelle")),
    quiet("entbindung_empfaenger_person", N_("Ansprechperson der Stelle")),
    quiet("entbindung_empfaenger_anschrift", N_("Anschrift der Stelle")),
    quiet("entbindung_empfaenger_kontakt", N_("Telefon und E-Mail der Stelle")),
    of(Consent.reason, "entbindung_wozu", shape=Shape.QUIET, when="entbindung_empfaenger"),
    of(Consent.scope, "entbindung_welche", shape=Shape.QUIET, when="entbindung_empfaenger"),
    of(Consent.granted_on, "entbindung_ab", N_("gilt ab"), shape=Shape.QUIET, asked=False),
    of(Consent.ends_on, "entbindung_bis", N_("gilt bis"), shape=Shape.QUIET, asked=False),
    quiet("entbindung_widerrufen_am", N_("Tag des Widerrufs")),
)

PLACEHOLDERS = (*CASE, *_OWN, *second(phrases.RELEASE.items()))
"""Everything that may stand in the template."""


@dataclass(frozen=True)
class ReleaseData:
    """A release; without values a form to fill by hand.

    Args:
        recipient: the office or person towards whom it frees.
        partner_kind: key of the kind of office.
    """

    recipient: str = ""
    partner_kind: str | None = None
    contact_person: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    reason: str = ""
    scope: str = ""
    granted_on: dt.date | None = None
    ends_on: dt.date | None = None
    withdrawn_on: dt.date | None = None


def _read(request: Request, today: dt.date) -> DocumentData:
    case_id, release = request.case_id, ReleaseData()
    if request.subject_id is not None:
        owner, release = _release(request.subject_id)
        if case_id not in {None, owner}:
            raise NotFoundError(_("Diese Entbindung steht nicht in der Akte dieses Falles."))
        case_id = owner
    case = read_plan(case_id or 0, today=today)
    return DocumentData(request, today, case, release, recipient=release.recipient)


def _release(consent_id: int) -> tuple[int, ReleaseData]:
    row: Any = Consent.select().where(Consent.id == consent_id).dicts().first()
    if row is None:
        raise NotFoundError(_("Diese Schweigepflichtentbindung gibt es nicht mehr."))
    if row["purpose"] != RELEASE:
        raise RuleError(
            _("Diese Einwilligung ist keine Schweigepflichtentbindung."),
            _("Für sie gibt es das Dokument „Einwilligung“."),
        )
    partner: Any = Partner.select().where(Partner.id == row["partner"]).dicts().first() or {}
    return row["case"], ReleaseData(
        recipient=row["recipient"] or partner.get("name", ""),
        partner_kind=partner.get("kind"),
        contact_person=partner.get("contact_person", ""),
        address=partner.get("address", ""),
        phone=partner.get("phone", ""),
        email=partner.get("email", ""),
        reason=row["reason"],
        scope=row["scope"],
        granted_on=row["granted_on"],
        ends_on=row["ends_on"],
        withdrawn_on=row["withdrawn_on"],
    )


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    release: ReleaseData = data.subject
    withdrawn = release.withdrawn_on
    own = {
        "entbindung_empfaenger": release.recipient,
        "entbindung_empfaenger_art": label("partner_kind", release.partner_kind),
        "entbindung_empfaenger_person": release.contact_person,
        "entbindung_empfaenger_anschrift": release.address,
        "entbindung_empfaenger_kontakt": joined(release.phone, release.email),
        "entbindung_wozu": release.reason,
        "entbindung_welche": release.scope,
        "entbindung_ab": day_words(release.granted_on),
        "entbindung_bis": day_words(release.ends_on),
        "entbindung_widerrufen_am": (
            day_words(withdrawn) if withdrawn and withdrawn <= data.today else ""
        ),
    }
    values = case_values(case_of(data), language) | second_values(phrases.RELEASE, language)
    return typed(values | own, PLACEHOLDERS)


RELEASE_FORM = Kind(
    name="schweigepflichtentbindung",
    title=N_("Schweigepflichtentbindung"),
    subject="consent",
    placeholders=PLACEHOLDERS,
    read=_read,
    context=_context,
    phrases=phrases.RELEASE,
)
