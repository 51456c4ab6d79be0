"""What an asker demands of an answer, and what is known beside the ledger's events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ledger.core.fields import Fields
from ledger.core.model import check_address, check_uint
from ledger.core.seen import RecordSeen


@dataclass(frozen=True, slots=True)
class Policy:
    """More than the rules demand, never less.

    ``strict``: records must have been seen; ``finality``: blocks that must follow the one that records a
    fact; ``arbiters``: whose rulings count; ``disputants``: whose disputes flag, though they have no stake;
    ``attested``: every party in the chain must be attested by one of ``attestors``; ``signatures``: each
    signature in the chain is looked at again by whoever gathers the facts.
    """

    strict: bool = False
    finality: int = 0
    arbiters: frozenset[str] = frozenset()
    disputants: frozenset[str] = frozenset()
    attestors: frozenset[str] = frozenset()
    attested: bool = False
    signatures: bool = False


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the events.

    ``records``: by asset, those that were seen; ``head``: number of the last block folded; ``final``: number
    of the last block that is final, None if all are; ``bad_signers``: by transaction, accounts whose
    signature in it is not that of their key; ``unseen``: transactions in which no signature could be seen.
    """

    records: Mapping[str, RecordSeen] = field(default_factory=dict)
    head: int = 0
    final: int | None = None
    bad_signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()


def policy_from(value: object, where: str = "policy", name: Callable[[str], str] = check_address) -> Policy:
    """The policy in a JSON object; what is absent is the default.

    Args:
        value: The object.
        where: Its place, for errors.
        name: Turns the name of an account into its address.

    Raises:
        BadInput: ``FIELD_…``, and what ``name`` raises.
    """
    fields = Fields(value, where)
    lists = {
        each: frozenset(map(name, fields.texts(each))) for each in ("arbiters", "disputants", "attestors")
    }
    finality = check_uint(fields.whole("finality", 0), 64, "finality")
    attested, signatures = fields.truth("attested"), fields.truth("signatures")
    policy = Policy(fields.truth("strict"), finality, **lists, attested=attested, signatures=signatures)
    fields.done()
    return policy
