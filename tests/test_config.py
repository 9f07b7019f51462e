"""Settings: defaults, the two files, and refusals that name file, key and remedy."""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from caseconsole import config, defaults, paths, values
from caseconsole.errors import ConfigError
from caseconsole.settings import Reports, Settings, entries

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(file: Path, text: str) -> Settings:
    file.write_text(text, encoding="utf-8")
    return config.load(file)


def refused(file: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(file, text)
    assert str(file) in caught.value.message
    return str(caught.value).removeprefix(f"{file}: ")


def test_defaults_are_those_of_the_job() -> None:
    settings = Settings()
    assert settings.deadlines.counselling_years == 3
    assert settings.deadlines.exceptional_years == 4
    assert settings.deadlines.counselling_reminder_months == (6, 3)
    assert settings.deadlines.counselling_anchor == "first_period"
    assert settings.deadlines.residence_rules[0].status == "temporary_24"
    assert settings.deadlines.residence_rules[0].until == dt.date(2027, 3, 4)
    assert settings.retention.months_after_closing == 12
    assert settings.reports.reopen_undo_days == 30
    assert settings.reports.future_begin_days == 60
    assert settings.reports.rounding_base == 5
    assert settings.console.lock_after_minutes == 5


def test_without_a_file_the_defaults_hold() -> None:
    assert config.load() == Settings()
    assert not paths.config_folder().exists()


def test_the_file_in_the_platform_folder_is_found() -> None:
    file = paths.config_folder() / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[municipality]\nname = "Musterstadt"\n', encoding="utf-8")
    assert config.load().municipality.name == "Musterstadt"


def test_a_named_file_must_exist(user_file: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(user_file)
    assert str(user_file) in caught.value.message


# ------------------------------------------------------------------ the example


def _keys(made: object) -> set[str]:
    return {item.name for item in dataclasses.fields(made)}  # type: ignore[arg-type]


def test_the_example_holds_the_defaults() -> None:
    assert config.load(EXAMPLE) == Settings()


def test_the_example_names_every_setting() -> None:
    example: dict[str, Any] = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    settings = Settings()
    # A list of posts that is empty cannot stand in its place; it is shown in comments.
    assert set(example) == _keys(settings) - {"file", "posts"}
    for section in set(example) - {"areas", "values", "text_blocks"}:
        assert set(example[section]) == _keys(getattr(settings, section)), section
    for area in example["areas"]:
        assert set(area) == _keys(settings.areas[0])
    for rule in example["deadlines"]["residence_rules"]:
        assert set(rule) == _keys(settings.deadlines.residence_rules[0])
    assert example["text_blocks"].keys() == dict(defaults.AREAS).keys()


def test_the_post_shown_in_comments_names_every_setting_of_a_post(user_file: Path) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    begin = lines.index("# [[posts]]")
    shown = [line.removeprefix("# ") for line in lines[begin : lines.index("", begin)]]
    user_file.write_text("\n".join(shown) + "\n", encoding="utf-8")
    (post,) = config.load(user_file).posts
    assert len(shown) - 1 == len(_keys(post))
    assert (post.name, post.employment_share) == ("Vor- und Nachname", 0.5)
    assert (post.employed_from, post.employed_to) == (dt.date(2025, 1, 1), dt.date(2026, 12, 31))


def test_the_example_explains_every_setting_and_names_every_list() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for entry in entries(Settings()):
        name = entry.key.partition(".")[2]
        places = [number for number, line in enumerate(lines) if line.startswith(f"{name} = ")]
        assert places, entry.key
        assert all(lines[number - 1].startswith("# ") for number in places), entry.key
    comments = "\n".join(line for line in lines if line.startswith("#"))
    assert [name for name in defaults.VALUES if name not in comments] == []


# ------------------------------------------------------------------ reading


def test_what_is_not_stated_keeps_its_default(user_file: Path) -> None:
    settings = load(user_file, '[manager]\nname = "A. Muster"\nemployed_from = 2025-01-01\n')
    assert settings.manager.employed_from == dt.date(2025, 1, 1)
    assert settings.manager.role == "Integrationsmanagement"
    assert settings.console == Settings().console


def test_an_empty_text_leaves_a_date_open(user_file: Path) -> None:
    assert load(user_file, '[reports]\nfunding_to = ""\n').reports.funding_to is None


def test_a_whole_number_is_a_share_too(user_file: Path) -> None:
    assert load(user_file, "[manager]\nemployment_share = 1\n").manager.employment_share == 1.0


def test_a_byte_order_mark_of_notepad_does_no_harm(user_file: Path) -> None:
    user_file.write_text('[console]\ntheme = "light"\n', encoding="utf-8-sig")
    assert config.load(user_file).console.theme == "light"


def test_hostile_characters_are_cleaned(user_file: Path) -> None:
    text = '[municipality]\nname = "Muster\\u001b[31mstadt\\u202e"\n'
    assert load(user_file, text).municipality.name == "Muster[31mstadt"


def test_areas_in_the_users_order_keep_the_others_retired(user_file: Path) -> None:
    settings = load(
        user_file,
        '[[areas]]\nkey = "work"\nlabel = "Beruf"\n[[areas]]\nkey = "garden"\nlabel = "Garten"\n',
    )
    areas = values.build(settings)["area"]
    assert [value.key for value in areas.offered] == ["work", "garden"]
    assert areas.label("work") == "Beruf"
    assert set(areas.keys) == {*dict(defaults.AREAS), "garden"}


def test_text_blocks_replace_only_what_is_named(user_file: Path) -> None:
    settings = load(user_file, '[text_blocks.work]\ngoals = ["Betrieb kennenlernen"]\n')
    assert settings.text_blocks["work"].goals == ("Betrieb kennenlernen",)
    assert settings.text_blocks["work"].steps == defaults.TEXT_BLOCKS["work"][1]
    assert settings.text_blocks["health"] == Settings().text_blocks["health"]


def test_settings_cannot_be_changed_in_place() -> None:
    assert isinstance(Settings().text_blocks, MappingProxyType)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().console.theme = "light"  # type: ignore[misc]


def test_age_bands_and_reference_days_are_understood() -> None:
    reports = Reports(age_bands=("0-17", "18+"), reference_days=("31.12.", "29.02."))
    assert reports.bands == (("0-17", 0, 17), ("18+", 18, None))
    assert reports.reference_days_of(2024) == (dt.date(2024, 2, 29), dt.date(2024, 12, 31))
    assert reports.reference_days_of(2025) == (dt.date(2025, 2, 28), dt.date(2025, 12, 31))


# ------------------------------------------------------------------ refusals

REFUSED = {
    "unknown section": ("[consle]\n", "„consle“", "Meinten Sie „console“?"),
    "unknown key": ('[console]\nthme = "dark"\n', "„console.thme“", "„console.theme“?"),
    "nothing near": ("[console]\nxyz = 1\n", "„console.xyz“", "Möglich sind: language, theme"),
    "wrong type": ('[reports]\nrounding_base = "5"\n', "„reports.rounding_base“", "ganze Zahl"),
    "bool for number": ("[console]\nlock_after_minutes = true\n", "lock_after", "ganze Zahl"),
    "number for text": ("[municipality]\npostcode = 70000\n", "postcode", "Anführungszeichen"),
    "time for day": ("[reports]\nfunding_from = 2025-01-01T10:00:00\n", "funding_from", "Datum"),
    "text for list": ('[reports]\nreference_days = "15.09."\n', "reference_days", "Liste"),
    "value for section": ('console = "dark"\n', "„console“", "[console]"),
    "lock off": ("[console]\nlock_after_minutes = 0\n", "lock_after_minutes", "1 bis 15"),
    "lock late": ("[console]\nlock_after_minutes = 16\n", "lock_after_minutes", "1 bis 15"),
    "choice": ('[console]\ntheme = "pink"\n', "„pink“", "dark, light"),
    "impossible day": ('[reports]\nreference_days = ["31.02."]\n', "„31.02.“", "„15.09.“"),
    "gap in bands": ('[reports]\nage_bands = ["0-5", "7+"]\n', "„7+“", "lückenlos"),
    "closed bands": ('[reports]\nage_bands = ["0-5", "6-9"]\n', "age_bands", "offen"),
    "end before begin": (
        "[manager]\nemployed_from = 2025-02-01\nemployed_to = 2025-01-31\n",
        "„manager.employed_to“",
        "vor dem Beginn",
    ),
    "exception shorter": ("[deadlines]\ncounselling_years = 5\n", "exceptional_years", "kürzer"),
    "post without name": ("[[posts]]\nemployment_share = 0.5\n", "posts.name“", "Namen"),
    "post that ends early": (
        '[[posts]]\nname = "A"\nemployed_from = 2025-02-01\nemployed_to = 2025-01-01\n',
        "posts.employed_to“",
        "vor dem Beginn",
    ),
    "posts as a table": ("[posts]\n", "„posts“", "[[posts]]"),
    "unknown list": ("[values.hosing]\n", "„values.hosing“", "„values.housing“?"),
    "new without label": ("[values.housing.recepton]\n", "recepton“", "Meinten Sie „reception“?"),
    "bad key": ('[values.housing."Zelt ä"]\nlabel = "Zelt"\n', "„Zelt ä“", "Umlaute"),
    "fixed list": ('[values.sex.x]\nlabel = "X"\n', "„values.sex.x“", "Bezeichnungen"),
    "fixed list retired": ("[values.goal_state.open]\nretired = true\n", "open“", "Bezeichnungen"),
    "counting rule": ("[values.contact_kind.no_show]\ncounts = true\n", "counts“", "neuen"),
    "area as topic": ('[values.topic.work]\nlabel = "Beruf"\n', "topic.work“", "[[areas]]"),
    "area twice": ('[[areas]]\nkey = "work"\n[[areas]]\nkey = "work"\n', "areas", "doppelt"),
    "topic as area": ('[[areas]]\nkey = "return"\n', "areas.key", "Thema"),
    "area without label": ('[[areas]]\nkey = "garden"\n', "garden", "Bezeichnung"),
    "blocks of no area": ("[text_blocks.wrk]\n", "„text_blocks.wrk“", "„text_blocks.work“?"),
    "rule of no status": (
        '[[deadlines.residence_rules]]\nstatus = "temporary_42"\nuntil = 2027-03-04\n',
        "temporary_42",
        "temporary_24",
    ),
    "half a rule": ('[[deadlines.residence_rules]]\nstatus = "asylum"\n', "rules“", "until"),
    "not TOML": ('[console]\ntheme = "dark\n', "Zeile 2", "Anführungszeichen"),
    "path in wrong quotes": ('[store]\nfolder = "C:\\Users"\n', "Zeile 2", "Pfad"),
    "no character": ('[manager]\nname = "a\\u0000b"\n', "manager.name", "U+0000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_name_the_place_and_the_remedy(name: str, user_file: Path) -> None:
    text, place, remedy = REFUSED[name]
    message = refused(user_file, text)
    assert place in message
    assert remedy in message


def test_a_file_in_another_encoding_is_named(user_file: Path) -> None:
    user_file.write_bytes('[municipality]\nname = "Müllheim"\n'.encode("cp1252"))
    with pytest.raises(ConfigError) as caught:
        config.load(user_file)
    assert str(user_file) in caught.value.message
    assert "UTF-8" in caught.value.hint


# ------------------------------------------------------------------ what the program writes


def test_own_changes_win_and_leave_the_users_file_alone(user_file: Path) -> None:
    text = '# Mein Kommentar\n[console]\ntheme = "light"\nlock_after_minutes = 3\n'
    config.use(load(user_file, text))
    saved = config.save_own({"console": {"theme": "high-contrast"}})
    assert config.active() is saved
    assert config.load(user_file) == saved
    assert (saved.console.theme, saved.console.lock_after_minutes) == ("high-contrast", 3)
    assert user_file.read_text(encoding="utf-8") == text


def test_own_changes_add_up(user_file: Path) -> None:
    config.use(load(user_file, ""))
    config.save_own({"console": {"theme": "light"}})
    config.save_own({"console": {"language": "en"}, "reports": {"funding_from": ""}})
    console = config.load(user_file).console
    assert (console.theme, console.language) == ("light", "en")


def test_without_a_users_file_own_changes_go_to_the_platform_folder() -> None:
    config.use(config.load())
    config.save_own({"console": {"theme": "light"}})
    assert config.load().console.theme == "light"
    assert sorted(path.name for path in paths.config_folder().iterdir()) == ["settings.toml"]


def test_a_refused_change_leaves_everything_as_it_was(user_file: Path) -> None:
    config.use(load(user_file, ""))
    config.save_own({"console": {"theme": "light"}})
    before = config.own_file(user_file).read_bytes()
    with pytest.raises(ConfigError) as caught:
        config.save_own({"console": {"theme": "pink"}})
    assert config.own_file(user_file).name in caught.value.message
    assert config.own_file(user_file).read_bytes() == before
    assert config.active().console.theme == "light"


def test_a_failed_write_leaves_the_old_file_whole(
    user_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.use(load(user_file, ""))
    config.save_own({"console": {"theme": "light"}})

    def full_disk(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(ConfigError) as caught:
        config.save_own({"console": {"theme": "dark"}})
    assert "unverändert" in caught.value.message
    assert_light_and_nothing_else(user_file)


def test_own_changes_never_go_to_another_name(
    user_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.use(load(user_file, ""))
    config.save_own({"console": {"theme": "light"}})
    move = Path.replace

    def held_by_an_editor(self: Path, target: Path) -> Path:
        if target.name == "settings.toml":
            raise PermissionError(errno.EACCES, "in use")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", held_by_an_editor)
    with pytest.raises(ConfigError) as caught:
        config.save_own({"console": {"theme": "dark"}})
    assert "bisherige" in caught.value.message
    assert_light_and_nothing_else(user_file)


def assert_light_and_nothing_else(user_file: Path) -> None:
    assert config.active().console.theme == "light"
    assert config.load(user_file).console.theme == "light"
    names = sorted(path.name for path in user_file.parent.iterdir())
    assert names == ["config.toml", "settings.toml"]


def test_an_error_names_the_file_it_is_in(user_file: Path) -> None:
    config.own_file(user_file).write_text("[consle]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(user_file, '[console]\ntheme = "light"\n')
    assert str(config.own_file(user_file)) in caught.value.message


def test_every_setting_has_words_for_the_screen() -> None:
    shown = {entry.key: entry.rule.label for entry in entries(Settings())}
    assert shown["console.theme"] == "Farben"
    assert [key for key, label in shown.items() if not label] == []


# ------------------------------------------------------------------ folders


def test_asking_for_folders_makes_none(home: Path) -> None:
    asked = (paths.data_folder(), paths.config_folder(), paths.documents_folder())
    assert all(folder.is_relative_to(home) for folder in asked)
    assert list(home.iterdir()) == []


def test_templates_lie_beside_the_package_or_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "caseconsole"
    package.mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.template_path("a.docx") == tmp_path / "templates" / "a.docx"
    (package / "templates").mkdir()
    assert paths.template_path("a.docx") == package / "templates" / "a.docx"
