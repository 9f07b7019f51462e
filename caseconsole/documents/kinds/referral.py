"""The letter that refers a client to an office, with an answer for the office to send back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseconsole import config
from caseconsole.caseload.consents import release_for
from caseconsole.caseload.records import row_of
from caseconsole.documents.declare import Shape, flag, of, quiet, rows, text
from caseconsole.documents.kinds.base import Context, DocumentData, Kind, Request, case_of
from caseconsole.documents.placeholders import CASE
from caseconsole.documents.plan_context import case_values, typed
from caseconsole.documents.plan_data import read_plan
from caseconsole.documents.words import day_words, joined
from caseconsole.errors import NotFoundError
from caseconsole.i18n import N_, _
from caseconsole.models import Consent, Partner, Referral

if TYPE_CHECKING:
    from caseconsole.documents.languages import Catalogue

_OWN = (
    quiet("absenderzeile", N_("Anschrift der Gemeinde in einer Zeile, über dem Adressfeld")),
    of(Partner.name, "empfaenger", N_("Name der Stelle, an die der Brief geht")),
    of(Partner.contact_person, "empfaenger_person", N_("Ansprechperson dort")),
    of(Partner.address, "empfaenger_anschrift", N_("Anschrift der Stelle")),
    rows(
        "anschriftzeilen",
        "zeile",
        N_("Anschrift der Stelle, Straße und Ort in eigenen Zeilen"),
        text("text", N_("eine Zeile")),
    ),
    text("anrede", N_("Anrede, mit dem Namen der Ansprechperson, wenn er bekannt ist")),
    of(Referral.day, "vermittlung_tag", N_("Tag der Vermittlung")),
    of(Referral.reason, "vermittlung_anlass", N_("Anlass der Vermittlung")),
    flag("grundlage_gueltig", N_("eine gültige Entbindung gegenüber der Stelle vorliegt")),
    of(Consent.granted_on, "grundlage_tag", N_("Tag, an dem die Entbindung erteilt wurde"),
       shape=Shape.QUIET, asked=False),
    of(Consent.ends_on, "grundlage_bis", N_("letzter Tag der Entbindung"),
       shape=Shape.QUIET, asked=False),
    of(Consent.reason, "grundlage_wozu", N_("wozu die Entbindung erteilt ist"),
       shape=Shape.QUIET, when="grundlage_gueltig"),
    of(Consent.scope, "grundlage_umfang", N_("was die Entbindung umfasst"),
       shape=Shape.QUIET, when="grundlage_gueltig"),
)  # fmt: skip

_TITLED = re.compile(r"(?P<title>Frau|Herrn?)\s+(?P<name>\S.*)")


@dataclass(frozen=True)
class ReleaseData:
    """The release that covers the letter."""

    granted_on: dt.date | None
    ends_on: dt.date | None
    reason: str
    scope: str


@dataclass(frozen=True)
class ReferralData:
    """A referral with the office it goes to; ``release`` is missing where none is valid."""

    day: dt.date
    reason: str
    partner: str
    contact_person: str
    address: str
    release: ReleaseData | None


def _read(request: Request, today: dt.date) -> DocumentData:
    """The referral, its office and whether a release towards it is valid on ``today``.

    Raises:
        NotFoundError: there is no such case, no such referral, or it is in another file.
    """
    case = read_plan(request.case_id or 0, today=today)
    referral = row_of(Referral, request.subject_id or 0)
    if referral.case_id != case.case_id:
        raise NotFoundError(_("Diese Vermittlung steht nicht in der Akte dieses Falles."))
    partner = referral.partner
    release = _release(case.case_id, partner.id, partner.name, today)
    subject = ReferralData(
        day=referral.day,
        reason=referral.reason,
        partner=partner.name,
        contact_person=partner.contact_person,
        address=partner.address,
        release=release,
    )
    return DocumentData(
        request, today, case, subject, recipient=partner.name, released=release is not None
    )


def _release(case_id: int, partner_id: int, partner: str, today: dt.date) -> ReleaseData | None:
    found = release_for(case_id, partner_id, partner, today)
    if found is None:
        return None
    row = row_of(Consent, found.id)
    return ReleaseData(row.granted_on, row.ends_on, row.reason, row.scope)


def _context(data: DocumentData, language: Catalogue | None) -> Context:
    referral: ReferralData = data.subject
    release = referral.release
    own = {
        "absenderzeile": _sender(),
        "empfaenger": referral.partner,
        "empfaenger_person": referral.contact_person,
        "empfaenger_anschrift": referral.address,
        "anschriftzeilen": [{"text": line} for line in address_lines(referral.address)],
        "anrede": salutation(referral.contact_person),
        "vermittlung_tag": day_words(referral.day),
        "vermittlung_anlass": referral.reason,
        "grundlage_gueltig": release is not None,
        "grundlage_tag": day_words(release.granted_on) if release else "",
        "grundlage_bis": day_words(release.ends_on) if release else "",
        "grundlage_wozu": release.reason if release else "",
        "grundlage_umfang": release.scope if release else "",
    }
    return typed(case_values(case_of(data), language) | own, REFERRAL.placeholders)


def _sender() -> str:
    town = config.active().municipality
    return joined(town.name, town.address, f"{town.postcode} {town.place}".strip())


def address_lines(address: str) -> tuple[str, ...]:
    """An address as it stands in a window: street and place in lines of their own."""
    return tuple(line for part in re.split(r"[\n,;]", address) if (line := part.strip()))


def salutation(contact_person: str) -> str:
    """How a letter begins; nobody's sex is guessed from a name."""
    titled = _TITLED.fullmatch(contact_person.strip())
    if titled is None:
        return _("Sehr geehrte Damen und Herren,")
    if titled["title"] == "Frau":
        return _("Sehr geehrte Frau {name},").format(name=titled["name"])
    return _("Sehr geehrter Herr {name},").format(name=titled["name"])


REFERRAL = Kind(
    name="vermittlung",
    title=N_("Vermittlung"),
    subject="referral",
    placeholders=(*CASE, *_OWN),
    read=_read,
    context=_context,
    part=lambda data: f"{data.subject.day:%Y-%m-%d}",
)
