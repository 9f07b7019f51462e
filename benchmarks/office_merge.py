"""LibreOffice's own mail merge, driven from outside: the reference of ``bench_mail_merge``.

Runs in the Python that LibreOffice brings or that knows its bridge ``uno``, which is seldom ours,
so it imports nothing of the program. Reads its job from the file named as argument (JSON:
``soffice``, ``work``, ``document``, ``table``, ``target``) and prints how long each part took, in
seconds.

Every «F001» of the document becomes a field of the data source, as a person would insert it.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

_SOURCE, _SHEET = "letters", "letters"
_TABLE, _FILES = 0, 2
"""``com.sun.star.sdb.CommandType.TABLE`` and ``com.sun.star.text.MailMergeType.FILE``."""
_PATIENCE = 600
"""Tenths of a second until the office has to answer."""


def main() -> None:
    """Do the job and print the times."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    work = Path(job["work"])
    began = time.perf_counter()
    office = subprocess.Popen([
        job["soffice"], "--headless", "--norestore", "--nologo", "--nodefault",
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        f"--accept=pipe,name={work.name};urp;",
    ])  # fmt: skip
    try:
        manager = _connect(work.name)
        started = time.perf_counter()
        desktop = manager.createInstance("com.sun.star.frame.Desktop")
        _register(manager, Path(job["table"]), work / "letters.odb")
        merged = work / "letter.odt"
        fields = _prepare(desktop, Path(job["document"]), merged)
        prepared = time.perf_counter()
        _merge(manager, merged, Path(job["target"]))
        done = time.perf_counter()
        desktop.terminate()
        office.wait(timeout=30)
    finally:
        office.kill()
    seconds = [started - began, prepared - started, done - prepared]
    print(json.dumps({"seconds": seconds, "merge": done - prepared, "fields": fields}))


def _connect(pipe: str) -> Any:
    """The service manager of the office that listens on ``pipe``, as soon as it does."""
    uno: Any = importlib.import_module("uno")
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    pause = threading.Event()
    for _attempt in range(_PATIENCE):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if "NoConnectException" not in type(error).__name__:
                raise
            pause.wait(0.1)
        else:
            return context.ServiceManager
    sys.exit("LibreOffice does not answer")


def _register(manager: Any, table: Path, database: Path) -> None:
    """Make the sheet a data source."""
    sources = manager.createInstance("com.sun.star.sdb.DatabaseContext")
    source = sources.createInstance()
    source.URL = f"sdbc:calc:{table.as_uri()}"
    source.DatabaseDocument.storeAsURL(database.as_uri(), ())
    sources.registerObject(_SOURCE, source)


def _prepare(desktop: Any, document: Path, merged: Path) -> int:
    """Put fields for the tokens of ``document`` and save it as ``merged``; returns how many."""
    letter = desktop.loadComponentFromURL(document.as_uri(), "_blank", 0, (_value("Hidden", True),))
    wanted = letter.createSearchDescriptor()
    wanted.SearchRegularExpression = True
    wanted.SearchString = "«F[0-9]+»"
    found = letter.findAll(wanted)
    places = [found.getByIndex(number) for number in range(found.Count)]
    for place in places:
        master = letter.createInstance("com.sun.star.text.fieldmaster.Database")
        master.DataBaseName = _SOURCE
        master.DataTableName = _SHEET
        master.DataColumnName = place.String.strip("«»")
        field = letter.createInstance("com.sun.star.text.textfield.Database")
        field.attachTextFieldMaster(master)
        place.Text.insertTextContent(place, field, True)
    letter.storeAsURL(merged.as_uri(), (_value("FilterName", "writer8"),))
    letter.close(True)
    return len(places)


def _merge(manager: Any, merged: Path, target: Path) -> None:
    merge = manager.createInstance("com.sun.star.text.MailMerge")
    merge.DataSourceName = _SOURCE
    merge.CommandType = _TABLE
    merge.Command = _SHEET
    merge.DocumentURL = merged.as_uri()
    merge.OutputType = _FILES
    merge.OutputURL = target.as_uri()
    merge.FileNamePrefix = "letter"
    merge.SaveFilter = "MS Word 2007 XML"
    merge.execute(())


def _value(name: str, value: object) -> Any:
    uno: Any = importlib.import_module("uno")
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main()
