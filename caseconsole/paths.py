"""Where things lie on this computer. Asking for a folder never makes it."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "caseconsole"
_PACKAGE = Path(__file__).parent


def data_folder() -> Path:
    """Folder of the encrypted caseload where the settings name none.

    On Windows this is the local profile, never the roaming one that is copied over the network.
    """
    return platformdirs.user_data_path(APP, appauthor=False, roaming=False)


def config_folder() -> Path:
    """Folder of ``config.toml``."""
    return platformdirs.user_config_path(APP, appauthor=False, roaming=False)


def documents_folder() -> Path:
    """Folder for documents made for the user, inside the folder that Word offers first."""
    return platformdirs.user_documents_path() / APP


def copies_folder() -> Path:
    """Folder of the working copies of documents: the user's own, never a synchronised one."""
    return platformdirs.user_data_path(f"{APP}-arbeitskopien", appauthor=False, roaming=False)


def template_folder() -> Path:
    """Folder of the Word templates that ship with the program.

    An installed program has them inside the package, a checkout beside it.
    """
    shipped = _PACKAGE / "templates"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "templates"


def template_path(name: str) -> Path:
    """Path of the shipped template ``name``, such as ``integrationsplan.docx``; may not exist."""
    return template_folder() / name
