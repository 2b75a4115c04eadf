"""Answers kept between runs, in one SQLite file of our own: no pickle, a digest for each row, a limit of size.

Only answers that verdicts rest on are kept: pages read whole, and addresses that are gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
import warnings
import zlib
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs

from citecheck.isolation.spool import SPOOL
from citecheck.model.source import Fetched, LinkState, PageBreak, Paging, Reason, SourceText, Work
from citecheck.sources.mask import mask

SCHEMA = 1
MAX_SIZE = 500 * 2**20
MAX_TEXT = 2 * 2**20  # compressed
_MAX_UNPACKED = 64 * 2**20
_TIMEOUT = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, time REAL NOT NULL, size INTEGER NOT NULL,
    digest BLOB NOT NULL, packed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, time REAL NOT NULL, size INTEGER NOT NULL,
    digest BLOB NOT NULL, packed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_by_time ON answers (time);
CREATE INDEX IF NOT EXISTS texts_by_time ON texts (time);
CREATE INDEX IF NOT EXISTS texts_by_path ON texts (path);
"""


@dataclass(frozen=True)
class Kept:
    """An answer out of the store. `etag` and `modified` are what its server can be asked by whether it still holds.

    `settled` is False for an answer of a run that ended before it knew what the site gives for a made-up address.
    `inside` says that an inner network gave it.
    """

    answer: Fetched
    etag: str = ""
    modified: str = ""
    settled: bool = True
    inside: bool = False
    age: float = 0.0  # seconds


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds; `size` is that of its files in bytes."""

    path: Path
    answers: int
    texts: int
    size: int
    problem: str = ""


def default_path() -> Path:
    """Where the store is: CITECHECK_CACHE (a folder, or a file that ends in .sqlite), else the user's cache folder."""
    named = os.environ.get("CITECHECK_CACHE")
    if named:
        path = Path(named)
        return path if path.suffix == ".sqlite" else path / "store.sqlite"
    return Path(platformdirs.user_cache_dir("citecheck", appauthor=False)) / "store.sqlite"


class Store:
    """Answers by URL, and texts of local files. May be used by many threads and by several processes at once.

    Never raises for the state of its file: a damaged file, or one of a newer citecheck, is set aside and a new one
    begun; one that cannot be used at all is done without. `problem` says so in a sentence.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self.problem = ""
        self._lock = threading.Lock()
        self._room = dict.fromkeys(("answers", "texts"), 0.0)
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = self._open()
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError:
            self._begin_anew()
        except OSError as error:
            self._give_up(error)

    def get(self, url: str, max_age: float) -> Fetched | None:
        """The answer kept for a URL, not older than `max_age` seconds."""
        kept = self.kept(url)
        return kept.answer if kept is not None and kept.age <= max_age else None

    def kept(self, url: str) -> Kept | None:
        """All that is kept for a URL, however old."""
        values, since = self._read("answers", _key(url))
        return _unpack_kept(values, max(0.0, time.time() - since)) if values is not None else None

    def put(
        self,
        url: str,
        answer: Fetched,
        *,
        etag: str = "",
        modified: str = "",
        settled: bool = True,
        inside: bool = False,
    ) -> None:
        """Keeps the answer for a URL, if it is of a kind that is kept. Secrets of the URL are not in the file."""
        if is_kept(answer):
            values = {
                "etag": etag, "modified": modified, "settled": settled, "inside": inside, "answer": asdict(answer),
            }  # fmt: skip
            self._write("answers", "url", _key(url), mask(url), values)

    def drop(self, url: str) -> None:
        """Forgets the answer for a URL."""
        with self._using() as connection:
            if connection is not None:
                connection.execute("DELETE FROM answers WHERE key = ?", (_key(url),))
                connection.commit()

    def get_text(self, path: str, stamp: str) -> dict[str, Any] | None:
        """What was kept for a local file, when it is still of that stamp (its size and time)."""
        return self._read("texts", _key(f"{path}\n{stamp}"))[0]

    def put_text(self, path: str, stamp: str, values: dict[str, Any]) -> None:
        """Keeps what was read of a local file: plain JSON values. What was kept for another stamp of it goes."""
        self._write("texts", "path", _key(f"{path}\n{stamp}"), path, values)

    def info(self) -> StoreInfo:
        """What the store holds."""
        counts = {"answers": 0, "texts": 0}
        for table in counts:
            with self._using() as connection:
                if connection is not None:
                    counts[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return StoreInfo(self.path, counts["answers"], counts["texts"], self._size(), self.problem)

    def clear(self) -> StoreInfo:
        """Drops all that is kept. Returns what there was."""
        before = self.info()
        with self._using() as connection:
            if connection is not None:
                connection.execute("DELETE FROM answers")
                connection.execute("DELETE FROM texts")
                connection.commit()
                connection.execute("VACUUM")
        return before

    def close(self) -> None:
        """Closes the file; what `put` took is in it."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.path.is_symlink():
            raise OSError("it is a link to another file")
        if not self.path.exists():
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self.path, timeout=_TIMEOUT, check_same_thread=False)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA:
                raise sqlite3.DatabaseError("written by a newer citecheck")
            if not _fits(connection):
                raise sqlite3.DatabaseError("it is not a store of citecheck")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA user_version={SCHEMA}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_anew(self) -> None:
        """Sets a damaged file aside and begins another."""
        aside = self.path.with_name(f"{self.path.name}.bad-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            self.path.rename(aside)
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
            self._connection = self._open()
            self._warn(f"the cache {self.path} was damaged or of another version; it was set aside as {aside.name}")
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        self._warn(f"the cache {self.path} cannot be used ({error}); going on without it")

    def _warn(self, message: str) -> None:
        if not self.problem:
            self.problem = message
            warnings.warn(message, stacklevel=2)

    @contextlib.contextmanager
    def _using(self) -> Any:
        """The connection under the lock, None when there is none; its errors end its use, not the run."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                if self._connection is not None:
                    with contextlib.suppress(sqlite3.Error):
                        self._connection.rollback()
                self._give_up(error)

    def _read(self, table: str, key: str) -> tuple[dict[str, Any] | None, float]:
        """A row's values, None without a good row, and the time of its writing."""
        row = None
        with self._using() as connection:
            if connection is not None:
                query = f"SELECT digest, packed, time FROM {table} WHERE key = ?"
                row = connection.execute(query, (key,)).fetchone()
        if row is None or not isinstance(row[1], bytes) or sha256(key.encode() + row[1]).digest() != row[0]:
            return None, 0.0
        try:
            engine = zlib.decompressobj()
            text = engine.decompress(row[1], _MAX_UNPACKED)
            values = json.loads(text) if engine.eof else None
        except (zlib.error, ValueError):
            return None, 0.0
        return (values if isinstance(values, dict) else None), row[2] if isinstance(row[2], float) else 0.0

    def _write(self, table: str, name: str, key: str, shown: str, values: dict[str, Any]) -> None:
        packed = zlib.compress(json.dumps(values, default=_plain).encode(), 1)
        if len(packed) > MAX_TEXT:
            return
        digest = sha256(key.encode() + packed).digest()
        with self._using() as connection:
            if connection is not None:
                columns = f"key, {name}, time, size, digest, packed"
                query = f"INSERT OR REPLACE INTO {table} ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
                if table == "texts":
                    connection.execute("DELETE FROM texts WHERE path = ? AND key != ?", (shown, key))
                connection.execute(query, (key, shown, time.time(), len(packed), digest, packed))
                self._room[table] -= len(packed)
                if self._room[table] < 0:
                    self._evict(connection, table)
                connection.commit()

    def _evict(self, connection: sqlite3.Connection, table: str) -> None:
        """Drops the oldest rows of a table when it is over its size.

        Adding up the sizes reads the whole table: it is done again only when a tenth of the room may be written.
        """
        most = MAX_SIZE / 2
        total = connection.execute(f"SELECT total(size) FROM {table}").fetchone()[0]
        if total > most:
            for key, size in connection.execute(f"SELECT key, size FROM {table} ORDER BY time").fetchall():
                if total <= 0.9 * most:
                    break
                connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
                total -= size
        self._room[table] = min(most - total, most / 10)

    def _size(self) -> int:
        files = (self.path.with_name(self.path.name + tail) for tail in ("", "-wal", "-shm"))
        return sum(file.stat().st_size for file in files if file.exists())


def _fits(connection: sqlite3.Connection) -> bool:
    """Whether the file is new, or has the tables that this version writes."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return True
    for table, name in (("answers", "url"), ("texts", "path")):
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if columns != {"key", name, "time", "size", "digest", "packed"}:
            return False
    return True


def _key(url: str) -> str:
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not kept")


def is_kept(answer: Fetched) -> bool:
    """Whether an answer is of a kind that is kept: a page read whole, or one that is gone."""
    good = answer.state in (LinkState.OK, LinkState.MOVED) and answer.source is not None and answer.source.whole
    return good or (answer.state is LinkState.DEAD and answer.status is not None)


def _unpack_kept(values: dict[str, Any], age: float) -> Kept | None:
    try:
        answer = _unpack_answer(values["answer"])
        validators = str(values["etag"]), str(values["modified"])
        return Kept(answer, *validators, bool(values["settled"]), bool(values["inside"]), age) if answer else None
    except (KeyError, TypeError):
        return None


def _unpack_answer(values: dict[str, Any]) -> Fetched | None:
    try:
        source = values.pop("source")
        if source is not None:
            source["pages"] = tuple(PageBreak(**page) for page in source["pages"])
            source["anchors"] = frozenset(source["anchors"])
            source["paging"] = Paging(source["paging"])
            source["identifiers"] = tuple(source["identifiers"])
            source["works"] = tuple(Work(**work) for work in source["works"])
            source["reason"] = Reason(source["reason"])
            source["text"] = SPOOL.keep(source["text"])
            source = SourceText(**source)
        values["hops"] = tuple(values["hops"])
        values["state"] = LinkState(values["state"])
        values["reason"] = Reason(values["reason"])
        return Fetched(**values, source=source)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
