"""A print queue of a CUPS server of its own, that keeps every job as a file: paper for tests.

Started and stopped by the test, on a socket in its folder; the system's own CUPS is neither used nor changed.
"""

import getpass
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "paper"
_SECONDS: Final = 30
_DAEMONS: Final = Path("/usr/lib/cups/daemon")

_SERVER: Final = """
Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_FILES: Final = """
ServerRoot {folder}/server
ServerBin {folder}/bin
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
Sandboxing relaxed
{identity}
"""
_BACKEND: Final = """#!/bin/sh
# Called by CUPS with job, user, title, copies, options, file; without arguments it is asked for devices.
[ $# -ge 5 ] || exit 0
if [ $# -ge 6 ]; then cp "$6" "{folder}/paper/$1.part"; else cat > "{folder}/paper/$1.part"; fi
printf '%s\\n%s\\n%s\\n' "$3" "$4" "$5" > "{folder}/paper/$1.told"
mv "{folder}/paper/$1.part" "{folder}/paper/$1.pdf"
"""
_PRINTER: Final = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Test"
*Product: "(Paper)"
*ModelName: "Paper"
*ShortNickName: "Paper"
*NickName: "Paper"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: Gray
*FileSystem: False
*cupsVersion: 2.4
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A3/A3: "<</PageSize[842 1191]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea A3/A3: "12 12 830 1179"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension A3/A3: "842 1191"
*OpenUI *Resolution/Resolution: PickOne
*DefaultResolution: 600dpi
*Resolution 600dpi/600 DPI: "<</HWResolution[600 600]>>setpagedevice"
*CloseUI: *Resolution
*OpenUI *ColorModel/Color: PickOne
*DefaultColorModel: Gray
*ColorModel Gray/Gray: ""
*ColorModel RGB/Color: ""
*CloseUI: *ColorModel
*OpenUI *Duplex/Two-Sided: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long Edge: ""
*Duplex DuplexTumble/Short Edge: ""
*CloseUI: *Duplex
"""


@dataclass(frozen=True, slots=True)
class Job:
    """What arrived: the document, and what the queue was told about it."""

    document: bytes
    title: str
    copies: int
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue; programs with ``environment`` see it as their only and default printer."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead libcups to the server."""
        return {"CUPS_SERVER": str(self.folder / "cups.sock")}

    def jobs(self, count: int) -> list[Job]:
        """All jobs that have arrived, once there are so many."""
        paper = self.folder / "paper"
        _wait(lambda: len(list(paper.glob("*.pdf"))) >= count, f"{count} jobs")
        return [_read(file) for file in sorted(paper.glob("*.pdf"), key=lambda file: int(file.stem))]


def is_installed() -> bool:
    """Whether this machine has what a queue needs."""
    return _DAEMONS.is_dir() and all(shutil.which(program, path=_SEARCH) for program in ("cupsd", "lpadmin"))


@contextmanager
def queue(folder: Path) -> Iterator[Queue]:
    """A running queue. ``folder`` must exist, be empty and have a short path (a socket's is limited)."""
    for name in ("server", "spool", "cache", "state", "tmp", "paper", "bin/backend"):
        (folder / name).mkdir(parents=True)
    (folder / "bin/daemon").symlink_to(_DAEMONS)  # with the helper that starts backends
    backend = folder / "bin/backend/keep"
    backend.write_text(_BACKEND.format(folder=folder), encoding="utf-8")
    backend.chmod(0o700)  # by this CUPS knows that it is to run with the server's own rights
    user = "" if os.geteuid() == 0 else f"User {getpass.getuser()}\nGroup {os.getegid()}"
    (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder), encoding="utf-8")
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder, identity=user), encoding="utf-8")
    (folder / "paper.ppd").write_text(_PRINTER, encoding="ascii")
    command = [_program("cupsd"), "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        made = Queue(folder)
        _wait((folder / "cups.sock").exists, "the server")
        _administer(made, "-p", NAME, "-E", "-v", f"keep:{folder}", "-P", str(folder / "paper.ppd"))
        _administer(made, "-d", NAME)
        yield made
    finally:
        server.terminate()
        server.wait()


_SEARCH: Final = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))


def _program(name: str) -> str:
    path = shutil.which(name, path=_SEARCH)
    assert path, f"{name} is not installed"
    return path


def _administer(made: Queue, *arguments: str) -> None:
    environment = {**os.environ, **made.environment}
    subprocess.run([_program("lpadmin"), *arguments], check=True, env=environment, capture_output=True)


def _read(file: Path) -> Job:
    title, copies, options = file.with_suffix(".told").read_text(encoding="utf-8").splitlines()
    return Job(file.read_bytes(), title, int(copies), frozenset(options.split()))


def _wait(done, what: str) -> None:
    end = time.monotonic() + _SECONDS
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {_SECONDS} s in vain for {what}")
        time.sleep(0.05)
