"""Practice leaves nothing behind: whatever it writes lies in the folder that is thrown away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from caseconsole import config
from caseconsole.app import CaseconsoleApp
from caseconsole.commands.console import practise_in
from caseconsole.documents.folders import output_folder
from caseconsole.documents.languages import GERMAN
from caseconsole.documents.plan_context import office_values
from caseconsole.i18n import speaking
from caseconsole.screens.console import Start
from caseconsole.screens.opening import where_files_lie
from caseconsole.settings import Documents, Letterhead, Manager, Municipality, Settings
from caseconsole.settings import Store as StoreSettings
from caseconsole.store import Store
from caseconsole.upkeep import back_up, places_at_end


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """Where the settings of the user send documents and backups."""
    folder = tmp_path / "echt"
    folder.mkdir()
    config.use(
        Settings(
            store=StoreSettings(backup_folders=(str(folder),)),
            documents=Documents(output_folder=str(folder)),
        )
    )
    return folder


def test_practice_writes_into_its_own_folder_alone(real: Path, store: Store) -> None:
    practise_in(store.folder)
    outcome = back_up(store)
    assert [path.parent.parent for path in outcome.written] == [store.folder]
    assert outcome.refused == ()
    assert real not in places_at_end(store)
    assert output_folder().is_relative_to(store.folder)
    assert list(real.iterdir()) == []


def test_practice_prints_a_town_hall_that_does_not_exist(store: Store) -> None:
    own = replace(
        config.active(),
        municipality=Municipality(name="Stadt Echt", phone="0711 1"),
        manager=Manager(name="Erika Echt", phone="0711 2"),
        letterhead=Letterhead(lines=("Stadt Echt",), logo="wappen.png", footer=("Bank Echt",)),
    )
    config.use(own)
    practise_in(store.folder)
    with speaking(GERMAN):
        values = office_values(dt.date(2026, 11, 20))
    assert (values["gemeinde"], values["fachkraft"]) == ("Stadt Musterstadt", "Alex Muster")
    assert values["fachkraft_funktion"] == "Integrationsmanagement"
    assert "07000" in values["fachkraft_kontakt"]
    assert {"zeile": "70000 Musterstadt"} in values["briefkopf"]
    assert values["fusszeile"] == ""
    assert config.active().letterhead.logo == ""
    assert not {"Echt", "0711"} & set(str(values).split())


@pytest.mark.parametrize(("demo", "said"), [(5, "verschwindet"), (None, "nicht verschlüsselt")])
def test_a_written_file_says_what_becomes_of_it(
    tmp_path: Path, demo: int | None, said: str
) -> None:
    app = CaseconsoleApp(Start(tmp_path, demo_cases=demo))
    text = where_files_lie(app, tmp_path)
    assert said in text
    assert str(tmp_path) in text
