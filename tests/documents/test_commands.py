"""``caseconsole plan``, ``plans`` and ``template check`` on a real encrypted store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from caseconsole import cli
from caseconsole import models as m
from caseconsole.documents.readback import read_text
from caseconsole.store import Store
from tests.conftest import PASSPHRASE
from tests.documents.word_files import save, word_file


def _fill() -> None:
    for number, agreed in (("2026-1", dt.date(2026, 2, 1)), ("2026-2", None), ("2026-3", None)):
        person = m.Person.create(given_name="Ali", family_name="Geheimname")
        case = m.Case.create(number=number, person=person)
        m.CarePeriod.create(case=case, begin=dt.date(2026, 1, 1))
        if number != "2026-3":
            plan = m.Plan.create(case=case)
            m.PlanVersion.create(plan=plan, number=1, agreed_on=agreed)


@pytest.fixture
def options(store: Store, tmp_path: Path) -> list[str]:
    """Where the store lies and what opens it; two plans, one of them a draft, one case without."""
    store.call(_fill)
    store.close()
    secret = tmp_path / "kennwort.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    return ["--store", str(tmp_path / "store"), "--passphrase-file", str(secret)]


@time_machine.travel("2026-11-20 12:00", tick=False)
def test_plan(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "plan.docx"
    assert cli.main(["plan", "2026-1", "-o", str(target), *options]) == 0
    assert "Geheimname" in read_text(target.read_bytes())
    out = capsys.readouterr()
    assert out.out == f"Plan, Version 1, geschrieben: {target}\n"
    assert out.err == ""


@time_machine.travel("2026-11-20 12:00", tick=False)
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["plan", "9", "-o", "{folder}/a.docx"], "Einen Fall 9 gibt es nicht"),
        (["plan", "2026-1", "-o", "{folder}/a.docx", "--version", "7"], "keine Version 7"),
        (["plan", "2026-1", "-o", "{folder}/a.docx", "--template", "x"], "Eine Vorlage „x“"),
        (["plan", "2026-1", "-o", "{folder}/a.docx", "--second-language", "xx"], "Vorhanden: ar"),
        (["plan", "2026-1", "-o", "{folder}/a.pdf"], "Endung .docx"),
        (["plan", "2026-1", "-o", "{folder}/no/a.docx"], "gibt es nicht"),
        (["plans", "-o", "{folder}/kennwort.txt"], "lässt sich nicht anlegen"),
    ],
)
def test_refusals_are_one_line(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
    reason: str,
) -> None:  # fmt: skip
    before = sorted(tmp_path.iterdir())
    filled = [argument.format(folder=tmp_path) for argument in arguments]
    assert cli.main([*filled, *options]) == 1
    out = capsys.readouterr()
    assert reason in out.err
    assert out.err.count("\n") == 1
    assert out.out == ""
    assert sorted(tmp_path.iterdir()) == before


@time_machine.travel("2026-11-20 12:00", tick=False)
def test_a_draft_and_a_case_without_a_plan(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in ("2026-2", "2026-3"):
        target = tmp_path / f"{number}.docx"
        assert cli.main(["plan", number, "-o", str(target), *options]) == 0
        assert "ENTWURF" in read_text(target.read_bytes())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Entwurf der Version 1 geschrieben: ")
    assert lines[1].startswith("Der Fall hat noch keinen Plan; leerer Entwurf geschrieben: ")


@time_machine.travel("2026-11-20 12:00", tick=False)
def test_plans(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "neu" / "pläne"
    assert cli.main(["plans", "-o", str(folder), *options]) == 0
    assert [file.name for file in folder.iterdir()] == ["2026-1_Integrationsplan_v1.docx"]
    assert capsys.readouterr().out == (
        f"1 von 1 Plan geschrieben. Ordner: {folder}. 2 laufende Fälle ohne gültigen Plan.\n"
    )


def test_template_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = save(tmp_path, "gut.docx", word_file(["{{ vorname }}"]))
    bad = save(tmp_path, "schlecht.docx", word_file(["{{ vornam }}", "{%p for f in felder %}"]))
    assert cli.main(["template", "check", str(good)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("gut.docx: keine Fehler gefunden. Geeignet für: Integrationsplan")
    assert said.count("\n") == 1
    assert cli.main(["template", "check", str(bad)]) == 1
    out = capsys.readouterr()
    first, second = out.out.splitlines()
    assert first == (
        "Fehler: Absatz 1: Den Platzhalter „vornam“ gibt es nicht. Meinten Sie „vorname“? "
        "[im Absatz „{{ vornam }}“]"
    )
    assert second.startswith("Fehler: Absatz 2: Die Schleife „for f in felder“ wird nicht")
    assert out.err == "schlecht.docx: 2 Fehler; die Vorlage kann so nicht verwendet werden.\n"


def test_template_check_prints_the_placeholders_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = save(tmp_path, "gut.docx", word_file(["{{ vorname }}"]))
    assert cli.main(["template", "check", str(good), "--placeholders"]) == 0
    assert "{{ vorname }} – Vorname\n" in capsys.readouterr().out


def test_template_check_of_no_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["template", "check", str(tmp_path / "fehlt.docx")]) == 1
    assert "gibt es nicht" in capsys.readouterr().err
    assert cli.main(["template", "check", str(save(tmp_path, "a.docx", b"x"))]) == 1
    assert "keine Word-Datei" in capsys.readouterr().err


def test_template_check_repairs_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = save(tmp_path, "schlecht.docx", word_file(["{{ Vorname } und {{ telefon }}"]))
    before = bad.read_bytes()
    copy = tmp_path / "gut.docx"
    assert cli.main(["template", "check", str(bad), "--repair", str(copy)]) == 0
    out = capsys.readouterr()
    lines = out.out.splitlines()
    assert lines[0].startswith("Fehler: Absatz 1: Die Klammern sind nicht vollständig")
    assert "Absatz 1: „{{ Vorname }“ heißt jetzt „{{ Vorname }}“." in lines
    assert "Absatz 1: „{{ Vorname }}“ heißt jetzt „{{ vorname }}“." in lines
    assert f"Bereinigte Kopie: {copy}" in lines
    assert lines[-1].startswith("gut.docx: keine Fehler gefunden.")
    assert out.err == ""
    assert bad.read_bytes() == before
    assert cli.main(["template", "check", str(copy)]) == 0


def test_template_check_writes_no_copy_over_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = save(tmp_path, "gut.docx", word_file(["{{ vorname }}"]))
    other = save(tmp_path, "anderes.docx", b"meins")
    for option in ("--repair", "--specimen"):
        assert cli.main(["template", "check", str(good), option, str(other)]) == 1
        assert "gibt es schon" in capsys.readouterr().err
        assert other.read_bytes() == b"meins"
        assert cli.main(["template", "check", str(good), option, str(tmp_path / "no" / "a.docx")])
        assert capsys.readouterr().err.count("\n") == 1


def test_template_check_writes_a_specimen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = save(
        tmp_path, "gut.docx", word_file(["{{ vorname }} {{ familienname }}, {{ plz_ort }}"])
    )
    specimen = tmp_path / "muster.docx"
    assert cli.main(["template", "check", str(good), "--specimen", str(specimen)]) == 0
    assert f"Mit erfundenen Angaben gefüllt: {specimen}" in capsys.readouterr().out
    assert read_text(specimen.read_bytes()).strip() == "Karim Mustermann, 70999 Musterstadt"


def test_a_template_with_errors_gets_no_specimen(tmp_path: Path) -> None:
    bad = save(tmp_path, "schlecht.docx", word_file(["{{ vornam }}"]))
    specimen = tmp_path / "muster.docx"
    assert cli.main(["template", "check", str(bad), "--specimen", str(specimen)]) == 1
    assert not specimen.exists()


def test_template_placeholders(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["template", "placeholders", "terminzettel"]) == 0
    out = capsys.readouterr().out
    assert "{{ termin_uhrzeit }} – " in out
    assert "felder" not in out
    assert cli.main(["template", "placeholders"]) == 0
    assert "{% for feld in felder %} – " in capsys.readouterr().out
    assert cli.main(["template", "placeholders", "einkaufszettel"]) == 1
    assert "Vorhanden: integrationsplan" in capsys.readouterr().err
