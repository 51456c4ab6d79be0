"""Where the routes ask: services of one data folder, called in threads of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from starlette.requests import Request

from api.answers import Json
from api.limits import Limits
from api.sending import Sending
from ledger.core import times
from ledger.core.cid import RAW
from ledger.core.cid import parse as parse_cid
from ledger.core.collecting import collect
from ledger.core.events import Block
from ledger.core.fields import Fields
from ledger.core.inquiry import Inquiry, inquiry
from ledger.core.model import check_hash, check_uint
from ledger.core.policy import Policy, policy_from
from ledger.core.record import MAX_RECORD, from_bytes
from ledger.core.seen import asset_of, read_record
from ledger.core.state import State
from ledger.core.strictjson import loads
from ledger.core.verdict import Status
from ledger.errors import BadInput, CannotTell, ServiceDown, SongdeedError, UsageError
from ledger.home import Home
from ledger.ports import Payer
from ledger.services import telling
from ledger.services.asking import Hearing
from ledger.services.relaying import to_json
from ledger.text import Lang

P = ParamSpec("P")
T = TypeVar("T")

READERS = 8

# Entries of a hash chain that one answer holds.
PAGE = 1_000


class Window(Protocol):
    """Reads of a chain by JSON-RPC (``ledger.chain.window``)."""

    def answer(self, asked: object) -> Json:
        """An answer to one question."""
        ...


@dataclass(frozen=True, slots=True)
class Shared:
    """The bytes of the network file, and reads of the chain."""

    file: bytes
    window: Window


def _shared(home: Home, url: str) -> Shared:
    """What others need who use the ledger through a server at ``url``."""
    return Shared(home.station.sharing.share(url).to_bytes(), home.station.window())


class Desk:
    """One for each app. Methods without ``async`` block: they are called through ``run``.

    Args:
        home: The data folder.
        payer: Who pays for relayed operations; None is the embedded chain's own payer.
        limits: What a request may cost.
        share: Where others reach this server, if they may use the ledger through it.
    """

    def __init__(self, home: Home, payer: Payer | None, limits: Limits, share: str | None = None) -> None:
        self.limits = limits
        self._shared = None if share is None else _shared(home, share)
        self._home = home
        # Made here, once: two threads that first want them would make two.
        self._network, self._index = home.chain.network, home.index
        self.sending = Sending(home, payer, limits)
        self._readers = ThreadPoolExecutor(READERS, "read")
        self._uploads = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call something that blocks, in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: function(*args, **kwargs))

    @contextmanager
    def upload(self) -> Iterator[None]:
        """A place among the files that are hashed at a time.

        Raises:
            ServiceDown: ``BUSY``.
        """
        if self._uploads >= self.limits.uploads:
            raise ServiceDown("BUSY")
        self._uploads += 1
        try:
            yield
        finally:
            self._uploads -= 1

    async def finish(self) -> None:
        """Let operations that are on their way reach the chain's node."""
        await self.sending.finish()
        self._readers.shutdown()

    def shown(self, content: Json) -> Json:
        """An answer, marked where it proves nothing to others."""
        return {**content, "local": True} if self._network.local else content

    def work(self, asset: str) -> Json:
        """Who registered a work, when, as what; ``as_of`` is the block at which that is so."""
        state, head = self._known(asset)
        said = self._contact(asset)
        return self.shown({**telling.asset_json(state, asset), **said, "as_of": telling.block_of(head)})

    def _contact(self, asset: str) -> Json:
        """Where its registrant wants to be asked, if the record says so."""
        found = self._home.enclosing.contact(asset)
        return {} if found is None else {"contact": found}

    def works_of_file(self, sha256: str) -> Json:
        """Which assets claim a file."""
        state, head = self._home.public_asking.about(file=check_hash(sha256))
        assets = [telling.asset_json(state, asset) for asset in state.claims.get(sha256, ())]
        return self.shown(telling.claims(sha256, assets, head))

    def title(self, asset: str) -> Json:
        """Chain of title."""
        state, head = self._known(asset)
        titles, line = telling.title_json(state, asset), telling.timeline(state)
        block = telling.block_of(head)
        said = self._contact(asset)
        return self.shown({"asset": asset, "titles": titles, "timeline": line, **said, "block": block})

    def deals(self, asset: str) -> Json:
        """Deals on a work."""
        state, head = self._known(asset)
        return self.shown(telling.deals(state, asset, head))

    def chain(self, key: str, given: Mapping[str, str]) -> Json:
        """A page of the entries of a hash chain, and its head: what an exclusive's licensee acknowledges.

        Args:
            key: Title key, parent line, or the key of a society or an agent (``docs/storage.md``).
            given: ``after``, the number of the last entry that is known already, and ``limit``.

        Raises:
            UsageError: ``PARAMETER_NUMBER``.
        """
        after, limit = _number(given, "after", 0, 2**53), _number(given, "limit", PAGE, PAGE)
        head = self._index.sync(self._home.chain)
        state = collect(partial(self._index.events, last_block=head.number), chains=[check_hash(key)])
        page = telling.chain(state, key, after, limit)
        return self.shown({**page, "block": telling.block_of(head)})

    def verdict(self, given: Mapping[str, str], lang: Lang) -> Json:
        """Answer to the one question; ``work`` is an asset id or the SHA-256 of a file.

        A work that nobody registered is an INDETERMINATE verdict, not an error.

        Raises:
            UsageError: An unknown use, territory or moment.
        """
        asked = inquiry(given["party"], given["use"], given["work"], given["territory"], given.get("at"))
        strict = given.get("strict", "false")
        if strict not in ("true", "false"):
            raise UsageError("PARAMETER_BOOLEAN", name="strict", value=strict)
        hearing = self._home.public_asking.open(
            _moment(given.get("known_at"), asked.territory), Policy(strict=strict == "true")
        )
        return self.shown(telling.answer_json(hearing.ask(asked), hearing.block, lang))

    def verdicts(self, given: bytes, lang: Lang) -> Json:
        """Answers to many questions by one state of the ledger. A bad one is answered as such.

        Args:
            given: JSON with ``questions``, and perhaps ``known_at`` (UTC seconds) and ``policy``.
            lang: Language of the sentences.

        Raises:
            BadInput: ``JSON_…``, ``FIELD_…``, ``BAD_INTEGER``, ``TOO_MANY_QUESTIONS``.
        """
        most, depth = self.limits.json_bytes, self.limits.json_depth
        fields = Fields(loads(given, max_bytes=most, max_depth=depth, odd_numbers=True), "")
        questions = fields.listed("questions", lambda value, _: value)
        known_at, policy = fields.whole("known_at", None), fields.mapping("policy")
        fields.done()
        if known_at is not None:
            check_uint(known_at, 64, "known_at")
        if len(questions) > self.limits.questions:
            raise BadInput("TOO_MANY_QUESTIONS", given=len(questions), limit=self.limits.questions)
        hearing = self._home.public_asking.open(known_at, policy_from(policy))
        answers = [self._one(hearing, each, number, lang) for number, each in enumerate(questions)]
        found = [Status(each["verdict"]) for each in answers]
        block = telling.block_of(hearing.block)
        return self.shown({"answers": answers, "summary": telling.summary(found), "block": block})

    def _one(self, hearing: Hearing, given: object, number: int, lang: Lang) -> Json:
        try:
            asked = _inquiry(given, f"questions[{number}]")
        except SongdeedError as error:
            return telling.bad_query(error, lang)
        return telling.answer_json(hearing.ask(asked), hearing.block, lang)

    @property
    def home(self) -> Home:
        """The data folder."""
        return self._home

    @property
    def shared(self) -> Shared:
        """What others need.

        Raises:
            CannotTell: ``NOT_SHARED``.
        """
        if self._shared is None:
            raise CannotTell("NOT_SHARED")
        return self._shared

    def proof(self, nonce: str) -> Json:
        """That this is the server of whoever shares the ledger; ``nonce``: drawn by who asks.

        Raises:
            BadInput: ``BAD_HASH``.
            CannotTell: ``NOT_SHARED``.
        """
        sharing = self._home.station.sharing
        return sharing.prove(check_hash(nonce), self.shared.file, self._home.chain.finalized())

    def record(self, cid: str) -> bytes:
        """A public record. What is stored here and is no record, a piece of audio for one, is not shown.

        Nor is a record before its work is registered, or that of a secret work before its file is revealed:
        that its address can't be guessed is no protection.

        Raises:
            BadInput: ``CID_…``.
            CannotTell: ``NO_SUCH_RECORD``.
        """
        store, data = self._home.depot.own, b""
        if parse_cid(cid).codec == RAW and store.has(cid):
            for piece in store.read(cid):
                data += piece
                if len(data) > MAX_RECORD:
                    raise CannotTell("NO_SUCH_RECORD", cid=cid)
        try:
            asset = asset_of(data)
        except BadInput as error:
            raise CannotTell("NO_SUCH_RECORD", cid=cid) from error
        state, known = self._home.asking.about(asset=asset)[0], from_bytes(data)
        secret = known.salt is not None and bool(known.files) and asset not in state.revealed
        if asset not in state.assets or secret:
            raise CannotTell("NO_SUCH_RECORD", cid=cid)
        return data

    def keep_record(self, asset: str, data: bytes) -> Json:
        """Keep the record of a registered asset; nothing else is taken, so nobody can fill the disk with it.

        Raises:
            BadInput: ``NOT_ITS_RECORD``.
            CannotTell: ``NOT_SHARED``, ``UNKNOWN_WORK``.
        """
        if not self.shared:
            raise AssertionError("unreachable: it raises")
        state, _ = self._known(asset)
        event = state.assets[asset]
        if read_record(event, data).problem:
            raise BadInput("NOT_ITS_RECORD", asset=asset)
        return self.shown({"asset": asset, "record_cid": self._home.store.put_block(data)})

    def operation(self, identity: str) -> Json:
        """What is known about an operation."""
        return self.shown(to_json(self.sending.relay.status(check_hash(identity))))

    def ready(self) -> Json:
        """Chain, index and store answer.

        Raises:
            ServiceDown: One of them does not.
        """
        head = self._index.sync(self._home.chain)
        self._home.store.ping()
        network = {"name": self._network.name, "chain_id": self._network.chain_id}
        return self.shown({"status": "ready", "network": network, "block": telling.block_of(head)})

    def _known(self, asset: str) -> tuple[State, Block]:
        state, head = self._home.public_asking.about(asset=check_hash(asset))
        if asset not in state.assets:
            raise CannotTell("UNKNOWN_WORK", asset=asset)
        return state, head


def _inquiry(given: object, where: str) -> Inquiry:
    fields = Fields(given, where)
    party, use = fields.text("party"), fields.text("use")
    found = inquiry(party, use, fields.text("work"), fields.text("territory"), fields.text_or_none("at"))
    fields.done()
    return found


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 16 or int(text) > most:
        raise UsageError("PARAMETER_NUMBER", name=name, value=text[:40], most=most)
    return int(text)


def _moment(given: str | None, territory: str) -> int | None:
    return None if given is None else times.parse_at(given, [territory])


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves a request."""
    desk: Desk = request.app.state.desk
    return desk
