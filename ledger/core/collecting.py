"""Which events are about what, and the state of some works, deals or parties from their own events alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ledger.core.events import (
    Anchored,
    Attested,
    BarsChanged,
    DealActivated,
    DealCancelled,
    DisputeOpened,
    DisputeResolved,
    DisputeWithdrawn,
    Event,
    ExclusivesChanged,
    LineActivated,
    LineEnded,
    MandateActivated,
    MandateCancelled,
    MandateEnded,
    Registered,
    RegistrationCancelled,
    Revealed,
    Stated,
    TitleChanged,
    TitleConfirmed,
    TitleRecorded,
    TitleVoided,
)
from ledger.core.facts import State
from ledger.core.ids import line_id, title_key
from ledger.core.model import ZERO_ADDRESS, ZERO_HASH, Line
from ledger.core.state import fold

Lookup = Callable[[Iterable[str]], Sequence[Event]]
"""Events that bear any of the keys, in order."""


def gives_key(account: str, asset: str = ZERO_HASH) -> str:
    """Key of the mandates that an account gave for one work, or for all of its works."""
    return f"gives:{account}:{asset}"


def given_key(account: str) -> str:
    """Key of all mandates that an account gave, and of its list of those that bar it."""
    return f"given:{account}"


def blankets_key(licensee: str) -> str:
    """Key of the deals with blanket lines to a licensee."""
    return f"blankets:{licensee}"


def holds_key(account: str) -> str:
    """Key of the tables in which an account holds units."""
    return f"holds:{account}"


def attested_key(account: str) -> str:
    """Key of what is testified about an account."""
    return f"attested:{account}"


def keys_of(event: Event) -> tuple[str, ...]:
    """What an event is about: the keys under which an index finds it.

    An account is a key only together with its part in the event: a label that holds a million works has
    nevertheless given but a few mandates, and a question about one work should not read of all.
    """
    match event:
        case Anchored():
            return (event.root,)
        case Registered():
            return (event.asset,) if event.file_tag == ZERO_HASH else (event.asset, event.file_tag)
        case Revealed():
            return (event.asset, event.file)
        case TitleRecorded():
            return (event.asset, *(holds_key(share.holder) for share in event.shares))
        case TitleConfirmed() | TitleChanged():
            return (event.title,)
        case RegistrationCancelled():
            return (event.digest,)
        case DealActivated():
            targets = (each for line in event.text.lines for each in _targets(line))
            return tuple(dict.fromkeys((event.deal, *targets)))
        case LineActivated() | ExclusivesChanged():
            return (event.chain,)
        case LineEnded() | DealCancelled():
            return (event.deal,)
        case MandateActivated():
            givers = event.text.givers
            keys = [key for each in givers for key in (gives_key(each, event.text.asset), given_key(each))]
            return (event.mandate, *keys)
        case BarsChanged():
            return (given_key(event.member),)
        case MandateEnded() | MandateCancelled():
            return (event.mandate,)
        case DisputeOpened() | DisputeWithdrawn() | DisputeResolved():
            return (event.subject, event.digest)
        case TitleVoided():
            return (event.asset, event.title)
        case Attested():
            return (attested_key(event.party), event.digest)
        case Stated():
            return (event.subject, event.digest)


def _targets(line: Line) -> tuple[str, ...]:
    """What a line is about: its asset or whom its blanket serves, and its parent."""
    target = line.asset if line.society == ZERO_ADDRESS else blankets_key(line.licensee)
    return (target,) if line.parent == ZERO_HASH else (target, line.parent)


def collect(
    lookup: Lookup,
    *,
    assets: Iterable[str] = (),
    files: Iterable[str] = (),
    deals: Iterable[str] = (),
    chains: Iterable[str] = (),
    parties: Iterable[str] = (),
    asker: str | None = None,
    attested: bool = False,
) -> State:
    """The state of some works, files or deals, and of what they are linked to, from their own events alone.

    Args:
        lookup: The index.
        assets: Asset ids.
        files: File tags; under a file's SHA-256 stand sealed assets too that were revealed.
        deals: Deal ids.
        chains: Keys of hash chains whose heads, entries and exclusives are wanted.
        parties: Accounts whose mandates and lists of bars are wanted, and the mandates that their mandataries
            gave on; and blankets to them.
        asker: Who asks about the works: his blankets are wanted, and the mandates that bear on the works of
            all who hold or held them.
        attested: Whether what is testified about those accounts is wanted.
    """
    search = _Search(lookup, set(chains), asker, attested)
    search.wanted = {*assets, *files, *deals, *chains}
    for party in parties:
        search.wanted |= {given_key(party), gives_key(party), blankets_key(party)}
    if asker is not None:
        search.wanted.add(blankets_key(ZERO_ADDRESS))
        search.account(asker)
    search.run()
    # Who asks for the hash of a title as if it were a work is told of none.
    about = TitleConfirmed | TitleChanged
    found = (search.events[place] for place in sorted(search.events))
    return fold(event for event in found if not isinstance(event, about) or event.title in search.titles)


class _Search:
    """Follows keys to events and events to further keys, until nothing new is met."""

    def __init__(self, lookup: Lookup, chains: set[str], asker: str | None, attested: bool) -> None:
        self._lookup, self._chains, self._asker, self._attested = lookup, chains, asker, attested
        self.wanted, self._seen = set[str](), set[str]()
        self.titles = set[str]()
        self.events: dict[tuple[int, int], Event] = {}
        self._accounts, self._assets = set[str](), set[str]()

    def run(self) -> None:
        while fresh := self.wanted - self._seen:
            self._seen |= fresh
            for event in self._lookup(sorted(fresh)):
                place = event.at.block, event.at.log_index
                if place not in self.events and _concerns(event, self._seen, self._chains):
                    self.events[place] = event
                    self._follow(event)

    def account(self, name: str) -> None:
        """Somebody whose mandates bear on the answer; to prove a line, his list of bars does too."""
        if self._asker is None:
            self.wanted.add(given_key(name))
        elif name not in self._accounts:
            self._accounts.add(name)
            self.wanted |= {gives_key(name), *(gives_key(name, asset) for asset in self._assets)}
            self.wanted.add(
                blankets_key(name)
            )  # what a work was made from may be cleared by its makers' blanket
            self._testimony(name)

    def _asset(self, name: str) -> None:
        if name not in self._assets:
            self._assets.add(name)
            self.wanted |= {gives_key(account, name) for account in self._accounts}

    def _testimony(self, *accounts: str) -> None:
        if self._attested:
            self.wanted |= {attested_key(account) for account in accounts}

    def _follow(self, event: Event) -> None:
        match event:
            case Registered():
                self.wanted |= {event.asset, *(link.target for link in event.links)}
                self.wanted |= {event.file_tag} - {ZERO_HASH}
                self._asset(event.asset)
            case Revealed():
                self.wanted |= {event.asset, event.file}
            case TitleRecorded():
                self.titles.add(event.title)
                self.wanted |= {event.title, title_key(event.asset, event.layer)}
                if self._asker is not None:
                    for share in event.shares:
                        self.account(share.holder)
            case DealActivated():
                self.wanted.add(event.deal)
                lines = enumerate(event.text.lines)
                self.wanted |= {line_id(event.deal, i) for i, line in lines if line.depth}
                self._testimony(*event.text.signers)
            case LineActivated():
                self.wanted.add(event.deal)
            case MandateActivated():
                self.wanted.add(event.mandate)
                self.account(event.text.to)


def _concerns(event: Event, keys: set[str], chains: set[str]) -> bool:
    """Whether the event is about the keys themselves and not merely names them."""
    match event:
        case TitleRecorded() | TitleVoided():
            return event.asset in keys
        case LineActivated() | ExclusivesChanged():
            return event.chain in chains
        case DisputeOpened() | DisputeWithdrawn() | DisputeResolved():
            return event.subject in keys
    return True
