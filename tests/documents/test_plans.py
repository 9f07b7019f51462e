"""Plans as files: names, places, languages, templates of the user, and nothing half written."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from caseconsole import config, paths
from caseconsole import models as m
from caseconsole.commands.common import prepare
from caseconsole.commands.options import build_parser
from caseconsole.documents import languages, templates
from caseconsole.documents.filed import Made
from caseconsole.documents.kinds.plan import PLAN, of_plan
from caseconsole.documents.plan_data import PlanData, read_plan
from caseconsole.documents.readback import read_text
from caseconsole.documents.writer import Writer, file_name, write_file
from caseconsole.errors import DocumentError
from caseconsole.i18n import language, set_language
from caseconsole.settings import Documents, Manager, Municipality, Settings
from tests.documents import walk
from tests.documents.word_files import save, word_file


@pytest.fixture
def data(database: None, today: dt.date) -> PlanData:
    """A plan with one goal, in Arabic beside the German."""
    person = m.Person.create(
        given_name="زينب", family_name="Al-Bayati", original_script_name="زينب"
    )
    case = m.Case.create(number="2026-0042", person=person)
    m.CarePeriod.create(case=case, begin=dt.date(2026, 1, 1))
    plan = m.Plan.create(case=case)
    m.PlanVersion.create(
        plan=plan, number=3, agreed_on=dt.date(2026, 2, 1), second_language="ar", concerns="A & <b>"
    )
    goal = m.Goal.create(
        plan=plan, area="work", text="Arbeit finden", agreed_on=dt.date(2026, 2, 1)
    )
    m.Measure.create(goal=goal, text="Lebenslauf", responsible="client")
    return read_plan("2026-0042", today=today)


TODAY = dt.date(2026, 11, 21)


def made(data: PlanData, second_language: str | None = None) -> Made:
    """The plan made from the shipped template."""
    return Writer(PLAN, second_language=second_language).make(of_plan(data, TODAY))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2026-0042", "2026-0042_Integrationsplan_v3.docx"),
        ("AUX", "Fall-AUX_Integrationsplan_v3.docx"),
        ("com1", "Fall-com1_Integrationsplan_v3.docx"),
        ("..\\..\\x", "x_Integrationsplan_v3.docx"),
        ("a:b/c", "a-b-c_Integrationsplan_v3.docx"),
        ("\u202etxt.exe", "txt-exe_Integrationsplan_v3.docx"),
        ("~$x ", "x_Integrationsplan_v3.docx"),
        ("9" * 300, f"{'9' * 40}_Integrationsplan_v3.docx"),
        ("٢٠٢٦", "2026_Integrationsplan_v3.docx"),
        ("…", "ohne_Integrationsplan_v3.docx"),
    ],
)
def test_the_file_name_comes_from_the_case_number(
    data: PlanData, number: str, expected: str
) -> None:
    assert file_name(PLAN, of_plan(replace(data, case_number=number), TODAY)) == expected


def test_a_draft_is_named_so(data: PlanData) -> None:
    draft = replace(data, version=replace(data.version, agreed_on=None))
    assert file_name(PLAN, of_plan(draft, TODAY)) == "2026-0042_Integrationsplan_Entwurf.docx"


def test_a_document_in_a_folder_is_never_replaced(data: PlanData, tmp_path: Path) -> None:
    """Two case numbers can make one file name, and a printed plan may have been edited in Word."""
    first = write_file(made(replace(data, case_number="2026/42")), tmp_path)
    first.write_bytes(b"edited by hand")
    second = write_file(made(replace(data, case_number="2026-42")), tmp_path)
    assert second.name == "2026-42_Integrationsplan_v3_2.docx"
    assert first.read_bytes() == b"edited by hand"


def test_written_and_read_back(data: PlanData, tmp_path: Path) -> None:
    file = write_file(made(data), tmp_path)
    assert file == tmp_path / "2026-0042_Integrationsplan_v3.docx"
    text = read_text(file.read_bytes())
    for expected in (
        "زينب Al-Bayati", "A & <b>", "Ziel 1: Arbeit finden", "Lebenslauf", "Fortschreibung Nr. 2",
        "خطة الاندماج", "01.02.2026",
    ):  # fmt: skip
        assert expected in text
    assert "Al-Bayati" not in file.name
    assert [left.name for left in tmp_path.iterdir()] == [file.name]


def test_the_draft_is_marked(data: PlanData) -> None:
    draft = replace(data, version=replace(data.version, agreed_on=None))
    assert "ENTWURF" in read_text(made(draft).content)
    assert "ENTWURF" not in read_text(made(data).content)


@pytest.mark.parametrize(
    ("given", "family", "manager", "participants", "interpreter", "expected"),
    [
        ("Yousef", "", "", "Yousef, Frau Amal", "Frau Nasser",
         "Yousef, Frau Amal · Sprachmittlung: Frau Nasser"),
        ("Yousef", "Haddad", "Alex Muster", "yousef  haddad; Frau Amal,Frau Amal", "",
         "Yousef Haddad, Frau Amal, Alex Muster"),
        ("Yousef", "Haddad", "Alex Muster", "Haddad, Yousef, Alex Muster, Frau Nasser",
         "Frau Nasser", "Yousef Haddad, Alex Muster · Sprachmittlung: Frau Nasser"),
        ("Yousef", "Haddad", "Alex Muster", "", "Frau Nasser",
         "Yousef Haddad, Alex Muster · Sprachmittlung: Frau Nasser"),
    ],
)  # fmt: skip
def test_everybody_at_the_talk_is_named_once(
    data: PlanData, given: str, family: str, manager: str, participants: str, interpreter: str,
    expected: str,
) -> None:  # fmt: skip
    config.use(Settings(manager=Manager(name=manager)))
    person = replace(data.person, given_name=given, family_name=family)
    version = replace(
        data.version, participants=participants, interpreter=interpreter, second_language=""
    )
    lines = walk.paragraphs(made(replace(data, person=person, version=version)).content)
    assert f"Beim Gespräch dabei: {expected}" in lines


def test_goals_are_numbered_over_all_areas(data: PlanData) -> None:
    (goal,) = data.version.goals
    goals = (goal, replace(goal, area="language"), replace(goal, area="work"))
    lines = walk.paragraphs(made(replace(data, version=replace(data.version, goals=goals))).content)
    found = [line.partition(":")[0] for line in lines if re.match(r"Ziel \d", line)]
    assert found == ["Ziel 1", "Ziel 2", "Ziel 3"]


def test_health_only_where_it_is_filled_and_shielded(data: PlanData) -> None:
    ill = replace(data, person=replace(data.person, health="Brille"))
    text = read_text(made(ill).content)
    assert "Gesundheit" in text
    assert "besonders geschützt (Art. 9 DSGVO)" in text
    assert "besonders geschützt" not in read_text(made(data).content)


def test_languages(data: PlanData) -> None:
    german = read_text(made(data, "de").content)
    assert "خطة الاندماج" not in german
    assert "План інтеграції" in read_text(made(data, "uk").content)
    other = replace(data, version=replace(data.version, second_language="so"))
    assert "خطة" not in read_text(made(other).content)
    with pytest.raises(DocumentError, match=r"„so“.*ar \(Arabisch\), .*en \(Englisch\)"):
        Writer(PLAN, second_language="so")
    with pytest.raises(DocumentError, match="noch keine Übersetzung"):
        Writer(PLAN, second_language="../../etc/passwd")


def test_an_own_catalogue_with_gaps(data: PlanData, tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    folder.mkdir()
    own = '[phrase]\ntitel = "Qorshaha"\ntittel = "x"\n'
    (folder / "so.toml").write_text(own, encoding="utf-8")
    config.use(Settings(documents=Documents(template_folder=str(tmp_path))))
    writer = Writer(PLAN, second_language="so")
    document = of_plan(data, TODAY)
    assert "Qorshaha" in read_text(writer.make(document).content)
    assert "phrase.person" in writer.stays_german(document)
    assert "phrase.titel" not in writer.stays_german(document)
    assert writer.unknown_phrases(document) == ("phrase.tittel",)
    (folder / "so.toml").write_bytes(b"\xff[")
    with pytest.raises(DocumentError, match=r"so\.toml"):
        Writer(PLAN, second_language="so")


def test_the_plan_is_german_whatever_the_screen_speaks(data: PlanData) -> None:
    german = read_text(made(data).content)
    assert "Fortschreibung Nr. 2" in german
    set_language("en")
    assert read_text(made(data).content) == german
    assert language() == "en"


def test_own_templates_come_first(data: PlanData, tmp_path: Path) -> None:
    save(tmp_path, "Kurz.docx", word_file(["Kurz: {{ name }}"]))
    save(tmp_path, "~$Kurz.docx", b"Word")
    config.use(Settings(documents=Documents(template_folder=str(tmp_path))))
    assert {"kurz", "integrationsplan"} <= set(templates.templates())
    assert "Kurz: زينب" in read_text(Writer(PLAN, "kurz.docx").make(of_plan(data, TODAY)).content)
    save(tmp_path, "integrationsplan.docx", word_file(["Eigener {{ name }}"]))
    assert "Eigener" in read_text(made(data).content)
    with pytest.raises(DocumentError, match=r"Vorhanden: .*integrationsplan, kurz"):
        Writer(PLAN, "../kurz")


def test_without_a_folder_named_own_templates_lie_beside_the_caseload(tmp_path: Path) -> None:
    (tmp_path / "Vorlagen" / "languages").mkdir(parents=True)
    shutil.copy(paths.template_path("integrationsplan.docx"), tmp_path / "Vorlagen" / "kurz.docx")
    english = paths.template_folder() / "languages" / "en.toml"
    shutil.copy(english, tmp_path / "Vorlagen" / "languages" / "so.toml")
    assert "kurz" not in templates.templates()
    prepare(build_parser().parse_args(["doctor", "--store", str(tmp_path)]))
    assert {"kurz", "integrationsplan"} <= set(templates.templates())
    assert "so" in languages.available()


def test_a_faulty_template_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    save(tmp_path, "x.docx", word_file(["{{ vornam }}"]))
    config.use(Settings(documents=Documents(template_folder=str(tmp_path))))
    with pytest.raises(DocumentError) as refused:
        Writer(PLAN, "x")
    assert str(refused.value) == (
        "Die Vorlage kann nicht verwendet werden. Absatz 1: Den Platzhalter „vornam“ gibt es "
        "nicht. Meinten Sie „vorname“?"
    )


def test_a_value_that_cannot_be_printed_leaves_the_old_file(data: PlanData, tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"alt")
    bad = replace(data, person=replace(data.person, given_name="A\ud800li"))
    with pytest.raises(DocumentError, match="„name“"):
        write_file(made(bad), target)
    assert target.read_bytes() == b"alt"
    assert [left.name for left in tmp_path.iterdir()] == ["plan.docx"]


def test_a_full_disk_leaves_the_old_file(
    data: PlanData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"alt")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DocumentError, match="kein Platz"):
        write_file(made(data), target)
    assert target.read_bytes() == b"alt"


def test_a_missing_folder_is_said(data: PlanData, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="gibt es nicht"):
        write_file(made(data), tmp_path / "fehlt" / "plan.docx")


def test_the_author_is_the_municipality(data: PlanData) -> None:
    config.use(Settings(municipality=Municipality(name="Musterstadt")))
    content = made(data).content
    assert "Musterstadt" in read_text(content, "word/header1.xml")
