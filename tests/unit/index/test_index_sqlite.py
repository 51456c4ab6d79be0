"""The SQLite index: it follows, undoes, and says the same as one made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.core.events import Anchored, Event
from ledger.errors import ServiceDown
from ledger.index.sqlite import SqliteIndex
from ledger.services.asking import Asking
from ledger.store.embedded import EmbeddedStore
from tests.fakes import FakeChain, Maker, a_network, an_id

BY = "0x" + "f3" * 20
ROOTS = [an_id("root", number) for number in range(9)]


def anchoring(root: str) -> Maker:
    return lambda at: Anchored(at, root, BY)


def mined(chain: FakeChain, *roots: str) -> None:
    for root in roots:
        chain.mine(anchoring(root))


def told(index: SqliteIndex, last_block: int | None = None) -> list[Event]:
    return list(index.events(ROOTS, last_block=last_block))


def test_follows_and_answers_as_of_a_block(tmp_path: Path) -> None:
    chain, index = FakeChain(), SqliteIndex(tmp_path / "index.db")
    mined(chain, *ROOTS[:3])
    assert index.head() is None
    assert index.sync(chain) == chain.head() == index.head()
    mined(chain, *ROOTS[3:5])
    assert index.sync(chain).number == 5
    assert [event.root for event in told(index) if isinstance(event, Anchored)] == ROOTS[:5]
    assert len(told(index, last_block=2)) == 2
    assert index.block_at(chain.head().time) == chain.head()


def test_headers_of_blocks_that_stay_are_not_asked_for_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain, index = FakeChain(final_depth=2), SqliteIndex(tmp_path / "index.db")
    mined(chain, *ROOTS)
    asked, header = list[int](), chain.block
    monkeypatch.setattr(chain, "block", lambda number: [asked.append(number), header(number)][1])
    assert index.sync(chain) == chain.head()
    assert asked == [0, 8, 9], "the first, the last, and what may be replaced"
    assert len(told(index)) == 9
    middle = header(5)
    assert middle is not None
    found = index.block_at(middle.time)
    assert found is not None and (found.number, found.hash) == (5, middle.hash)
    chain.reorg(5)  # even what was called final
    assert index.sync(chain).hash == chain.head().hash and len(told(index)) == 4


@pytest.mark.parametrize("longer", [0, 1, 3])
def test_replaced_blocks_are_undone(tmp_path: Path, longer: int) -> None:
    chain, index = FakeChain(), SqliteIndex(tmp_path / "index.db")
    mined(chain, *ROOTS[:4])
    index.sync(chain)
    chain.reorg(2)
    mined(chain, *ROOTS[4 : 6 + longer])
    index.sync(chain)
    fresh = SqliteIndex(tmp_path / "fresh.db")
    fresh.sync(chain)
    assert told(index) == told(fresh) and index.head() == fresh.head() == chain.head()


@pytest.mark.parametrize("again", [0, 1])
def test_a_chain_that_only_became_shorter(tmp_path: Path, again: int) -> None:
    chain, index = FakeChain(), SqliteIndex(tmp_path / "index.db")
    for root in ROOTS[:4]:
        mined(chain, root)
        index.sync(chain)
    chain.reorg(2)
    mined(chain, *ROOTS[4 : 4 + again])
    assert index.sync(chain) == chain.head() == index.head()
    assert len(told(index)) == 2 + again


def test_another_network_starts_anew(tmp_path: Path) -> None:
    chain, index = FakeChain(), SqliteIndex(tmp_path / "index.db")
    mined(chain, *ROOTS[:2])
    index.sync(chain)
    other = FakeChain(network=a_network(local=False))
    other.network = type(other.network)(**{**_fields(other), "registry": "0x" + "c3" * 20})
    index.sync(other)
    assert told(index) == []


def _fields(chain: FakeChain) -> dict[str, object]:
    return {name: getattr(chain.network, name) for name in type(chain.network).__slots__}


def test_nothing_is_lost_while_the_chain_is_down(tmp_path: Path) -> None:
    chain, index = FakeChain(), SqliteIndex(tmp_path / "index.db")
    mined(chain, *ROOTS[:2])
    index.sync(chain)
    chain.down = True
    with pytest.raises(ServiceDown):
        index.sync(chain)
    assert len(told(index)) == 2


def test_a_damaged_file_is_set_aside_and_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.write_bytes(b"no database at all" * 100)
    chain, index = FakeChain(), SqliteIndex(path)
    mined(chain, ROOTS[0])
    index.sync(chain)
    assert len(told(index)) == 1 and list(tmp_path.glob("index.db.damaged-*"))


class Ahead(SqliteIndex):
    """An index that another process leads past the block just synced, before it is asked."""

    def sync(self, chain, progress=None):  # type: ignore[no-untyped-def]
        head = super().sync(chain, progress)
        assert isinstance(chain, FakeChain)
        mined(chain, ROOTS[8])
        super().sync(chain, progress)
        return head


def test_an_answer_is_never_newer_than_the_block_it_names(tmp_path: Path) -> None:
    chain = FakeChain()
    mined(chain, ROOTS[0])
    asking = Asking(chain, Ahead(tmp_path / "index.db"), EmbeddedStore(tmp_path / "store"), lambda: 0)
    state, head = asking.about(asset=ROOTS[8])
    assert head.number == 1 and not state.anchors
    assert ROOTS[8] in asking.about(asset=ROOTS[8])[0].anchors
