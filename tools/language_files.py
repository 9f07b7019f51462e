"""Keeps the catalogues of the second language in shape: ``python -m tools.language_files``.

Every file has the same order, and above each translation the German that is in use today. Run it
after changing a German phrase: the comments follow, new phrases come in as empty lines, which stay
German until somebody translates them.
"""

from __future__ import annotations

import re
from pathlib import Path

from caseconsole import iso
from caseconsole.documents import languages
from caseconsole.documents.catalogue_files import read_file
from caseconsole.documents.phrases import GROUPS

FOLDER = Path(__file__).parent.parent / "templates" / languages.FOLDER

_HEAD = """\
# Zweite Sprache der Dokumente: {name}.
#
# Vor dem ersten Gebrauch bitte von einem Menschen lesen lassen, der diese Sprache als
# Muttersprache spricht. Die Texte sind sorgfältig geschrieben, aber nicht beglaubigt.
#
# So ändern Sie die Übersetzung:
# 1. Kopieren Sie diese Datei in den Ordner „languages“ Ihres eigenen Vorlagenordners. Ihre Datei
#    geht vor. Was in ihr fehlt, kommt weiter aus der mitgelieferten Datei.
# 2. Öffnen Sie sie mit dem Editor von Windows. Über jeder Zeile steht das deutsche Original.
# 3. Ändern Sie nur den Text zwischen den geraden Anführungszeichen, nicht den Namen links davon.
#    Ein gerades Anführungszeichen im Text selbst bitte als \\" schreiben.
# 4. Speichern Sie in der Codierung UTF-8.
# Fehlt eine Zeile oder ist sie leer, bleibt es an dieser Stelle beim deutschen Wort; das Programm
# nennt diese Stellen beim Schreiben. Eine neue Sprache: Datei kopieren und nach dem Kürzel der
# Sprache benennen, zum Beispiel so.toml für Somali.
"""
_TITLES = {
    "plan": "Integrationsplan",
    "release": "Schweigepflichtentbindung",
    "consent": "Einwilligung und Information zum Datenschutz",
    "appointment": "Terminzettel",
    "area": "Handlungsfelder",
    "goal_state": "Stand eines Ziels",
    "responsible": "Wer einen Schritt übernimmt",
    "step_state": "Stand eines Schritts",
    "level": "Selbsteinschätzung von 0 bis 4",
    "weekday": "Wochentage",
}


def text_of(code: str, sections: dict[str, dict[str, str]]) -> str:
    """The file for ``code`` with these translations."""
    lines = [_HEAD.format(name=iso.language_name(code))]
    done: set[str] = set()
    for section in languages.SECTIONS:
        german, said = languages.words(section), sections.get(section, {})
        if section != "phrase":
            lines += ["", f"# ---- {_TITLES[section]} ----", "", f"[{section}]"]
            lines += _entries(german, said)
            continue
        lines.append("[phrase]")
        for group, phrases in GROUPS.items():
            keys = [key for key in phrases if key not in done]
            done.update(keys)
            lines += ["", f"# ---- {_TITLES[group]} ----", ""]
            lines += _entries({key: german[key] for key in keys}, said)
    return "\n".join(lines) + "\n"


def _entries(german: dict[str, str], said: dict[str, str]) -> list[str]:
    lines = []
    for key, words in german.items():
        text = re.sub(r'(["\\])', r"\\\1", said.get(key, ""))
        lines += [f"# {words}", f'{key} = "{text}"']
    return lines


def main() -> None:
    """Write every catalogue anew from what it says."""
    for file in sorted(FOLDER.glob("*.toml")):
        file.write_text(text_of(file.stem, read_file(file)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
