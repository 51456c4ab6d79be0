"""Deal files with SOLE and EXCLUSIVE lines: who acknowledges which history of earlier grants."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ledger.core import safe
from ledger.core.dealfile import DealFile, from_bytes
from ledger.core.licensing import Accept
from ledger.core.model import ZERO_HASH
from ledger.core.rights import Exclusivity
from tests.fakes import an_id
from tests.unit.core.test_dealfile import HAO, LIN, VENUE, address, made, refused, signature


@cache
def exclusive() -> DealFile:
    """The same deal with its second line EXCLUSIVE, and a head for it."""
    file = made()
    lines = list(file.deal.lines)
    lines[1] = replace(lines[1], exclusivity=Exclusivity.EXCLUSIVE)
    heads = (ZERO_HASH, an_id("head"), ZERO_HASH)
    return replace(file, deal=replace(file.deal, lines=tuple(lines)), heads=heads, signatures={})


def test_licensees_of_exclusive_lines_sign_what_they_have_seen() -> None:
    file = exclusive()
    assert file.message_for(address(VENUE)) == Accept(file.deal, file.heads)
    assert file.message_for(address(LIN)) == file.message_for(HAO) == file.deal
    assert file.digest_for(address(LIN)) == file.id != file.digest_for(address(VENUE))
    assert made().message_for(address(VENUE)) == made().deal, "nobody acknowledges anything there"
    for account in (LIN, VENUE):
        signed = bytes(account.unsafe_sign_hash(file.digest_for(address(account))).signature)
        file = file.signed(address(account), signed)
    assert from_bytes(file.to_bytes()) == file and not file.doubtful
    of_the_deal_alone = file.signed(address(VENUE), signature(VENUE, file))
    assert of_the_deal_alone.doubtful == (address(VENUE),)
    other = replace(file, heads=(ZERO_HASH, an_id("later"), ZERO_HASH))
    assert from_bytes(other.to_bytes()).doubtful == (address(VENUE),), "it is another text for him"


def test_owners_of_a_wallet_sign_what_it_has_seen() -> None:
    file, wallet = exclusive(), address(VENUE)
    digest = safe.digest_for(file.chain_id, wallet, file.digest_for(wallet))
    signed = file.owner_signed(wallet, address(LIN), bytes(LIN.unsafe_sign_hash(digest).signature))
    assert signed.owners_of(wallet).keys() == {address(LIN)}
    assert replace(signed, heads=(ZERO_HASH, an_id("later"), ZERO_HASH)).owners_of(wallet) == {}


HEADS = {
    "none": (),
    "one too few": (ZERO_HASH, an_id("head")),
    "one too many": (ZERO_HASH, an_id("head"), ZERO_HASH, ZERO_HASH),
    "one for a line that is not exclusive": (an_id("other"), an_id("head"), ZERO_HASH),
}


@pytest.mark.parametrize("case", HEADS)
def test_heads_fit_the_lines(case: str) -> None:
    assert refused(replace(exclusive(), heads=HEADS[case]).to_bytes()) == "DEALFILE_ALTERED"


def test_a_first_exclusive_line_has_no_head_before_it() -> None:
    file = replace(exclusive(), heads=(ZERO_HASH,) * 3)
    assert from_bytes(file.to_bytes()) == file
