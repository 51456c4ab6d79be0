"""What every chain must do, told once: the embedded one and a production client run the same cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.chain import abi, encode
from ledger.chain.adapter import EvmChain
from ledger.core import eip712, events
from ledger.core.ids import facts_hash, hash_of_title, title_key
from ledger.core.keccak import keccak
from ledger.core.model import (
    ZERO_ADDRESS,
    ZERO_HASH,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Deal,
    Line,
    Origin,
    Registration,
    Replacement,
    Share,
    Split,
    Termination,
    Title,
)
from ledger.core.operations import (
    Activate,
    Anchor,
    Assign,
    CancelDeal,
    CancelRegistration,
    Confirm,
    Operation,
    Register,
    Replace,
    Terminate,
)
from ledger.core.rights import OPEN_END, WHOLE, WORLD
from ledger.core.state import fold
from ledger.errors import SongdeedError
from ledger.evm import recursion_limit_kept
from ledger.ports import Payer
from tests.fakes import an_id
from tests.nodes import ask

with recursion_limit_kept():
    from eth_account import Account

LIN, HAO, VENUE = ("0x" + f"{number:064x}" for number in (11, 12, 13))


def address(secret: str) -> str:
    return str(Account.from_key(secret).address.lower())


def sign(secret: str, digest: str) -> bytes:
    return bytes(Account.unsafe_sign_hash(digest, secret).signature)


def digest(chain: EvmChain, url: str, contract: str, message: eip712.Message) -> str:
    """EIP-712 digest by the contract's own word: it knows its domain, and hashes a deal itself."""
    function = {"Deal": "dealId", "Mandate": "mandateId"}.get(type(message).__name__)
    if function is None:
        call = encode.call(contract, "typedDataHash", "0x" + eip712.struct_hash(message).hex())
    else:
        call = encode.call(contract, function, message)
    answer = ask(url, "eth_call", {"to": call.to(chain.network), "data": "0x" + call.data.hex()}, "latest")
    return str(answer)


def word(value: str | int) -> bytes:
    return value.to_bytes(32, "big") if isinstance(value, int) else bytes.fromhex(value[2:]).rjust(32, b"\0")


def keccak_of(*words: str | int) -> str:
    return "0x" + keccak(b"".join(map(word, words))).hex()


def a_song(record: str, *shares: Share) -> Asset:
    return Asset(1, record, ZERO_HASH, (), (Split(1, shares),))


def anchor_case(chain: EvmChain, payer: Payer | None) -> None:
    root = an_id("root")
    chain.simulate(Anchor(root))
    estimate = chain.estimate(Anchor(root), payer)
    assert estimate.wei == estimate.gas * estimate.gas_price and 40_000 < estimate.gas < 80_000
    receipt = chain.send(Anchor(root), payer)
    assert chain.block(receipt.block.number) == receipt.block and 40_000 < receipt.gas_used <= estimate.gas
    again = chain.send(Anchor(root), payer)
    found = chain.events(0, again.block.number)
    anchored = [event for event in found if isinstance(event, events.Anchored)]
    assert [event.root for event in anchored] == [root], "anchoring again changes nothing"
    assert anchored[0].at == events.Position(
        receipt.block.number, 0, receipt.block.hash, receipt.transaction, receipt.block.time
    )
    assert chain.finalized().number <= chain.head().number
    assert chain.block(chain.head().number + 1000) is None


def rights_case(chain: EvmChain, url: str, payer: Payer | None) -> None:
    """Register by a relayed signature, license, terminate; then what is refused, by name."""
    title = register(chain, url, payer)
    deal = a_deal(title)
    deal_id = digest(chain, url, abi.LICENSING, deal)
    signatures = {address(secret): sign(secret, deal_id) for secret in (LIN, HAO, VENUE)}
    activate = Activate(deal, (title,), (), tuple(signatures[signer] for signer in deal.signers))
    refused(chain, replace(activate, signatures=(sign(VENUE, deal_id),) * 3), "CONTRACT_BAD_SIGNATURE")
    chain.simulate(activate)
    block = chain.send(activate, payer).block
    activated, lined = chain.events(block.number, block.number)
    assert isinstance(activated, events.DealActivated) and (activated.deal, activated.text) == (deal_id, deal)
    assert isinstance(lined, events.LineActivated) and lined.licensee == address(VENUE)
    refused(chain, activate, "CONTRACT_ALREADY_ACTIVE", payer)
    termination = Termination(deal_id, 1, 0, address(VENUE), OPEN_END)
    ended = digest(chain, url, abi.LICENSING, termination)
    block = chain.send(Terminate(deal, termination, sign(VENUE, ended)), payer).block
    (line_ended,) = chain.events(block.number, block.number)
    assert line_ended == events.LineEnded(line_ended.at, deal_id, 0, block.time + 60, address(VENUE))
    cancel_case(chain, url, payer, replace(deal, salt=an_id("another")))
    titles_case(chain, payer, title)


def titles_case(chain: EvmChain, payer: Payer | None, title: Title) -> None:
    """Confirmed, no longer replaceable, assigned: what the events say folds to what the contract keeps."""
    domain, hashed = chain.network.registry_domain, hash_of_title(title)
    text = Confirmation(hashed, address(HAO), OPEN_END)
    confirm = Confirm(title, text, sign(HAO, eip712.digest(domain, text)))
    block = chain.send(confirm, payer).block
    (confirmed,) = chain.events(block.number, block.number)
    assert confirmed == events.TitleConfirmed(confirmed.at, hashed, address(HAO))
    refused(chain, confirm, "CONTRACT_ALREADY_CONFIRMED", payer)
    facts = facts_hash(1, ZERO_HASH, ())
    other = Replacement(hashed, (Share(address(LIN), WHOLE),), (), OPEN_END)
    origin = Origin(an_id("record"), address(LIN), facts)
    replaced = Replace(title, origin, other, sign(LIN, eip712.digest(domain, other)))
    refused(chain, replaced, "CONTRACT_TITLE_LOCKED", payer)
    after = Assignment(hashed, (Share(address(VENUE), WHOLE),), an_id("instrument"), OPEN_END)
    signed = {address(secret): sign(secret, eip712.digest(domain, after)) for secret in (LIN, HAO, VENUE)}
    signers = tuple(sorted(signed))
    packed = tuple(map(signed.__getitem__, signers))
    block = chain.send(Assign(title, after, signers, (), packed), payer).block
    state = fold(chain.events(0, block.number))
    newest = state.title(title.asset, 1)
    assert newest is not None and state.is_confirmed(newest) and newest.title.version == 1
    assert chain.title_hash(title_key(title.asset, 1)) == newest.hash == hash_of_title(newest.title)


def signed_song(chain: EvmChain, url: str) -> Register:
    """Registration of a song of two holders, signed by one."""
    shares = (Share(address(LIN), 60_000_000), Share(address(HAO), WHOLE - 60_000_000))
    asset = a_song(an_id("record"), *sorted(shares, key=lambda share: share.holder))
    registration = Registration(address(LIN), (asset,), ZERO_HASH, OPEN_END)
    return Register(registration, (), sign(LIN, digest(chain, url, abi.REGISTRY, registration)))


def register(chain: EvmChain, url: str, payer: Payer | None) -> Title:
    operation = signed_song(chain, url)
    (asset,), shares = operation.registration.assets, operation.registration.assets[0].splits[0].shares
    signed = eip712.digest(chain.network.registry_domain, operation.registration)
    refused(chain, replace(operation, signature=sign(HAO, signed)), "CONTRACT_BAD_SIGNATURE")
    assert chain.is_valid_signature(address(LIN), signed, operation.signature)
    assert not chain.is_valid_signature(address(HAO), signed, operation.signature)
    assert not chain.is_valid_signature(address(LIN), signed, operation.signature[:64])
    block = chain.send(operation, payer).block
    registered, titled = chain.events(block.number, block.number)
    facts = "0x" + keccak(word(1) + word(ZERO_HASH) + word(96) + word(0)).hex()
    assert isinstance(registered, events.Registered) and isinstance(titled, events.TitleRecorded)
    assert registered.asset == keccak_of(asset.record_hash, address(LIN), facts)
    assert (registered.registrant, registered.priority) == (address(LIN), block.time)
    assert titled.shares == shares and titled.version == 0
    key = keccak_of(registered.asset, 1)
    assert chain.title_hash(key) == titled.title
    assert chain.title_hash(an_id("none")) == ZERO_HASH
    refused(chain, operation, "CONTRACT_ALREADY_REGISTERED", payer)
    origin = keccak_of(block.time, asset.record_hash, address(LIN), facts)
    return Title(registered.asset, 1, origin, 0, block.time, False, shares)


def a_deal(title: Title) -> Deal:
    table = "0x" + keccak(
        word(64) + word(64 + 32 + 64 * len(title.shares)) + word(len(title.shares))
        + b"".join(word(share.holder) + word(share.units) for share in title.shares) + word(0)
    ).hex()  # fmt: skip
    hashed = keccak_of(keccak_of(title.asset, 1), title.previous, 0, title.since, 0, table)
    line = Line(
        asset=title.asset, society=ZERO_ADDRESS, layer=1, usage=1 << 4, territory=WORLD, start=title.since,
        end=OPEN_END, exclusivity=1, licensee=address(VENUE), title=hashed, parent=ZERO_HASH, depth=0,
        consult=ZERO_HASH, revocation=1, revoker=address(LIN), notice=60, survives=False,
    )  # fmt: skip
    signers = tuple(sorted(map(address, (LIN, HAO, VENUE))))
    return Deal((line,), signers, an_id("terms"), OPEN_END, ZERO_ADDRESS, False, an_id("salt"))


def cancel_case(chain: EvmChain, url: str, payer: Payer | None, deal: Deal) -> None:
    deal_id = digest(chain, url, abi.LICENSING, deal)
    withdrawal = Cancellation(deal_id, address(HAO), OPEN_END)
    signed = digest(chain, url, abi.LICENSING, withdrawal)
    block = chain.send(CancelDeal(deal, withdrawal, sign(HAO, signed)), payer).block
    (cancelled,) = chain.events(block.number, block.number)
    assert cancelled == events.DealCancelled(cancelled.at, deal_id, address(HAO))
    withdrawal = Cancellation(an_id("registration"), address(LIN), OPEN_END)
    signed = digest(chain, url, abi.REGISTRY, withdrawal)
    block = chain.send(CancelRegistration(withdrawal, sign(LIN, signed)), payer).block
    (cancelled,) = chain.events(block.number, block.number)
    assert cancelled == events.RegistrationCancelled(cancelled.at, withdrawal.digest, address(LIN))


def refused(chain: EvmChain, operation: Operation, code: str, payer: Payer | None = None) -> None:
    """Simulating, pricing and sending all name the reason, and nothing is recorded."""
    head = chain.head()
    for act in (chain.simulate, lambda o: chain.estimate(o, payer), lambda o: chain.send(o, payer)):
        if payer is None and not chain.network.local and act is not chain.simulate:
            continue
        with pytest.raises(SongdeedError) as caught:
            act(operation)
        assert caught.value.code == code
    assert chain.head() == head
