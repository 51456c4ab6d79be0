"""Which replicas there are, ``replicas.json``, and which work is to be kept by whom, ``kept/ASSET.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ledger import safefile
from ledger.core import strictjson
from ledger.errors import BadInput, ServiceDown

KINDS = ("node", "service", "gateway")
MAX_REPLICAS = 64
_MAX_BYTES = 1 << 17
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_ASSET = re.compile(r"0x[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """A replica: name, kind, address, and the environment variable that holds its secret, never the secret.

    ``address`` is a multiaddr for a node, a URL otherwise.
    """

    name: str
    kind: str
    address: str
    secret_env: str | None = None

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise BadInput("REPLICA_NAME", value=self.name[:40])
        check_variable(self.secret_env)


def check_variable(name: str | None) -> str | None:
    """The name of an environment variable, if it can be one.

    Raises:
        BadInput: ``SECRET_VARIABLE``; its value is not repeated, for it may be the secret itself.
    """
    if name is not None and not _VARIABLE.match(name):
        raise BadInput("SECRET_VARIABLE")
    return name


class Places:
    """The file of the replicas.

    Args:
        path: ``replicas.json``; absent while there are none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> tuple[Place, ...]:
        """The replicas, in the order in which they were added.

        Raises:
            ServiceDown: ``REPLICAS_CORRUPT``.
        """
        found = _load(self._path)
        if found is None:
            return ()
        try:
            match found:
                case {"version": 1, "replicas": list(rows), **rest} if not rest and len(rows) <= MAX_REPLICAS:
                    places = tuple(Place(**row) for row in rows)
                    if all(place.kind in KINDS for place in places):
                        return places
        except (TypeError, BadInput) as error:
            raise ServiceDown("REPLICAS_CORRUPT", path=str(self._path)) from error
        raise ServiceDown("REPLICAS_CORRUPT", path=str(self._path))

    def named(self, name: str) -> Place:
        """A replica.

        Raises:
            BadInput: ``UNKNOWN_REPLICA``.
        """
        for place in self.all():
            if place.name == name:
                return place
        raise BadInput("UNKNOWN_REPLICA", name=name, known=", ".join(one.name for one in self.all()) or "–")

    def check(self, place: Place) -> tuple[Place, ...]:
        """The replicas that are there, if another may be added to them.

        Raises:
            BadInput: ``REPLICA_EXISTS``, ``REPLICA_SAME``, ``REPLICAS_MANY``.
        """
        places = self.all()
        if any(one.name == place.name for one in places):
            raise BadInput("REPLICA_EXISTS", name=place.name)
        for one in places:
            if (one.kind, one.address.rstrip("/")) == (place.kind, place.address.rstrip("/")):
                raise BadInput("REPLICA_SAME", name=place.name, other=one.name)
        if len(places) >= MAX_REPLICAS:
            raise BadInput("REPLICAS_MANY", limit=MAX_REPLICAS)
        return places

    def add(self, place: Place) -> None:
        """Add a replica.

        Raises:
            BadInput: As ``check``.
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        self._write((*self.check(place), place))

    def remove(self, name: str) -> None:
        """Forget a replica; what it keeps it keeps on.

        Raises:
            BadInput: ``UNKNOWN_REPLICA``.
        """
        gone = self.named(name)
        self._write(tuple(place for place in self.all() if place != gone))

    def _write(self, places: Sequence[Place]) -> None:
        rows = [{key: value for key, value in asdict(place).items() if value} for place in places]
        _store(self._path, {"version": 1, "replicas": rows})


class Kept:
    """Which replicas are to keep a work: a file for each work.

    Args:
        folder: Made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def at(self, asset: str) -> tuple[str, ...]:
        """Names of the replicas of a work, sorted.

        Raises:
            ServiceDown: ``REPLICAS_CORRUPT``.
        """
        path = self._path(asset)
        match _load(path):
            case None:
                return ()
            case {"version": 1, "replicas": list(names)} if all(isinstance(name, str) for name in names):
                return tuple(sorted(set(names)))
        raise ServiceDown("REPLICAS_CORRUPT", path=str(path))

    def add(self, asset: str, name: str) -> None:
        """Note that a replica is to keep a work.

        Raises:
            ServiceDown: ``FILE_UNWRITABLE``.
        """
        self._set(asset, {*self.at(asset), name})

    def drop(self, name: str) -> None:
        """Forget a replica in every work."""
        for asset in self.assets():
            if name in self.at(asset):
                self._set(asset, set(self.at(asset)) - {name})

    def assets(self) -> Iterator[str]:
        """Works of which there are replicas, sorted."""
        found = self._folder.glob("*.json") if self._folder.is_dir() else ()
        yield from sorted(path.stem for path in found if _ASSET.match(path.stem))

    def _set(self, asset: str, names: set[str]) -> None:
        path = self._path(asset)
        if names:
            _store(path, {"version": 1, "replicas": sorted(names)})
        else:
            path.unlink(missing_ok=True)

    def _path(self, asset: str) -> Path:
        if not _ASSET.match(asset):
            raise BadInput("BAD_HASH", value=asset[:80])
        return self._folder / f"{asset}.json"


def _load(path: Path) -> Any:
    try:
        return strictjson.loads(path.read_bytes(), max_bytes=_MAX_BYTES)
    except FileNotFoundError:
        return None
    except (OSError, BadInput) as error:
        raise ServiceDown("REPLICAS_CORRUPT", path=str(path)) from error


def _store(path: Path, document: dict[str, Any]) -> None:
    try:
        safefile.private_folder(path.parent)
        safefile.write(path, strictjson.canonical(document))
    except OSError as error:
        raise ServiceDown("FILE_UNWRITABLE", path=str(path), reason=error.strerror or str(error)) from error
