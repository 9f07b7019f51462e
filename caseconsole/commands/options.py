"""Which command takes which options (interfaces, section 1), for argparse."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from caseconsole import faults
from caseconsole.i18n import LANGUAGES, _

WRONG_USAGE = 2
STANDARD_INPUT = "-"
"""As the name of a file: read from standard input."""
DEMO_CASES = 80
_MOST_DEMO_CASES = 10_000

_Adder = Callable[[str, str, str], argparse.ArgumentParser]
"""Adds a command: its name, ``module:function`` that runs it, what it does in words."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, in the language of the user."""

    def error(self, message: str) -> NoReturn:
        """Wrong usage: one line and exit status 2."""
        line = _("caseconsole: falscher Aufruf: {reason} (Hilfe: {program} --help)").format(
            reason=" ".join(message.split()), program=self.prog
        )
        sys.stderr.write(f"{line}\n")
        raise SystemExit(WRONG_USAGE)


class _ShowVersion(argparse.Action):
    """Looks the version up only when it is asked for: that takes longer than all the rest."""

    def __call__(self, parser: argparse.ArgumentParser, *_arguments: object) -> None:
        sys.stdout.write(f"caseconsole {faults.version()}\n")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = Parser(
        prog="caseconsole",
        parents=[_common_options(first=True)],
        description=_("Fallakten und Integrationspläne. Ohne Befehl öffnet sich die Konsole."),
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help=_("Version zeigen"))
    parser.set_defaults(module="launch", function="run", command="", path="")
    commands = parser.add_subparsers(metavar=_("BEFEHL"), parser_class=Parser, dest="command")
    common = _common_options()

    def add(name: str, target: str, text: str) -> argparse.ArgumentParser:
        shown: dict[str, Any] = {"help": text, "description": text} if text else {}
        added = commands.add_parser(name, parents=[common], **shown)
        module, function = target.split(":")
        added.set_defaults(module=module, function=function)
        return added

    _add_console(add)
    _add_store(add)
    _add_exchange(add)
    _add_documents(add)
    _add_template(
        commands.add_parser("template", help=_("Word-Vorlagen prüfen"), parents=[common]), common
    )
    _add_district(
        commands.add_parser(
            "district", help=_("Zahlen vieler Gemeinden zusammenfassen"), parents=[common]
        ),
        common,
    )
    return parser


def early_option(arguments: Sequence[str], name: str) -> str:
    """The value of ``name`` before the arguments are understood; empty if it is not there.

    The language has to be known before the first message about the arguments.
    """
    for position, argument in enumerate(arguments):
        if argument == name and position + 1 < len(arguments):
            return arguments[position + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""


def _common_options(*, first: bool = False) -> Parser:
    """The options that every command takes, before its name (``first``) and after it."""
    # After the name they have no default: it would undo what stood before the name.
    default = None if first else argparse.SUPPRESS
    options = Parser(add_help=False)
    group = options.add_argument_group(_("für jeden Befehl"))
    group.add_argument(
        "--store", type=Path, metavar=_("ORDNER"), default=default, help=_("Ordner der Fallakten")
    )
    group.add_argument(
        "--passphrase-file",
        metavar=_("DATEI"),
        default=default,
        help=_(
            "Datei mit Kennwort oder Notfallschlüssel, - für die Standardeingabe; "
            "sonst wird gefragt"
        ),
    )
    group.add_argument(
        "--config", type=Path, metavar=_("DATEI"), default=default, help=_("Einstellungsdatei")
    )
    group.add_argument(
        "--language", choices=LANGUAGES, default=default, help=_("Sprache der Meldungen")
    )
    return options


def _add_console(add: _Adder) -> None:
    demo = add("demo", "demo:run", _("Konsole mit erfundenen Fällen, die am Ende gelöscht werden"))
    demo.add_argument(
        "--cases",
        type=_count,
        default=DEMO_CASES,
        metavar="N",
        help=_("Zahl der erfundenen Fälle (sonst {count})").format(count=DEMO_CASES),
    )
    # The process behind the console; the launcher starts it, nobody types it.
    console = add("console", "console:run", "")
    console.add_argument("--demo", type=_count, default=None, help=argparse.SUPPRESS)
    console.add_argument("--again", action="store_true", help=argparse.SUPPRESS)
    console.add_argument("--fault-id", default="", help=argparse.SUPPRESS)
    console.add_argument("--run-id", default="", help=argparse.SUPPRESS)


def _add_store(add: _Adder) -> None:
    add("init", "init:run", _("legt einen leeren Speicher an und zeigt den Notfallschlüssel"))
    backup = add("backup", "backup:backup", _("schreibt eine geprüfte, verschlüsselte Sicherung"))
    backup.add_argument("--to", type=Path, metavar=_("ORDNER"), help=_("wohin"))
    restore = add(
        "restore",
        "backup:restore",
        _(
            "stellt eine Sicherung in einem leeren Ordner her oder legt eine verlorene "
            "Schlüsseldatei zurück"
        ),
    )
    restore.add_argument("file", type=Path, metavar=_("DATEI"), help=_("die Sicherung"))
    restore.add_argument(
        "--to",
        type=Path,
        metavar=_("ORDNER"),
        required=True,
        help=_("leerer Ordner, oder der Ordner der Fallakten, in dem keys.json fehlt"),
    )
    add("doctor", "doctor:run", _("prüft den Speicher und sagt, was zu tun ist"))


def _add_exchange(add: _Adder) -> None:
    incoming = add("import", "exchange:import_", _("nimmt Fälle aus einer Datei auf"))
    incoming.add_argument("file", type=Path, metavar=_("DATEI"), help=".jsonl, .xlsx, .csv")
    incoming.add_argument(
        "--dry-run", action="store_true", help=_("nur ein Urteil je Zeile, nichts wird geschrieben")
    )
    incoming.add_argument(
        "--mapping", type=Path, metavar=_("DATEI.toml"), help=_("Zuordnung der Spalten")
    )
    outgoing = add("export", "exchange:export", _("schreibt alle Fälle in eine Datei"))
    outgoing.add_argument("file", type=Path, metavar=_("DATEI.jsonl"), help=_("die neue Datei"))


def _add_documents(add: _Adder) -> None:
    plan = add("plan", "documents:plan", _("der Integrationsplan eines Falles als Word-Datei"))
    plan.add_argument("case", metavar=_("FALL"), help=_("Fallnummer"))
    plan.add_argument("-o", "--output", type=Path, required=True, metavar=_("DATEI.docx"))
    plan.add_argument("--template", metavar=_("NAME"), help=_("Name der Vorlage"))
    plan.add_argument("--second-language", metavar=_("CODE"), help=_("zweite Sprache, etwa ar"))
    plan.add_argument("--version", type=_count, metavar="N", help=_("Version des Plans"))
    _add_document(add)
    plans = add("plans", "documents:plans", _("die gültigen Pläne aller laufenden Fälle"))
    plans.add_argument("-o", "--output", type=Path, required=True, metavar=_("ORDNER"))
    plans.add_argument(
        "--missing", action="store_true",
        help=_("nur die Pläne, von denen im Ordner noch keine Datei liegt"),
    )  # fmt: skip
    counts = add("counts", "counts:run", _("Zahlen eines Zeitraums"))
    _add_period(counts)
    counts.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar=_("DATEI"),
        help=_(".xlsx, .csv, .docx, .json; mit --form darf sie fehlen"),
    )
    counts.add_argument(
        "--form",
        type=Path,
        metavar=_("DATEI.toml"),
        help=_("füllt ein Formular des Landkreises nach dieser Zuordnung"),
    )
    counts.add_argument(
        "--internal", action="store_true", help=_("genaue Zahlen, nicht zur Weitergabe")
    )
    counts.add_argument(
        "--today",
        action="store_true",
        help=_("heutiger Stand, auch wenn der Zeitraum schon abgegeben ist"),
    )
    counts.add_argument(
        "--recipient", default="", metavar=_("STELLE"), help=_("an wen; wird vermerkt")
    )
    counts.add_argument("--purpose", default="", metavar=_("ZWECK"), help=_("wozu; wird vermerkt"))
    counts.add_argument(
        "--proof-of-use",
        action="store_true",
        help=_("Verwendungsnachweis: der Förderzeitraum einer Stelle auf einer Seite"),
    )
    counts.add_argument(
        "--post", type=_count, default=1, metavar=_("NUMMER"), help=_("welche geförderte Stelle")
    )
    text = _("einen Zeitraum abgeben: seine Zahlen bleiben für immer, wie sie sind")
    hand_in = add("hand-in", "counts:hand_in", text)
    _add_period(hand_in)
    hand_in.add_argument("--recipient", default="", metavar=_("STELLE"), help=_("an wen"))
    hand_in.add_argument(
        "--reason", default="", metavar=_("GRUND"), help=_("warum noch einmal abgegeben wird")
    )


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="begin", type=_day, metavar=_("TAG"), help=_("JJJJ-MM-TT"))
    command.add_argument("--to", dest="end", type=_day, metavar=_("TAG"), help=_("JJJJ-MM-TT"))
    command.add_argument("--year", type=_count, metavar=_("JAHR"), help=_("ein Kalenderjahr"))


def _add_document(add: _Adder) -> None:
    other = add("document", "letters:document", _("ein anderes Dokument als Word-Datei"))
    other.add_argument("kind", metavar=_("DOKUMENT"), help=_("Name der Vorlage, etwa terminzettel"))
    other.add_argument(
        "case", nargs="?", metavar=_("FALL"), help=_("Fallnummer; das Vertretungsblatt hat keine")
    )
    other.add_argument("-o", "--output", type=Path, required=True, metavar=_("DATEI.docx"))
    other.add_argument(
        "--subject", type=_count, metavar="N",
        help=_("das wievielte Gespräch, die wievielte Vermittlung oder der wievielte Termin, "
               "vom neuesten an"),
    )  # fmt: skip
    other.add_argument("--template", metavar=_("NAME"), help=_("Name der Vorlage"))
    other.add_argument("--second-language", metavar=_("CODE"), help=_("zweite Sprache, etwa ar"))
    other.add_argument(
        "--reason", default="", metavar=_("GRUND"),
        help=_("warum ein Brief ohne gültige Schweigepflichtentbindung geschrieben wird"),
    )  # fmt: skip


def _add_template(template: argparse.ArgumentParser, common: Parser) -> None:
    actions = template.add_subparsers(
        metavar=_("WAS"), parser_class=Parser, dest="action", required=True
    )
    text = _("prüft eine Word-Vorlage und nennt jeden Fehler mit seinem Absatz")
    check = actions.add_parser("check", help=text, description=text, parents=[common])
    check.add_argument("file", type=Path, metavar=_("DATEI.docx"), help=_("die Vorlage"))
    check.add_argument(
        "--placeholders", action="store_true", help=_("dazu alle Platzhalter, die es gibt")
    )
    check.add_argument(
        "--repair",
        type=Path,
        metavar=_("KOPIE.docx"),
        help=_("schreibt eine bereinigte Kopie; die Vorlage bleibt, wie sie ist"),
    )
    check.add_argument(
        "--specimen",
        type=Path,
        metavar=_("MUSTER.docx"),
        help=_("schreibt die Vorlage mit erfundenen Angaben gefüllt"),
    )
    check.set_defaults(module="documents", function="template_check")
    text = _("zeigt alle Platzhalter, die in Vorlagen stehen dürfen")
    listing = actions.add_parser("placeholders", help=text, description=text, parents=[common])
    listing.add_argument(
        "kind", nargs="?", default="", metavar=_("DOKUMENT"), help=_("nur die dieses Dokuments")
    )
    listing.set_defaults(module="documents", function="template_placeholders")


def _add_district(district: argparse.ArgumentParser, common: Parser) -> None:
    actions = district.add_subparsers(
        metavar=_("WAS"), parser_class=Parser, dest="action", required=True
    )
    text = _("fasst Zählungsdateien (.json) mehrerer Gemeinden in einer Excel-Datei zusammen")
    merge = actions.add_parser("merge", help=text, description=text, parents=[common])
    merge.add_argument(
        "files", type=Path, nargs="+", metavar=_("DATEI.json"), help=_("Zählungsdateien")
    )
    merge.add_argument("-o", "--output", type=Path, required=True, metavar=_("DATEI.xlsx"))
    merge.set_defaults(module="district", function="merge")


def _count(text: str) -> int:
    """A whole number from 1 up to what the program is made for."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 0 < number <= _MOST_DEMO_CASES:
        raise argparse.ArgumentTypeError(
            _("„{text}“ ist keine Zahl von 1 bis {most}").format(text=text, most=_MOST_DEMO_CASES)
        )
    return number


def _day(text: str) -> dt.date:
    """A day as ``2025-12-31`` or ``31.12.2025``."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(_("„{text}“ ist kein Tag wie 2025-12-31").format(text=text))
