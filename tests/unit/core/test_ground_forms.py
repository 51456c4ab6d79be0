"""Every ground that is weighed, over every vector: its kind, what it is named by, and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from ledger.core import derivatives, layers
from ledger.core.case import Case
from ledger.core.model import ZERO_ADDRESS, Line
from ledger.core.plain import judge
from ledger.core.rights import Layer
from ledger.core.verdict import Ground, LayerResult, Status
from tests.unit.core.test_finding_facts import BESIDE_THE_LAYER, CASES, STATUSES

Weighed = list[tuple[Case, str, Layer, Ground]]
GOOD = (Status.AUTHORISED, Status.AUTHORISED_WITH_DUTIES, Status.CONDITIONAL)


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Weighed]:
    """What is weighed from now on."""
    found: Weighed = []
    real = layers.weigh

    def spy(case: Case, asset: str, layer: Layer, grounds: Iterable[Ground]) -> LayerResult:
        every = tuple(grounds)
        found.extend((case, asset, layer, ground) for ground in every)
        return real(case, asset, layer, every)

    monkeypatch.setattr(layers, "weigh", spy)
    monkeypatch.setattr(derivatives, "weigh", spy)
    yield found


def line_of(case: Case, ref: str) -> Line:
    deal, _, index = ref.partition("#")
    return case.state.deals[deal].event.text.lines[int(index)]


def check_name(case: Case, asset: str, layer: Layer, ground: Ground) -> None:
    """A title is named by its hash, or by nothing where there is none whole; a line by its deal and place."""
    if ground.kind == "title":
        if ground.ref == "":
            assert [one.code for one in ground.findings] == ["TITLE_INCOMPLETE"]
        else:
            title = case.state.versions[ground.ref].title
            assert (title.asset, title.layer) == (asset, layer)
        return
    line = line_of(case, ground.ref)
    assert line.layer == layer
    assert ground.kind == ("line" if line.society == ZERO_ADDRESS else "blanket")
    assert line.society != ZERO_ADDRESS or line.asset == asset


def check_reasons(asset: str, layer: Layer, ground: Ground) -> None:
    assert bool(ground.findings) is (ground.status is not Status.AUTHORISED) or ground.status in GOOD
    for said in ground.findings:
        named = dict(said.params)
        assert (named.pop("asset"), named.pop("layer")) == (asset, layer.name)
        assert tuple(named) in BESIDE_THE_LAYER[said.code]
        for value in named.values():
            assert value is not None and "XX" not in str(value)


def check_chain(case: Case, asset: str, layer: Layer, ground: Ground) -> None:
    """What is good has its chain: from the title, by mandates and lines, to what it is named by."""
    if ground.status not in GOOD:
        return
    first, last = ground.chain[0], ground.chain[-1]
    assert first.kind == "title" and (first.asset, first.layer) == (asset, layer)
    assert first.ref in case.state.versions
    assert last.ref == ground.ref and last.kind == ("title" if ground.kind == "title" else "line")
    for hop in ground.chain[1:]:
        assert hop.kind in ("mandate", "line")
        known = case.state.mandates if hop.kind == "mandate" else case.state.deals
        assert hop.ref.partition("#")[0] in known


@pytest.mark.parametrize("status", STATUSES)
def test_every_ground_is_of_its_form(weighed: Weighed, status: str) -> None:
    for case in CASES:
        if case["expected"]["verdict"].lower() == status:
            judge(case["document"])
    for one, asset, layer, ground in weighed:
        check_name(one, asset, layer, ground)
        check_reasons(asset, layer, ground)
        check_chain(one, asset, layer, ground)
    assert len(weighed) > 10


def test_all_kinds_and_ends_are_met(weighed: Weighed) -> None:
    """Else the checks above would say little."""
    for case in CASES:
        judge(case["document"])
    met = {(ground.kind, ground.status) for *_, ground in weighed}
    for kind in ("title", "line", "blanket"):
        for status in (Status.AUTHORISED, Status.CONDITIONAL, Status.INDETERMINATE, Status.NOT_AUTHORISED):
            assert (kind, status) in met
