"""Memory that pages took is given back, whatever small thing was kept beside them."""

from __future__ import annotations

import subprocess
import sys

import pytest

READING = """
import os, threading
from bench.shelf import memory
from citecheck.isolation.heap import give_memory_back

kept = []

def read():
    pieces = [bytes([1]) * 65_536 for _ in range(80)]
    body = b"".join(pieces)
    kept.append(bytes([1]) * 2_000)

give_memory_back()
read()
before = memory(os.getpid())
for _ in range(8):
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(memory(os.getpid()) - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is done elsewhere")
def test_what_threads_read_leaves_nothing_behind() -> None:
    done = subprocess.run([sys.executable, "-c", READING], capture_output=True, text=True, check=True)
    # What lies below a small block stays, in each of two heaps; left alone there are more of them (30 to 40 MiB).
    assert float(done.stdout) < 16
