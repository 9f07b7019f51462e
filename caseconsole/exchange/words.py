"""What the words of a list mean: the keys of the value lists, countries and languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from caseconsole import iso
from caseconsole.values import lists

_ISO3 = {
    "AFG": "AF", "ALB": "AL", "BIH": "BA", "CMR": "CM", "ERI": "ER", "ETH": "ET", "GEO": "GE",
    "GHA": "GH", "GIN": "GN", "GMB": "GM", "IND": "IN", "IRN": "IR", "IRQ": "IQ", "KOS": "XK",
    "XKX": "XK", "LBN": "LB", "LBY": "LY", "LKA": "LK", "MAR": "MA", "MDA": "MD", "MKD": "MK",
    "MLI": "ML", "NGA": "NG", "PAK": "PK", "RUS": "RU", "SDN": "SD", "SEN": "SN", "SOM": "SO",
    "SRB": "RS", "SYR": "SY", "TGO": "TG", "TUN": "TN", "TUR": "TR", "UKR": "UA", "VNM": "VN",
    "YEM": "YE", "CHN": "CN", "DZA": "DZ", "EGY": "EG", "COD": "CD", "CIV": "CI", "DEU": "DE",
}  # fmt: skip
_PEOPLE = {
    "AF": "afghanisch afghane afghanin", "AL": "albanisch albaner albanerin",
    "AM": "armenisch armenier armenierin", "AZ": "aserbaidschanisch",
    "BA": "bosnisch bosnier bosnierin bosnien", "CM": "kamerunisch kameruner",
    "CN": "chinesisch chinese chinesin", "DE": "deutsch deutscher deutsche",
    "DZ": "algerisch algerier", "EG": "ägyptisch ägypter", "ER": "eritreisch eritreer eritreerin",
    "ET": "äthiopisch äthiopier äthiopierin", "GE": "georgisch georgier georgierin",
    "GH": "ghanaisch ghanaer", "GM": "gambisch gambier gambierin", "GN": "guineisch guineer",
    "IN": "indisch inder inderin", "IQ": "irakisch iraker irakerin",
    "IR": "iranisch iraner iranerin", "LB": "libanesisch libanese libanesin",
    "LK": "srilankisch tamilisch", "LY": "libysch libyer", "MA": "marokkanisch marokkaner",
    "MD": "moldauisch moldawisch moldawien moldau", "MK": "mazedonisch nordmazedonisch mazedonien",
    "ML": "malisch malier", "NG": "nigerianisch nigerianer nigerianerin",
    "PK": "pakistanisch pakistaner pakistani", "RS": "serbisch serbe serbin",
    "RU": "russisch russe russin", "SD": "sudanesisch sudanese sudanesin",
    "SN": "senegalesisch senegalese", "SO": "somalisch somalier somalierin somali",
    "SY": "syrisch syrer syrerin", "TG": "togoisch togoer", "TN": "tunesisch tunesier",
    "TR": "türkisch türke türkin", "UA": "ukrainisch ukrainer ukrainerin",
    "VN": "vietnamesisch vietnamese vietnamesin", "XK": "kosovarisch kosovare kosovarin",
    "YE": "jemenitisch jemenit", "stateless": "staatenlos staatenlose staatenloser",
    "unclear": "ungeklärt",
}  # fmt: skip
_MORE_LANGUAGES = {
    "dari": "fa", "farsi": "fa", "persisch": "fa", "paschtu": "ps", "pashto": "ps", "sorani": "ku",
    "kurmandschi": "ku", "kurmanci": "ku", "kurdisch": "ku", "tigrinya": "ti", "tigrigna": "ti",
}  # fmt: skip
_WORDS: dict[str, dict[str, str]] = {
    "sex": {
        "m": "male", "mann": "male", "männl": "male", "herr": "male",
        "w": "female", "f": "female", "frau": "female", "weibl": "female", "d": "diverse",
    },
    "housing": {"gu": "shared_accommodation", "ea": "reception", "lea": "reception",
                "vu": "provisional", "privat": "private_flat", "wohnung": "private_flat"},
    "employment": {"arbeitslos": "seeking", "azubi": "training", "student": "studies",
                   "selbstständig": "self_employed", "vz": "full_time", "tz": "part_time"},
    "marital_status": {"led": "single", "verh": "married", "gesch": "divorced",
                       "verw": "widowed", "getrennt": "separated"},
    "income": {"bürgergeld": "sgb2", "jobcenter": "sgb2", "grundsicherung": "sgb12"},
    "german_level": {"alphabetisierung": "alpha"},
    "closing_reason": {"umzug": "moved_away", "verzogen": "moved_away"},
}  # fmt: skip
# In the order in which they are tried, on the text without blanks and in small letters.
_STATUS: tuple[tuple[str, str], ...] = (
    (r"ankunftsnachweis|63a", "arrival_certificate"),
    (r"ermessensduldung", "toleration_discretion"),
    (r"ausbildungsduldung|60c", "toleration_60c"),
    (r"beschäftigungsduldung|60d", "toleration_60d"),
    (r"60b", "toleration_60b"),
    (r"^du$|duldung|60a|geduldet", "toleration"),
    (r"gestattung|55asyl", "permission_to_stay"),
    (r"104c|chancen", "opportunity_104c"),
    (r"16g", "training_16g"),
    (r"19d", "title_19d"),
    (r"23a|härtefall", "hardship_23a"),
    (r"(§|^)23(?!\d)|resettlement", "admission_23"),
    (r"(§|^)22(?!\d)", "admission_22"),
    (r"(§|^)24(?!\d)|vorübergehenderschutz|massenzustrom", "temporary_24"),
    (r"25a(?!bs)", "title_25a"),
    (r"25b", "title_25b"),
    (r"subs|25(abs\.?2|ii).*(alt\.?2|2\.?alt)", "subsidiary"),
    (r"abschiebungs?verbot|25(abs\.?3|iii)", "deportation_ban"),
    (r"gfk|flüchtling|25(abs\.?2|ii).*(alt\.?1|1\.?alt)", "refugee"),
    (r"25(abs\.?4|iv)", "title_25_4"),
    (r"25(abs\.?5|v)(?!\w)", "title_25_5"),
    (r"asylberechtig|25(abs\.?1|i)(?!\w)", "asylum"),
    (r"familiennachzug|§(2[7-9]|3[0-6])(?!\d)", "family_reunion"),
    (r"fiktion|§81(?!\d)", "fictional"),
    (r"daueraufenthalt", "eu_long_term"),
    (r"niederlassung|§(9|26)(?!\d)", "settlement"),
    (r"eingebürgert", "naturalised"),
)
_LEVEL = re.compile(r"\b(alpha|[abc]\s?[12])\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/+&\n]|\bund\b")


def key_of(name: str, text: str, translations: Mapping[str, str] | None = None) -> str | None:
    """The key that ``text`` means on the value list ``name``.

    Args:
        name: a value list, ``countries`` or ``languages``.
        text: what stands in the cell.
        translations: the user's own, by the small text; they come first.

    Returns:
        The key; empty where a translation says "not stated"; ``None`` where nobody knows.
    """
    plain = _plain(text)
    if translations and plain in translations:
        return translations[plain]
    found = _known(name).get(plain)
    if found:
        return found
    if name == "residence_status":
        compact = re.sub(r"\s+", "", text.casefold())
        return next((key for pattern, key in _STATUS if re.search(pattern, compact)), None)
    if name == "german_level" and (level := _LEVEL.search(text)):
        return _known(name)[level[1].casefold().replace(" ", "")]
    if text.rstrip().endswith("."):
        # Abbreviated: "türk." for "türkisch", where only one value begins like that.
        keys = {key for known, key in _known(name).items() if known.startswith(plain)}
        return keys.pop() if len(keys) == 1 else None
    return None


def keys_of(
    name: str, text: str, translations: Mapping[str, str] | None = None
) -> tuple[list[str], list[str]]:
    """The keys in a text that names several values, and the parts that nobody knows."""
    whole = key_of(name, text, translations)
    if whole is not None:
        return [whole] if whole else [], []
    keys: list[str] = []
    unknown = []
    for part in filter(None, (part.strip() for part in _SEVERAL.split(text))):
        key = key_of(name, part, translations)
        if key is None:
            unknown.append(part)
        elif key and key not in keys:
            keys.append(key)
    return keys, unknown


def plain_keys(translations: Mapping[str, str]) -> dict[str, str]:
    """The user's translations by the text as it is compared."""
    return {_plain(text): key for text, key in translations.items()}


def _known(name: str) -> Mapping[str, str]:
    if name == "countries":
        return _countries()
    if name == "languages":
        return _languages()
    known = dict(_WORDS.get(name, {}))
    for value in lists()[name]:
        for text in (value.key, value.label, value.short, re.sub(r"\(.*?\)", "", value.label)):
            known.setdefault(_plain(text), value.key)
    return known


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    known = {_plain(german): code for code, (german, _english) in iso.COUNTRIES.items()}
    known |= {_plain(english): code for code, (_german, english) in iso.COUNTRIES.items()}
    known |= {code.casefold(): code for code in iso.COUNTRIES}
    known |= {code3.casefold(): code for code3, code in _ISO3.items()}
    known |= {_plain(word): code for code, words in _PEOPLE.items() for word in words.split()}
    return known


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    known = {_plain(german): code for code, (german, _english) in iso.LANGUAGES.items()}
    return known | {code: code for code in iso.LANGUAGES} | _MORE_LANGUAGES


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[.,;:()]", " ", text.casefold()).split())
