"""LibreOffice, where it is installed and asked for: old Word files, RTF and OpenDocument become .docx."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rectiparse.errors import ReadingError

PROGRAMS: Final = (
    "soffice",
    "libreoffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
NAME: Final = re.compile(r"\.?[a-z0-9]{1,8}")
# No macro runs, and nothing that a document links to is fetched.
SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def office_program() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    return next((found for program in PROGRAMS if (found := shutil.which(program))), None)


def convert(data: bytes, suffix: str, to: str = "docx", timeout: float = 120) -> bytes:
    """The content of a file with `suffix` (.doc, .wps, .rtf, .odt) as LibreOffice writes it in the format `to`.

    Each call has its own profile, since two that share one get in each other's way without a word, and works in a
    private folder that is gone afterwards. `timeout` counts seconds. Raises ReadingError where LibreOffice is
    missing, fails or takes longer.
    """
    program = office_program()
    if program is None:
        raise ReadingError("LibreOffice was not found; install it, or leave out --office")
    if not NAME.fullmatch(suffix) or not NAME.fullmatch(to):
        raise ValueError(f"no suffix: {suffix!r}, {to!r}")
    with tempfile.TemporaryDirectory(prefix="rectiparse-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        profile = work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        source = work / f"document.{suffix.removeprefix('.')}"
        source.write_bytes(data)
        _run(
            [
                program,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--convert-to",
                to,
                "--outdir",
                str(work / "out"),
                str(source),
            ],
            timeout,
        )
        result = work / "out" / f"document.{to}"
        if not result.is_file() or not result.stat().st_size:  # LibreOffice says nothing when it fails
            raise ReadingError(
                "LibreOffice could not convert the {suffix} file; save it as .docx by hand", suffix=suffix
            )
        return result.read_bytes()


def _run(command: list[str], timeout: float) -> None:
    """Run the command to its end; at the time limit it is ended with all that it has started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except BaseException as error:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise ReadingError(
                "LibreOffice took longer than {seconds} seconds; save the file as .docx by hand", seconds=timeout
            ) from None
        raise
