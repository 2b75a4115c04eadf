"""What the children of the tests do."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator

from citecheck.errors import CitecheckError


def echo(data: bytes, times: int = 1) -> Iterator[bytes]:
    for number in range(times):
        yield b"%d " % number + data


def sleep(data: bytes) -> Iterator[bytes]:
    yield b"first"
    time.sleep(600)


def spin_in_c(data: bytes) -> Iterator[bytes]:
    yield str(re.match(r"(a|a)*$", "a" * 60 + "b")).encode()


def eat(data: bytes, mib: int) -> Iterator[bytes]:
    held = bytearray(mib * 2**20)
    yield str(len(held)).encode()


def fall(data: bytes) -> Iterator[bytes]:
    ctypes.string_at(0)
    yield b""


def leave(data: bytes) -> Iterator[bytes]:
    os._exit(3)
    yield b""


def refuse(data: bytes) -> Iterator[bytes]:
    raise CitecheckError("no such thing")
    yield b""


def break_down(data: bytes) -> Iterator[bytes]:
    raise KeyError("a bug")
    yield b""


def talk(data: bytes) -> Iterator[bytes]:
    print("done 0", flush=True)
    os.write(1, b"noise\n")
    os.write(2, b"noise\n")
    yield sys.stdin.buffer.read()


def say_nonsense(data: bytes, said: str) -> Iterator[bytes]:
    for number in range(3, 12):
        try:
            os.write(number, said.encode())
        except OSError:
            continue
    os._exit(0)
    yield b""


def start_another(data: bytes) -> Iterator[bytes]:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield str(other.pid).encode()
    time.sleep(600)


def surroundings(data: bytes) -> Iterator[bytes]:
    yield " ".join(sorted(os.environ)).encode()
