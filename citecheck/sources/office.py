"""ODT and RTF → HTML, by pandoc in its sandbox."""

from __future__ import annotations

import subprocess

import pypandoc

from citecheck.sources.ziplimits import fault_of


class OfficeError(Exception):
    """A document that cannot be converted; the message says why in words."""


def to_html(data: bytes, kind: str, seconds: float) -> bytes:
    """The document as one HTML page in UTF-8, with notes and metadata. Raises `OfficeError`, also when time is up."""
    if kind != "rtf" and (fault := fault_of(data)):
        raise OfficeError(fault)
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        f"--from={kind}",
        "--to=html5",
        "--standalone",
        "--wrap=none",
        "+RTS",
        "-M768m",
        "-RTS",
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise OfficeError(f"it took longer than {seconds:g} s to read") from None
    except OSError as error:
        raise OfficeError(f"pandoc cannot be run ({error.strerror})") from None
    if done.returncode:
        raise OfficeError("its contents are damaged or encrypted")
    return done.stdout
