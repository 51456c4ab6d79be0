"""The transactions whose gas is promised or worth knowing, each played whole on a fresh chain."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from eth_utils.conversions import to_bytes

from ledger.core.rights import AssetType, Layer, LinkKind
from scripts.benches.gas_chain import Actor, actors, gas_chain
from scripts.benches.gas_stage import Play
from scripts.benches.gas_works import ABI, PATH_LEVELS, ZERO_32, Chain, Draft, Splits, song


def play_all(abi: Path = ABI) -> dict[str, int]:
    """Gas by name of the transaction, in the order in which they are played.

    Args:
        abi: Folder of the exported contracts.

    Raises:
        GasFailed: A transaction reverts, or anvil or the contracts are not here.
    """
    with gas_chain(abi) as chain:
        play, gas = Play(chain), {}
        root = to_bytes(hexstr="0x" + hashlib.sha256(b"root").hexdigest())
        gas["gas_anchor"] = chain.call(chain.registry, "anchor", [root])
        gas |= _registrations(play)
        gas |= _bilateral(play)
        gas |= _endings(play)
        gas |= _thirty_three(play)
        gas |= _exclusives(play)
        gas |= _mandates(play)
        gas["gas_deal_64_holders"] = _full(play)
    gas["contract_bytes_max"] = max(map(_size, abi.glob("*.json")))
    return gas


def _size(exported: Path) -> int:
    """Bytes of a contract's code as deployed."""
    return len(json.loads(exported.read_text())["deployedBytecode"]) // 2 - 1


def _registrations(play: Play) -> dict[str, int]:
    lin, hao = Actor("lin"), Actor("hao")
    siblings = [hashlib.sha256(f"sibling {i}".encode()).digest() for i in range(PATH_LEVELS)]
    work = Draft("work", AssetType.MUSICAL_WORK, ((Layer.WRK, [lin]),))
    link = ((int(LinkKind.EMBODIES), work.asset_id(lin)),)
    both = sorted([lin, hao], key=lambda actor: int(actor.address, 16))
    splits: Splits = ((Layer.PRF, [hao]), (Layer.PHN, both))
    recording = Draft("recording", AssetType.SOUND_RECORDING, splits, file=True, links=link)
    # The first claim of all is no different from the next: every claim is a word of its own.
    return {
        "gas_register_sole": play.register(lin, [song("sole", [lin])])[0],
        "gas_register_sole_relayed": play.register(lin, [song("relayed", [lin])], relayed=True)[0],
        "gas_register_path_20": play.register(lin, [song("path", [lin])], path=siblings)[0],
        "gas_register_song_and_recording": play.register(lin, [work, recording])[0],
        "gas_reveal": play.reveal(lin, replace(song("sealed", [lin]), salt=ZERO_32[1:] + b"\1")),
    }


def _bilateral(play: Play) -> dict[str, int]:
    lin, venue, cafe = Actor("lin"), Actor("venue"), Actor("cafe")
    alone = play.register(lin, [song("licensed", [lin])])[1][0][Layer.WRK]
    first = play.deal([alone], venue, lin)[0]
    second = play.deal([alone], cafe, lin)[0]
    many = actors("writer", 5)
    shared = play.register(many[0], [song("shared", many)])[1][0][Layer.WRK]
    play.deal([shared], venue, many[0])
    five = play.deal([shared], cafe, many[0])[0]
    each = (five - second) // (len(many) - 1)
    return {"gas_deal_bilateral_first": first, "gas_deal_bilateral": second, "gas_co_owner": each}


def _endings(play: Play) -> dict[str, int]:
    lin, venue = Actor("lin"), Actor("venue")
    work = play.register(lin, [song("ended", [lin])])[1][0][Layer.WRK]
    gas = {}
    for name, relayed in (("gas_terminate", False), ("gas_terminate_relayed", True)):
        _, deal, identity = play.deal([work], venue, lin)
        gas[name] = play.terminate(deal, identity, lin, relayed=relayed)
    for name, relayed in (("gas_cancel", False), ("gas_cancel_relayed", True)):
        gas[name] = play.cancel(play.draft_deal([work], venue, lin)[0], lin, relayed=relayed)
    return gas


def _thirty_three(play: Play) -> dict[str, int]:
    writers, performers, label = actors("writer", 3), actors("performer", 28), Actor("label")
    work = Draft("big song", AssetType.MUSICAL_WORK, ((Layer.WRK, writers),))
    link = ((int(LinkKind.EMBODIES), work.asset_id(label)),)
    splits: Splits = ((Layer.PRF, performers), (Layer.PHN, [label]))
    recording = Draft("big recording", AssetType.SOUND_RECORDING, splits, file=True, links=link)
    _, (of_work, of_recording) = play.register(label, [work, recording])
    holdings = [of_work[Layer.WRK], of_recording[Layer.PRF], of_recording[Layer.PHN]]
    first = play.deal(holdings, Actor("service"), label)[0]
    again = play.deal(holdings, Actor("shop"), label)[0]
    # Thirty-one signers more than a deal of two, in one transaction of three lines.
    three = [play.register(label, [_lone(f"lone {number}", label)])[1][0][Layer.WRK] for number in range(3)]
    play.deal(three, Actor("service"), label)
    two = play.deal(three, Actor("shop"), label)[0]
    fresh = [play.register(label, [_lone(f"line {number}", label)])[1][0] for number in range(4)]
    one_line = play.deal([fresh[0][Layer.WRK]], Actor("service"), label)[0]
    three_lines = play.deal([each[Layer.WRK] for each in fresh[1:]], Actor("service"), label)[0]
    return {
        "gas_deal_33_first": first,
        "gas_deal_33": again,
        "gas_co_owner_33": (again - two) // 31,
        "gas_line": (three_lines - one_line) // 2,
    }


def _lone(name: str, owner: Actor) -> Draft:
    """A song of one owner, without a file."""
    return Draft(name, AssetType.MUSICAL_WORK, ((Layer.WRK, [owner]),))


def _exclusives(play: Play) -> dict[str, int]:
    lin, film = Actor("lin"), Actor("film")
    work = play.register(lin, [song("exclusive", [lin])])[1][0][Layer.WRK]
    known = Chain(ZERO_32, [])
    gas = {"gas_deal_exclusive": play.exclusive(work, film, 1, known)}
    for place in range(1, 16):
        play.exclusive(work, film, 1 << place, known)
    gas["gas_deal_exclusive_16_seniors"] = play.exclusive(work, Actor("studio"), 1 << 16, known)
    return gas


def _full(play: Play) -> int:
    """A deal on a layer with as many holders as there may be."""
    many = actors("holder", 64)
    work = play.register(many[0], [song("full", many)])[1][0][Layer.WRK]
    play.deal([work], Actor("venue"), many[0])
    return play.deal([work], Actor("cafe"), many[0])[0]


def _mandates(play: Play) -> dict[str, int]:
    lin, society, buyer = Actor("lin"), Actor("society"), Actor("buyer")
    performers = actors("performer", 28)
    work = play.register(buyer, [song("assigned", [buyer])])[1][0][Layer.WRK]
    return {
        "gas_mandate": play.mandate([lin], society, collective=True),
        "gas_mandate_agency": play.mandate([lin], Actor("agent"), collective=False),
        "gas_mandate_28": play.mandate(performers, Actor("label"), collective=False),
        "gas_assign": play.assign(work, Actor("pubk")),
    }
