"""What the screen of documents does with Word templates: check, repair, try out, placeholders."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from caseconsole.documents.folders import output_folder
from caseconsole.documents.kinds import FORMS
from caseconsole.errors import InputError
from caseconsole.files import is_file
from caseconsole.i18n import N_, _, ngettext
from caseconsole.screens.ask_line import AskLine
from caseconsole.screens.base import act
from caseconsole.screens.console import Console
from caseconsole.screens.documents_batch import make_folder
from caseconsole.screens.opening import show_file
from caseconsole.screens.pick import Menu
from caseconsole.widgets import FooterBar, Text, plain

if TYPE_CHECKING:
    from caseconsole.documents.doctor import Examination

_REPAIR, _SPECIMEN, _PLACEHOLDERS = "repair", "specimen", "placeholders"
_MOST_NAMES: Final = 99
_ALL: Final = "all"


class Reading(ModalScreen[str | None]):
    """A text to be read with the arrow keys, and what can be done next.

    Args:
        title: what it is.
        text: the text, whole lines.
        keys: key and words of what can be done; its key is what is returned.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        act("r", f"do('{_REPAIR}')", N_("Bereinigen")),
        act("m", f"do('{_SPECIMEN}')", N_("Muster")),
        act("p", f"do('{_PLACEHOLDERS}')", N_("Platzhalter")),
        act("escape,f10,enter", "back", N_("Zurück")),
    ]
    CSS = """
    Reading .dialog { width: 78; max-width: 100%; }
    Reading #reading-text { height: auto; max-height: 50vh; margin-top: 1; }
    Reading FooterBar { dock: none; margin-top: 1; background: $surface; }
    """

    def __init__(self, title: str, text: str, keys: Iterable[tuple[str, str, str]] = ()) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        """The title, the text that scrolls, and the keys."""
        with Vertical(classes="dialog"):
            yield Text(plain(self._title, style="bold", multiline=True))
            with VerticalScroll(id="reading-text"):
                yield Text(plain(self._text, multiline=True))
            keys = [(key, words) for key, words, _answer in self._keys]
            yield FooterBar([*keys, ("down", _("weiter lesen")), ("f10", _("Zurück"))])

    def on_mount(self) -> None:
        """Go into the text, so that the arrows move it."""
        self.query_one("#reading-text").focus()

    def action_do(self, answer: str) -> None:
        """Close with what was chosen, where it is offered."""
        if any(answer == offered for _key, _words, offered in self._keys):
            self.dismiss(answer)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


async def ask_template(app: Console, proposed: Path | None) -> None:
    """Ask which template is to be checked, and check it; needs a worker.

    Args:
        app: the console.
        proposed: what stands in the field at first.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    path = await app.push_screen_wait(
        AskLine(
            _("Welche Vorlage soll geprüft werden?"),
            existing_file,
            value=str(proposed) if proposed else "",
            detail=_("Der vollständige Name der Word-Datei mit Ordner."),
        )
    )
    if path is not None:
        await examine(app, path)


async def examine(app: Console, path: Path) -> None:
    """Check a template, show what is wrong with it, and offer what helps; needs a worker.

    Raises:
        DocumentError: the file cannot be opened as a template at all.
    """
    from caseconsole.documents import doctor

    found = await asyncio.to_thread(doctor.diagnose, path)
    text = "\n\n".join(doctor.in_words(finding) for finding in found.findings)
    keys = [] if found.errors else [("m", _("Muster"), _SPECIMEN)]
    if found.mendable:
        keys.append(("r", _("Bereinigte Kopie"), _REPAIR))
    keys.append(("p", _("Platzhalter"), _PLACEHOLDERS))
    fit = _("Die Vorlage kann verwendet werden.")
    answer = await app.push_screen_wait(Reading(_verdict(path, found), text or fit, keys))
    if answer == _REPAIR:
        await _repair(app, path)
    elif answer == _SPECIMEN:
        await _write_specimen(app, path)
    elif answer == _PLACEHOLDERS:
        await show_placeholders(app, found.kinds[:1])


def _verdict(path: Path, found: Examination) -> str:
    """What is to be said first: usable or not, and what for."""
    if found.errors:
        title = ngettext("{file}: {count} Fehler", "{file}: {count} Fehler", found.errors)
        return title.format(file=path.name, count=found.errors)
    titles = [_(FORMS[name].title) for name in found.kinds if name in FORMS]
    said = _("{file}: in Ordnung").format(file=path.name)
    return _("{said}, geeignet für {kinds}").format(said=said, kinds=", ".join(titles))


async def _repair(app: Console, path: Path) -> None:
    from caseconsole.documents import doctor

    copy = await asyncio.to_thread(_free, path.with_name(f"{path.stem}-bereinigt.docx"))
    found, changes = await asyncio.to_thread(doctor.repair, path, copy)
    lines = [f"{change.place}: {change.message}" for change in changes]
    lines += [doctor.in_words(finding) for finding in found.findings]
    lines.append(_("Die Vorlage selbst ist unverändert. Die Kopie liegt in {folder}.").format(
        folder=copy.parent
    ))  # fmt: skip
    title = _("Bereinigte Kopie: {file}").format(file=copy.name)
    await app.push_screen_wait(Reading(title, "\n\n".join(lines)))


async def _write_specimen(app: Console, path: Path) -> None:
    from caseconsole.documents import doctor

    folder = output_folder()
    await asyncio.to_thread(make_folder, folder)
    target = await asyncio.to_thread(_free, folder / f"Muster_{path.stem}.docx")
    written = await asyncio.to_thread(doctor.write_specimen, path, target)
    answer = await app.ask(
        _("Mit erfundenen Angaben gefüllt: {file}").format(file=written.name),
        {"open": _("Öffnen"), "close": _("Schließen")},
        detail=_("Das Muster liegt in {folder}; niemand ist darin gemeint.").format(folder=folder),
    )
    if answer == "open":
        await show_file(app, written)


async def show_placeholders(app: Console, kinds: Iterable[str] = ()) -> None:
    """Show what may stand in a template; of several kinds the user chooses. Needs a worker.

    Args:
        app: the console.
        kinds: the kinds in question; all if empty.
    """
    from caseconsole.documents import doctor

    names = [name for name in kinds if name in FORMS] or list(FORMS)
    name: str | None = names[0]
    if len(names) > 1:
        entries = [(_ALL, _("alle")), *((kind, _(FORMS[kind].title)) for kind in names)]
        name = await app.push_screen_wait(Menu(_("Platzhalter für welche Vorlage?"), entries))
    if name is None:
        return
    wanted = "" if name == _ALL else name
    lines = await asyncio.to_thread(lambda: "\n".join(doctor.describe(wanted)))
    title = _("Platzhalter für Vorlagen")
    if wanted:
        title = f"{title}: {_(FORMS[wanted].title)}"
    await app.push_screen_wait(Reading(title, lines))


def _free(path: Path) -> Path:
    """``path``, or one with a number behind it that no file has."""
    names = (
        path.with_name(f"{path.stem}_{number}{path.suffix}") for number in range(2, _MOST_NAMES)
    )
    return next((one for one in (path, *names) if not is_file(one)), path)


def existing_file(typed: str) -> Path:
    """The file that was typed or pasted, quotes of the file manager taken off.

    Raises:
        InputError: there is no such file.
    """
    path = Path(typed.strip().strip("\"'„“")).expanduser()
    try:
        if typed.strip() and path.is_file():
            return path
    except (OSError, ValueError) as error:
        raise InputError(_("Dieser Dateiname ist nicht möglich.")) from error
    raise InputError(_("Diese Datei gibt es nicht. Bitte prüfen Sie Ordner und Namen."))
