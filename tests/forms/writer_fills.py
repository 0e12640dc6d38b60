"""Fills a form in a real LibreOffice Writer: run by a Python that has ``uno``, never imported.

    python3 writer_fills.py SOFFICE PROFILE JOBS.json

A job has ``source``, ``target``, ``tracked`` and ``answers``: code to header to text. One start does all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]


def prop(name: str, value: object) -> object:
    """Return a property for UNO."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connect(pipe: str, seconds: float = 60.0) -> object:
    """Return Writer's desktop, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + seconds
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def fill(desktop: object, job: dict[str, object]) -> None:
    """Open a form, type the answers into its tables, and save it as .docx."""
    source = uno.systemPathToFileUrl(str(job["source"]))
    document = desktop.loadComponentFromURL(source, "_blank", 0, (prop("Hidden", True),))  # type: ignore[attr-defined]
    try:
        document.RecordChanges = bool(job.get("tracked"))
        answers = json.loads(json.dumps(job["answers"]))
        tables = document.getTextTables()
        for number in range(tables.getCount()):
            table = tables.getByIndex(number)
            rows, columns = table.getRows().getCount(), table.getColumns().getCount()
            heads = [table.getCellByPosition(c, 0).getString() for c in range(columns)]
            for row in range(1, rows):
                found = answers.get(table.getCellByPosition(0, row).getString(), {})
                for column, head in enumerate(heads):
                    if head in found:
                        type_into(table.getCellByPosition(column, row), found[head])
        document.storeToURL(
            uno.systemPathToFileUrl(str(job["target"])), (prop("FilterName", "MS Word 2007 XML"),)
        )
    finally:
        document.close(True)


def type_into(cell: object, text: str) -> None:
    """Select all in a cell and type: each line a paragraph."""
    cursor = cell.createTextCursor()  # type: ignore[attr-defined]
    cursor.gotoStart(False)
    cursor.gotoEnd(True)
    lines = text.split("\n")
    cell.insertString(cursor, lines[0], True)  # type: ignore[attr-defined]
    for line in lines[1:]:
        end = cell.createTextCursor()  # type: ignore[attr-defined]
        end.gotoEnd(False)
        cell.insertControlCharacter(end, 0, False)  # type: ignore[attr-defined]
        cell.insertString(end, line, False)  # type: ignore[attr-defined]


def main(soffice: str, profile: str, jobs: str) -> None:
    """Start Writer once, do all jobs, and stop the Writer that was started."""
    pipe = f"peervisit{os.getpid()}"
    office = subprocess.Popen(
        [
            soffice,
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"-env:UserInstallation={Path(profile).resolve().as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = connect(pipe)
        for job in json.loads(Path(jobs).read_text(encoding="utf-8")):
            fill(desktop, job)
        with suppress(Exception):
            # It hangs up before it answers.
            desktop.terminate()  # type: ignore[attr-defined]
        office.wait(30)
    finally:
        office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
