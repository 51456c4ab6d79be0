"""Every fact on real chains: its slot by ledger/core/slots.py, its word, its proof from a block's hash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any

import pytest

from ledger.chain import abi, deploy, encode
from ledger.chain.adapter import EvmChain
from ledger.chain.embedded import EmbeddedChain
from ledger.core import slots
from ledger.core.events import Event
from ledger.core.keccak import keccak
from ledger.core.state import State, fold
from ledger.keys.keystore import Keystore
from ledger.ports import Network, Payer
from tests import mpt
from tests.chain_storage import play
from tests.nodes import ask, give_coins
from tests.slot_keys import KEYS, key_of
from tests.storage_facts import NOBODY, Fact, facts

WORDS: dict[Any, Any] = {
    slots.anchor_slot: slots.AnchorWord.from_word,
    slots.claim_slot: slots.ClaimWord.from_word,
    slots.opening_slot: slots.OpeningWord.from_word,
    slots.ruling_slot: slots.RulingWord.from_word,
}
"""What reads the words of which we know all parts."""
STRUCTS = (slots.anchor_slot, slots.claim_slot)
"""Whose getters answer with a word for each part."""


@dataclass
class Ledger:
    """A chain on which everything was recorded, as it was in one block."""

    url: str
    network: Network
    told: list[Event]

    def __post_init__(self) -> None:
        self.block: dict[str, Any] = ask(self.url, "eth_getBlockByNumber", "latest", False)
        self.facts = facts(self.told)

    def address(self, contract: str) -> str:
        return self.network.registry if contract == abi.REGISTRY else self.network.licensing

    def at(self, method: str, *params: object) -> Any:
        """What the node says of that block."""
        return ask(self.url, method, *params, self.block["number"])

    def word(self, fact: Fact) -> int:
        """By eth_getStorageAt."""
        return int(self.at("eth_getStorageAt", self.address(KEYS[fact.function][0]), fact.slot), 16)

    def getter(self, fact: Fact) -> tuple[int, ...]:
        """By the contract's own function."""
        contract, variable, _ = KEYS[fact.function]
        call = encode.call(contract, variable, key_of(fact.function, fact.arguments))
        request = {"to": self.address(contract), "data": "0x" + call.data.hex()}
        body = bytes.fromhex(self.at("eth_call", request)[2:])
        return tuple(int.from_bytes(body[place : place + 32], "big") for place in range(0, len(body), 32))

    def proof(self, contract: str, places: list[str]) -> dict[str, Any]:
        """By eth_getProof."""
        found: dict[str, Any] = self.at("eth_getProof", self.address(contract), places)
        return found

    def checked(self, contract: str, answer: dict[str, Any]) -> dict[str, int]:
        """The words that it proves. Only anvil keeps zeros, of slots that a transaction has read."""
        return mpt.check_answer(self.root, self.address(contract), answer, zeros=self.network.local)

    @cached_property
    def root(self) -> bytes:
        """The state root, from the header whose hash is the block's."""
        return mpt.state_root(self.block)

    @cached_property
    def state(self) -> State:
        return fold(self.told)

    @cached_property
    def proven(self) -> dict[tuple[str, str], int]:
        """Every word of every fact, by contract and slot, each by its proof alone."""
        words: dict[tuple[str, str], int] = {}
        for contract in (abi.REGISTRY, abi.LICENSING):
            places = list(dict.fromkeys(one.slot for one in self.facts if KEYS[one.function][0] == contract))
            answer = self.proof(contract, places)
            found = self.checked(contract, answer)
            assert list(found) == places
            words |= {(contract, place): word for place, word in found.items()}
        return words


@contextmanager
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Network, Payer | None]]:
    chain = EmbeddedChain(tmp_path_factory.mktemp("storage") / "chain")
    chain.create()
    try:
        profile = deploy.Profile("local", local=True, public_mempool=False)
        yield chain.url, deploy.deploy(chain.url, None, profile), None
    finally:
        chain.stop()


def production(url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Network, Payer | None]:
    store = Keystore(tmp_path_factory.mktemp("keys"))
    payer = store.payer(store.new("relay", "pw").name, "pw")
    give_coins(url, payer.address, 10**18)
    return url, deploy.deploy(url, payer, deploy.Profile("geth")), payer


CLIENTS = [pytest.param("anvil", marks=pytest.mark.anvil), pytest.param("geth", marks=pytest.mark.geth)]


@pytest.fixture(scope="module", params=CLIENTS)
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with ExitStack() as stack:
        if request.param == "anvil":
            url, network, payer = stack.enter_context(embedded(tmp_path_factory))
        else:
            url, network, payer = production(request.getfixturevalue("geth_url"), tmp_path_factory)
        chain = stack.enter_context(closing(EvmChain(network, url)))
        play(chain, url, payer)
        yield Ledger(url, network, list(chain.events(0, chain.head().number)))


def test_slot_getter_and_proof_agree(ledger: Ledger) -> None:
    for fact in ledger.facts:
        word, told = ledger.word(fact), ledger.getter(fact)
        assert ledger.proven[KEYS[fact.function][0], fact.slot] == word, fact
        if fact.function in STRUCTS:
            assert told == _numbers(WORDS[fact.function](word)), fact
        else:
            assert told == (word,), fact


def test_words_are_what_the_events_say(ledger: Ledger) -> None:
    for fact in ledger.facts:
        if fact.words is not None:
            word = ledger.word(fact)
            read = WORDS.get(fact.function)
            assert (_numbers(read(word)) if read else (word,)) == fact.words, fact


def _numbers(parts: Any) -> tuple[int, ...]:
    return tuple(int(part, 16) if isinstance(part, str) else part for part in astuple(parts))


def test_every_function_has_something_present_and_something_absent(ledger: Ledger) -> None:
    found = {(fact.function, ledger.proven[KEYS[fact.function][0], fact.slot] != 0) for fact in ledger.facts}
    assert found == {(function, there) for function in KEYS for there in (True, False)}


def test_ends(ledger: Ledger) -> None:
    """The status word and the ends of lines say together what the events say one after the other."""
    ended = set()
    for deal, known in ledger.state.deals.items():
        word = _status(ledger, deal)
        assert (word.state, word.time, word.block) == (1, known.event.at.time, known.event.at.block)
        for index, line in enumerate(known.event.text.lines):
            own = _own_end(ledger, deal, index)
            assert word.end_of_line(index, own, line.end) == ledger.state.end_of(deal, index)
            ended.add((word.ended >> index & 1, bool(own)))
        assert word.ended == sum(1 << index for index in {end.index for end in known.ends})
    assert ended == {(0, False), (1, False), (1, True)}
    kinds = set()
    for mandate, given in ledger.state.mandates.items():
        word, text = _status(ledger, mandate), given.event.text
        assert (word.state, word.time, word.block) == (1, given.event.at.time, given.event.at.block)
        kinds.add(word.ended)
        for place, giver in enumerate(text.givers):
            own = _own_end(ledger, mandate, place)
            assert word.end_of_mandate(own, text.end) == given.end_for(giver)
    assert kinds == {0, 1, 2, 3}


def _status(ledger: Ledger, digest: str) -> slots.StatusWord:
    return slots.StatusWord.from_word(ledger.proven[abi.LICENSING, slots.licensing_status_slot(digest)])


def _own_end(ledger: Ledger, digest: str, place: int) -> int:
    return ledger.proven[abi.LICENSING, slots.line_end_slot(digest, place)]


def test_the_ledger_has_one_of_everything(ledger: Ledger) -> None:
    state = ledger.state
    words: dict[Any, set[tuple[int, ...]]] = {function: set() for function in KEYS}
    for fact in ledger.facts:
        words[fact.function].add(fact.words or ())
    named = [word[1] != 0 for word in words[slots.claim_slot] if word]
    assert sorted(named) == [False, True, True]
    assert {word[0] for word in words[slots.opening_slot] if word} == {1, 2}
    assert {word[0] for word in words[slots.ruling_slot] if word} == {1, 2}
    assert {word for word in words[slots.registry_status_slot] if word} == {(1,), (2,)}
    assert state.voided and {change.change for change in state.changes.values()} == {1, 2, 3}


def test_the_names_take_no_slot(ledger: Ledger) -> None:
    for contract, bases in ((abi.REGISTRY, slots.REGISTRY_BASES), (abi.LICENSING, slots.LICENSING_BASES)):
        places = [f"0x{bases[name]:064x}" for name in ("_nameFallback", "_versionFallback")]
        assert list(ledger.checked(contract, ledger.proof(contract, places)).values()) == [0, 0]


def test_accounts(ledger: Ledger) -> None:
    for contract in (abi.REGISTRY, abi.LICENSING):
        answer = ledger.proof(contract, [])
        nodes = mpt.nodes_of(answer["accountProof"])
        found = mpt.account(ledger.root, ledger.address(contract), nodes)
        code = bytes.fromhex(ledger.at("eth_getCode", ledger.address(contract))[2:])
        assert found is not None and found.code_hash == keccak(code)
    nobody = mpt.nodes_of(ledger.at("eth_getProof", NOBODY, [])["accountProof"])
    assert mpt.account(ledger.root, NOBODY, nobody) is None


def test_a_changed_byte_spoils_every_proof(ledger: Ledger) -> None:
    """Every byte of every proof, in the state trie and in both storage tries."""
    for contract in (abi.REGISTRY, abi.LICENSING):
        places = [one.slot for one in ledger.facts if KEYS[one.function][0] == contract]
        answer = ledger.proof(contract, places)
        address, nodes = ledger.address(contract), mpt.nodes_of(answer["accountProof"])
        spoiled = 0
        for changed in mpt.spoiled(nodes):
            with pytest.raises(mpt.BadProof):
                mpt.account(ledger.root, address, changed)
            spoiled += 1
        storage_root = bytes.fromhex(answer["storageHash"][2:])
        for one in answer["storageProof"]:
            for changed in mpt.spoiled(mpt.nodes_of(one["proof"])):
                with pytest.raises(mpt.BadProof):
                    mpt.slot(storage_root, one["key"], changed, zeros=ledger.network.local)
                spoiled += 1
        assert spoiled > 1000
    with pytest.raises(mpt.BadProof):
        mpt.state_root(ledger.block | {"stateRoot": "0x" + "00" * 32})
