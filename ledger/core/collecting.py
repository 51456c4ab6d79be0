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


def keys_of(event: Event) -> tuple[str, ...]:
    """What an event is about: the keys under which an index finds it."""
    match event:
        case Anchored():
            return (event.root,)
        case Registered():
            keys = [event.asset, event.registrant, *(link.target for link in event.links)]
            return tuple(dict.fromkeys(keys if event.file_tag == ZERO_HASH else [*keys, event.file_tag]))
        case TitleRecorded():
            return tuple(dict.fromkeys((event.asset, *(share.holder for share in event.shares))))
        case TitleConfirmed():
            return (event.title, event.holder)
        case TitleChanged():
            return (event.title,)
        case RegistrationCancelled():
            return (event.digest, event.by)
        case DealActivated():
            targets = (each for line in event.text.lines for each in _targets(line))
            return tuple(dict.fromkeys((event.deal, *targets, *event.text.signers)))
        case LineActivated():
            return (event.chain, event.deal)
        case LineEnded() | DealCancelled():
            return (event.deal,)
        case ExclusivesChanged():
            return (event.chain,)
        case MandateActivated():
            return (event.mandate, event.to, *event.text.givers)
        case BarsChanged():
            return (event.member, event.mandate)
        case MandateEnded() | MandateCancelled():
            return (event.mandate,)
        case DisputeOpened() | DisputeWithdrawn() | DisputeResolved():
            return (event.subject, event.digest, event.opener)
        case TitleVoided():
            return (event.asset, event.title)
        case Attested():
            return (event.party, event.digest)
        case Stated():
            return (event.subject, event.digest)


def _targets(line: Line) -> tuple[str, ...]:
    """What a line is about: its asset or society, and its parent."""
    target = line.asset if line.society == ZERO_ADDRESS else line.society
    return (target,) if line.parent == ZERO_HASH else (target, line.parent)


def collect(
    lookup: Lookup,
    *,
    assets: Iterable[str] = (),
    files: Iterable[str] = (),
    deals: Iterable[str] = (),
    chains: Iterable[str] = (),
    parties: Iterable[str] = (),
) -> State:
    """The state of some works, files or deals, and of what they are linked to, from their own events alone.

    Args:
        lookup: The index.
        assets: Asset ids.
        files: File tags.
        deals: Deal ids.
        chains: Keys of hash chains whose heads, entries and exclusives are wanted.
        parties: Accounts whose mandates are wanted, and those that their mandataries gave on; and blankets
            to them.
    """
    wanted, seen = {*assets, *files, *deals, *chains, *parties}, set[str]()
    whole = set(chains)
    titles = set[str]()
    events: dict[tuple[int, int], Event] = {}
    while wanted - seen:
        fresh = wanted - seen
        seen |= fresh
        for event in lookup(sorted(fresh)):
            if not _concerns(event, seen, whole):
                continue
            events[event.at.block, event.at.log_index] = event
            match event:
                case Registered():
                    wanted |= {event.asset, *(link.target for link in event.links)}
                    wanted |= {event.file_tag} - {ZERO_HASH}
                case TitleRecorded():
                    titles.add(event.title)
                    wanted |= {event.title, title_key(event.asset, event.layer)}
                case DealActivated():
                    wanted.add(event.deal)
                    wanted |= {
                        line_id(event.deal, i) for i, line in enumerate(event.text.lines) if line.depth
                    }
                case LineActivated():
                    wanted.add(event.deal)
                case MandateActivated():
                    wanted |= {event.mandate, event.to}
    found = (events[place] for place in sorted(events))
    # Who asks for the hash of a title as if it were a work is told of none.
    about = TitleConfirmed | TitleChanged
    return fold(event for event in found if not isinstance(event, about) or event.title in titles)


def _concerns(event: Event, keys: set[str], chains: set[str]) -> bool:
    """Whether the event is about the keys themselves and not merely names them."""
    match event:
        case Registered():
            return event.asset in keys or event.file_tag in keys
        case TitleRecorded():
            return event.asset in keys
        case TitleConfirmed():
            return event.title in keys
        case DealActivated():
            return event.deal in keys or any(_touches(line, keys) for line in event.text.lines)
        case LineActivated() | ExclusivesChanged():
            return event.chain in chains
        case MandateActivated():
            return event.mandate in keys or not keys.isdisjoint(event.text.givers)
        case BarsChanged():
            return event.member in keys
        case DisputeOpened() | DisputeWithdrawn() | DisputeResolved():
            return event.subject in keys
        case TitleVoided():
            return event.asset in keys
    return True


def _touches(line: Line, keys: set[str]) -> bool:
    """Whether a line is on an asset, under a parent, or a blanket to a party."""
    if line.society != ZERO_ADDRESS:
        return line.licensee in keys
    return line.asset in keys or line.parent in keys
