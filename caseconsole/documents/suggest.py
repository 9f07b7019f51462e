"""The right name for a wrong one: other case, umlauts, spaces, plural, English, a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from caseconsole.text import ascii_of

_OTHER_WORDS: tuple[tuple[str, str], ...] = (
    ("vorname", "first_name firstname given_name rufname vornamen"),
    ("familienname", "last_name lastname surname family_name nachname zuname"),
    ("name", "full_name fullname klient klientin client client_name"),
    ("geburtsdatum", "birth_date birthdate date_of_birth birthday dob geburtstag geboren_am geb"),
    ("geburtsort", "birth_place birthplace place_of_birth"),
    ("anschrift", "street address adresse strasse hausnummer strasse_hausnummer wohnanschrift"),
    ("plz_ort", "zip zip_code postcode postal_code city town plz ort wohnort stadt"),
    ("telefon", "phone telephone mobile mobil handy telefonnummer tel"),
    ("email", "mail e_mail mailadresse emailadresse"),
    ("geschlecht", "sex gender"),
    ("staatsangehoerigkeit", "nationality nationalities citizenship nationalitaet"),
    ("familienstand", "marital_status"),
    ("druckdatum", "date today datum heute tagesdatum current_date"),
    ("fallnummer", "case_number case_id aktenzeichen az fall_nr fallnr"),
    ("gemeinde", "municipality town_hall stadtverwaltung kommune rathaus"),
    ("fachkraft", "manager case_manager advisor berater beraterin sachbearbeiter sozialarbeiter"),
    ("aufenthalt", "residence_status aufenthaltsstatus aufenthaltstitel status"),
    ("einreise", "arrived_on entry_date einreisedatum"),
    ("muttersprache", "language mother_tongue native_language sprache"),
    ("deutsch", "german_level sprachniveau deutschniveau deutschkenntnisse"),
    ("felder", "areas fields handlungsfelder bereiche"),
    ("ziele", "goals"),
    ("schritte", "steps measures massnahmen"),
    ("haushalt", "household family familie haushaltsmitglieder mitglieder"),
    ("stellen", "partners offices partner kooperationspartner"),
    ("vermittlungen", "referrals"),
    ("einwilligungen", "consents"),
    ("kinder", "children"),
    ("gesundheit", "health"),
    ("anliegen", "concerns"),
    ("version", "version_number versionsnummer"),
    ("vereinbart_am", "agreed_on vereinbarungsdatum"),
    ("naechste_ueberpruefung", "review_on review_date"),
    ("bis", "until due due_on frist faellig_am zieldatum"),
    ("stand", "state status"),
    ("wer", "who responsible verantwortlich zustaendig"),
    ("tag", "date day datum"),
    ("ansprechperson", "contact_person ansprechpartner ansprechpartnerin"),
)
"""What authors of templates write instead: English names and those of other programs."""

_LEAST_ALIKE = 70
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Suggestion:
    """A name that exists.

    Args:
        name: the name.
        certain: whether nothing else can be meant.
    """

    name: str
    certain: bool


def suggest(wrong: str, known: Iterable[str]) -> Suggestion | None:
    """The name of ``known`` that is meant by ``wrong``; ``None`` where none is near."""
    from rapidfuzz import fuzz, process

    names = list(dict.fromkeys(known))
    bare = {name: bare_name(name) for name in names}
    wanted = bare_name(wrong)
    if not wanted:
        return None
    same = [name for name in names if bare[name] == wanted]
    if len(same) == 1:
        return Suggestion(same[0], certain=True)
    if same:
        return Suggestion(same[0], certain=False)
    for right, others in _OTHER_WORDS:
        meant = right in names and wanted in {bare_name(other) for other in others.split()}
        if meant:
            return Suggestion(right, certain=False)
    best = process.extractOne(wanted, bare, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    if best is None:
        near = {name: text for name, text in bare.items() if 2 * len(text) >= len(wanted)}
        best = process.extractOne(wanted, near, scorer=fuzz.partial_ratio, score_cutoff=85)
    return Suggestion(str(best[2]), certain=False) if best else None


def translated(wrong: str) -> list[str]:
    """The names that an English or other usual word may stand for."""
    wanted = bare_name(wrong)
    return [
        right
        for right, others in _OTHER_WORDS
        if wanted in {bare_name(other) for other in others.split()}
    ]


def bare_name(name: str) -> str:
    """``name`` without case, umlauts, spaces and underscores: ``PLZ Ort`` is ``plzort``."""
    return _NO_WORD.sub("", ascii_of(name))
