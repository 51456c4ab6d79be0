"""The table of RIGHTS.md 4, *Which layers a use engages*, cell by cell as it is printed there."""

from __future__ import annotations

import pytest

from ledger.core.profile import Need, is_default, need
from ledger.core.rights import Layer, Usage
from ledger.core.territory import TERRITORIES

# A row a use, in the order of the table; statutory licences (S) are beside it.
TABLE = """
use              WRK PRF PHN AVP
PHYSICAL         P   P   P   P
DIGITAL_COPY     P   P   P   P
DOWNLOAD         P   P   P   P
STREAM_ONDEMAND  P   P   P   P
KARAOKE_ONLINE   P   P   P   P
KARAOKE_SUPPLY   P   P   P   P
SAMPLE           P   P   P   P
RINGTONE         P   P   P   P
PREVIEW          P   P   P   P
UGC              P   P   P   P
IDENTIFY         P   P   P   P
AI_TDM           P   P   P   P
AI_TRAIN         P   P   P   P
AI_GEN_TRAIN     P   P   P   P
AI_INFER         P   P   P   P
RENT             –   P   P   P
STREAM_LINEAR    P   –   €   P
LIVESTREAM_ROOM  P   –   €   P
RETRANSMIT       P   –   €   P
BROADCAST        P   –   €   P
PUBLIC_PLAYBACK  P   –   €   P
KARAOKE_VENUE    P   –   €   P
AV_SCREENING     P   –   –   P
LIVE_PERFORM     P   –   –   –
PRINT            P   –   –   –
TRANSLATE        P   –   –   –
ADAPT            P   –   –   –
COMPILE          P   –   –   –
COVER_RECORD     P   –   –   –
SYNC_AV          P   P   P   P
SYNC_AD          P   P   P   P
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
SIGNS = {"P": Need.PERMISSION, "€": Need.PAYMENT, "–": Need.NOTHING}
CELLS = [(row[0], layer, sign) for row in ROWS for layer, sign in zip(HEAD[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("use", "layer", "sign"), CELLS)
def test_cn(use: str, layer: str, sign: str) -> None:
    assert need("CN", Usage[use], Layer[layer]) is SIGNS[sign]


def test_every_use_has_its_row() -> None:
    assert {row[0] for row in ROWS} == {use.name for use in Usage} and len(ROWS) == 31
    assert [use.value for use in Usage] == list(range(31)), "bit 31 is reserved, bits are never reused"


def test_elsewhere_everything_needs_permission() -> None:
    elsewhere = [code for code, _ in TERRITORIES if code != "CN"]
    assert len(elsewhere) == 248 and {"HK", "MO", "TW"} < set(elsewhere)
    for code in elsewhere:
        assert is_default(code)
        assert {need(code, use, layer) for use in Usage for layer in Layer} == {Need.PERMISSION}
    assert not is_default("CN")


@pytest.mark.parametrize("name", ["WORLD", "cn", ""])
def test_what_is_no_country_gets_the_strict_answer(name: str) -> None:
    assert need(name, Usage.AV_SCREENING, Layer.PRF) is Need.PERMISSION and is_default(name)
