"""What the EIP-712 vectors sign: every struct, smallest and largest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eth_keys.datatypes import PrivateKey

from ledger.core.annals import Arbitration, Attestation, DisputeWithdrawal, Opening, Ruling, Statement
from ledger.core.eip712 import Message
from ledger.core.keccak import keccak
from ledger.core.licensing import Accept, Mandate, Withdrawal
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Domain,
    Line,
    Link,
    Registration,
    Replacement,
    Share,
    Split,
    Termination,
    Unclaimed,
    UnitsClaim,
)
from ledger.core.rights import OPEN_END, WHOLE, WORLD
from ledger.core.unsealing import Reveal

REGISTRY = Domain("Songdeed Registry", 1, "0x" + "c1" * 20)
LICENSING = Domain("Songdeed Licensing", 2**256 - 1, "0x" + "c2" * 20)
RUNNABLE = Domain("Songdeed Licensing", 2**64 - 1, "0x" + "c2" * 20)
"""The highest chain id that a Solidity test can put the contracts on, so that they are asked themselves."""

ELSEWHERE = Domain("Songdeed Registry", 2**64 - 1, "0x" + "c3" * 20)
"""The same for the registry."""

SECRETS = [keccak(bytes([number])) for number in range(4)]
"""Throw-away keys: their numbers are public."""

ONES, FULL = "0x" + "ff" * 20, "0x" + "ff" * 32


def account(number: int) -> str:
    """Address of a throw-away key."""
    return str(PrivateKey(SECRETS[number]).public_key.to_address())


def word(number: int) -> str:
    """Some 32 bytes."""
    return "0x" + keccak(number.to_bytes(32, "big")).hex()


def holder(number: int) -> str:
    """Some account that signs nothing here."""
    return word(number)[:42]


def line(number: int) -> Line:
    """A line with every field set, another for each number."""
    return Line(
        asset=word(number), society=holder(number), layer=number % 4 + 1, usage=1 << number % 31,
        territory=WORLD >> number, start=number, end=OPEN_END - number, exclusivity=number % 3 + 1,
        licensee=holder(number + 50), title=word(number + 100), parent=word(number + 200), depth=number % 5,
        consult=word(number + 300), revocation=number % 3 + 1, revoker=holder(number + 400),
        notice=2**32 - 1 - number, survives=number % 2 == 0,
    )  # fmt: skip


def asset(number: int, links: int, holders: int, keyless: int) -> Asset:
    """An asset with so many of each."""
    shares = tuple(Share(holder(number * 100 + i), WHOLE - i) for i in range(holders))
    nobody = tuple(Unclaimed(word(number * 100 + i), i + 1) for i in range(keyless))
    return Asset(
        number % 6 + 1, word(number), word(number + 1),
        tuple(Link(i % 5 + 1, word(number + i)) for i in range(links)),
        tuple(Split(layer + 1, shares, nobody) for layer in range(number % 3)),
    )  # fmt: skip


def all_ones() -> tuple[Registration, Deal]:
    """Texts in which every integer is the widest of its type and every flag is true."""
    split = Split(255, (Share(ONES, 2**32 - 1),), (Unclaimed(FULL, 2**32 - 1),))
    whole = Asset(255, FULL, FULL, (Link(255, FULL),), (split,))
    row = Line(
        asset=FULL, society=ONES, layer=255, usage=2**32 - 1, territory=2**256 - 1, start=2**64 - 1,
        end=2**64 - 1, exclusivity=255, licensee=ONES, title=FULL, parent=FULL, depth=255, consult=FULL,
        revocation=255, revoker=ONES, notice=2**32 - 1, survives=True,
    )  # fmt: skip
    deal = Deal((row, row), (ONES, ONES), FULL, 2**64 - 1, ONES, True, FULL)
    return Registration(ONES, (whole,), FULL, 2**64 - 1), deal


def messages() -> Iterator[tuple[str, Domain, Message]]:
    """Every case by name. New ones come last: a case's place chooses its key."""
    yield "registration, the least", REGISTRY, Registration(ZERO_ADDRESS, (), ZERO_HASH, 0)
    song = Asset(1, word(1), ZERO_HASH, (), (Split(1, (Share(account(0), WHOLE),)),))
    producers = (Share(account(0), 60), Share(account(1), 40))
    splits = (Split(2, (Share(account(1), WHOLE),)), Split(3, producers))
    take = Asset(3, word(2), word(3), (Link(1, word(4)),), splits)
    both = Registration(account(0), (song, take), word(9), 2**63)
    yield "registration, a song and its recording", REGISTRY, both
    many = tuple(asset(number, number * 2, number * 3, number) for number in range(1, 8))
    yield "registration, many of everything", REGISTRY, Registration(account(1), many, word(7), 2**64 - 1)
    yield "cancellation of a registration", REGISTRY, Cancellation(word(5), account(0), 0)
    yield "deal, the least", LICENSING, Deal((), (), ZERO_HASH, 0, ZERO_ADDRESS, False, ZERO_HASH)
    one = Deal((line(1),), (account(0),), word(1), 1, account(1), True, word(2))
    yield "deal, one line", LICENSING, one
    yield "deal, one line, no flag", LICENSING, replace(one, cross_termination=False)
    lines = tuple(line(number) for number in range(16))
    signers = tuple(sorted(holder(number) for number in range(128)))
    full = Deal(lines, signers, word(3), 2**64 - 1, account(2), True, word(4))
    yield "deal, sixteen lines and 128 signers", LICENSING, full
    yield "termination, all zero", LICENSING, Termination(ZERO_HASH, 0, 0, ZERO_ADDRESS, 0)
    ones = Termination(word(6), 2**16 - 1, 2**64 - 1, account(3), 2**64 - 1)
    yield "termination, all ones", LICENSING, ones
    yield "cancellation of a deal", LICENSING, Cancellation(word(8), account(2), 2**64 - 1)
    # The same text under the other contract is another text (THREATS.md 2).
    yield "cancellation, the other contract", REGISTRY, Cancellation(word(8), account(2), 2**64 - 1)
    widest, ones_deal = all_ones()
    yield "registration, all ones", REGISTRY, widest
    yield "deal, all ones", RUNNABLE, ones_deal
    yield "deal, sixteen lines on a chain that can be", RUNNABLE, full
    yield "deal, the least on a chain that can be", RUNNABLE, replace(one, lines=(), signers=())
    yield "termination on a chain that can be", RUNNABLE, Termination(word(6), 5, 1, account(3), 2**63)
    yield "cancellation of a deal on a chain that can be", RUNNABLE, Cancellation(word(8), account(2), 1)
    yield from changes_of_titles()
    yield from licences(one, full, ones_deal)
    yield from annals()


def changes_of_titles() -> Iterator[tuple[str, Domain, Message]]:
    """What is signed to confirm, replace, claim and assign."""
    shares = tuple(sorted((Share(account(n), WHOLE // 4) for n in range(4)), key=lambda share: share.holder))
    nobody = (Unclaimed(word(1), 1), Unclaimed(word(2), 2**32 - 1))
    yield "confirmation", ELSEWHERE, Confirmation(word(1), account(0), 2**64 - 1)
    yield "replacement, the least", ELSEWHERE, Replacement(ZERO_HASH, (), (), 0)
    yield "replacement", ELSEWHERE, Replacement(word(2), shares, nobody, 5)
    yield "claim of units", ELSEWHERE, UnitsClaim(word(3), word(4), account(1), 6)
    yield "assignment, the least", ELSEWHERE, Assignment(ZERO_HASH, (), ZERO_HASH, 0)
    yield "assignment", ELSEWHERE, Assignment(word(5), shares, word(6), 2**63)


def licences(one: Deal, full: Deal, ones: Deal) -> Iterator[tuple[str, Domain, Message]]:
    """What licensees of exclusive lines sign, and mandates."""
    yield "accept, the least", RUNNABLE, Accept(replace(one, lines=(), signers=()), ())
    yield "accept, one line", RUNNABLE, Accept(one, (word(10),))
    yield "accept, one line seen with none before", RUNNABLE, Accept(one, (ZERO_HASH,))
    yield "accept, sixteen lines and 128 signers", RUNNABLE, Accept(full, tuple(map(word, range(16))))
    yield "accept, all ones", LICENSING, Accept(ones, (FULL, FULL))
    least = Mandate(
        (), ZERO_ADDRESS, 0, False, 0, 0, 0, 0, 0, 0, 0, ZERO_HASH, ZERO_HASH, 0, ZERO_HASH
    )  # fmt: skip
    yield "mandate, the least", RUNNABLE, least
    society = Mandate(
        (account(0),), account(1), 1, True, 1, 1, 1 << 4, WORLD >> 3, 1, 731 * 86_400, 31 * 86_400, word(1),
        word(2), 2**63, word(3),
    )  # fmt: skip
    yield "mandate, to a society", RUNNABLE, society
    yield "mandate, the giver free to license himself", RUNNABLE, replace(society, bars=False)
    givers = tuple(sorted(holder(number) for number in range(28)))
    agent = replace(society, givers=givers, kind=2, bars=False, cap=3, layer=0, asset=ZERO_HASH, end=OPEN_END)
    yield "mandate, twenty-eight givers", RUNNABLE, agent
    widest = Mandate(
        (ONES, ONES), ONES, 255, True, 255, 255, 2**32 - 1, 2**256 - 1, 2**64 - 1, 2**64 - 1, 2**32 - 1, FULL,
        FULL, 2**64 - 1, FULL,
    )  # fmt: skip
    yield "mandate, all ones", LICENSING, widest
    yield "withdrawal, all zero", RUNNABLE, Withdrawal(ZERO_HASH, 0, ZERO_ADDRESS, 0)
    yield "withdrawal", RUNNABLE, Withdrawal(word(4), 1, account(0), 2**63)
    yield "withdrawal, all ones", LICENSING, Withdrawal(FULL, 2**64 - 1, ONES, 2**64 - 1)


def annals() -> Iterator[tuple[str, Domain, Message]]:
    """What is signed about disputes, and attestations and statements."""
    yield "opening of a dispute", ELSEWHERE, Opening(word(1), word(2), account(0), 7)
    yield "opening of a dispute, all ones", REGISTRY, Opening(FULL, FULL, ONES, 2**64 - 1)
    yield "withdrawal of a dispute", ELSEWHERE, DisputeWithdrawal(word(1), account(0), 8)
    yield "withdrawal of a dispute, all ones", REGISTRY, DisputeWithdrawal(FULL, ONES, 2**64 - 1)
    yield "ruling", ELSEWHERE, Ruling(word(1), account(0), 2, 1, word(3), account(1), 9)
    highest = Ruling(FULL, ONES, 2**64 - 1, 255, FULL, ONES, 2**64 - 1)
    yield "ruling, all ones", REGISTRY, highest
    yield "arbitration", ELSEWHERE, Arbitration(word(1), word(2), account(0), account(1), 10)
    yield "arbitration, all ones", REGISTRY, Arbitration(FULL, FULL, ONES, ONES, 2**64 - 1)
    yield "attestation", ELSEWHERE, Attestation(account(0), 1, word(4), account(2), 11)
    yield "attestation, taken back", ELSEWHERE, Attestation(account(0), 1, ZERO_HASH, account(2), 12)
    yield "attestation, all ones", REGISTRY, Attestation(ONES, 2**32 - 1, FULL, ONES, 2**64 - 1)
    yield "statement", ELSEWHERE, Statement(word(1), 1, 13, 14, word(5), account(3), 15)
    widest = Statement(FULL, 255, 2**64 - 1, 2**64 - 1, FULL, ONES, 2**64 - 1)
    yield "statement, all ones", REGISTRY, widest
    yield "reveal", ELSEWHERE, Reveal(word(1), word(2), word(3), 16)
    yield "reveal, all ones", REGISTRY, Reveal(FULL, FULL, FULL, 2**64 - 1)
