"""Where the user's own templates lie, and where documents go."""

from __future__ import annotations

from pathlib import Path

from caseconsole import config, paths

_OWN = "Vorlagen"
"""Folder beside the caseload for templates of one's own, where the settings name no other."""

_ID_LETTERS = 8
"""Of a caseload's id, enough to tell those of one person apart."""


def own_template_folder() -> Path:
    """Folder of the user's own templates; it may not exist."""
    settings = config.active()
    if settings.documents.template_folder:
        return Path(settings.documents.template_folder).expanduser()
    caseload = settings.store.folder
    return (Path(caseload).expanduser() if caseload else paths.data_folder()) / _OWN


def template_folders() -> tuple[Path, Path]:
    """Folders of templates: the user's own, which comes first, and that of the program."""
    return own_template_folder(), paths.template_folder()


def output_folder() -> Path:
    """Where documents go if the user names no place; it may not exist yet."""
    named = config.active().documents.output_folder
    return Path(named).expanduser() if named else paths.documents_folder()


def copies_folder(store_id: str) -> Path:
    """Where the working copies of one caseload lie; it may not exist yet.

    It lies beside the caseload and not in it, so that who copies the caseload by hand does not
    take letters along that nothing protects.
    """
    return paths.copies_folder() / store_id[:_ID_LETTERS]
