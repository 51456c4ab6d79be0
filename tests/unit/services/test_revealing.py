"""Revealing where the store fails: what can't be taken back comes last, and is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core import events
from ledger.core.drafting import Particulars, draft
from ledger.core.hashing import digest
from ledger.core.model import Share, Split
from ledger.core.operations import Operation, RevealFile
from ledger.core.record_words import TitleText
from ledger.core.rights import WHOLE, Layer
from ledger.core.unsealing import Reveal
from ledger.errors import Denied, ServiceDown
from ledger.services.revealing import Revealing
from ledger.store.embedded import EmbeddedStore
from tests.fakes import Maker, an_id
from tests.unit.services.registry import AUDIO, HAO, LIN, Office


class Torn(EmbeddedStore):
    """A store that answers and then goes down: at once, or before the second record."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.down, self.left = False, 100

    def ping(self) -> None:
        if self.down:
            raise ServiceDown("STORE_DOWN", store="torn")

    def put_block(self, data: bytes) -> str:
        self.left -= 1
        if self.left < 0:
            raise ServiceDown("STORE_FULL", store="torn")
        return super().put_block(data)


class Desk(Office):
    """A sealed song and its recording, and who reveals them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        registered = self.chain.on_send
        self.chain.on_send = lambda operation: [*registered(operation), *_revealed(operation)]
        splits = tuple(Split(layer, (Share(LIN, WHOLE),)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN))
        wanted = Particulars((TitleText("连城"),), splits, file=digest(AUDIO))
        self.asset = self.register(draft(LIN, wanted, lambda one: replace(one, salt=an_id(one.type)))).asset
        self.torn = Torn(folder / "store")
        self.revealing = Revealing(self.chain, self.index, self.torn, self.sealed)
        self.sent = len(self.chain.sent)

    def reveal(self) -> bool:
        """Reveal; whether something was sent to the chain for it."""
        return self.revealing.reveal(self.asset, LIN, _sign, None).receipt is not None


def _sign(text: Reveal) -> bytes:
    return bytes(65)


def _revealed(operation: Operation) -> list[Maker]:
    if not isinstance(operation, RevealFile):
        return []
    text = operation.text
    return [lambda at: events.Revealed(at, text.asset, text.file, text.salt)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_store_that_is_down_is_known_before_anything_is_sent(desk: Desk) -> None:
    desk.torn.down = True
    with pytest.raises(ServiceDown) as caught:
        desk.reveal()
    assert caught.value.code == "STORE_DOWN" and len(desk.chain.sent) == desk.sent
    desk.torn.down = False
    assert desk.reveal() is True


@pytest.mark.parametrize("left", [0, 1])
def test_a_store_that_goes_down_later(desk: Desk, left: int) -> None:
    """The error names what is public already; the same again does the rest."""
    desk.torn.left = left
    with pytest.raises(ServiceDown) as caught:
        desk.reveal()
    file = digest(AUDIO).sha256
    assert caught.value.code == "REVEALED_UNSTORED"
    assert caught.value.params == {"asset": desk.asset, "file": file, "reason": "STORE_FULL"}
    assert desk.state(desk.asset).revealed[desk.asset].file == file
    desk.torn.left = 2
    assert desk.reveal() is False and len(desk.chain.sent) == desk.sent + 1
    assert len(list(desk.torn.pins())) == 2


def test_a_file_that_another_registered(desk: Desk) -> None:
    with pytest.raises(Denied) as caught:
        desk.revealing.sealed_work(digest(AUDIO).sha256, HAO)
    assert caught.value.code == "NOT_THE_REGISTRANT"
    assert caught.value.params == {"asset": desk.asset, "registrant": LIN}
