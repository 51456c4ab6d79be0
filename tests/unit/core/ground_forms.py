"""Every ground that is weighed: its kind, what it is named by, its reasons, and its chain."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ledger.core import derivatives, layers
from ledger.core.case import Case
from ledger.core.model import ZERO_ADDRESS, Line
from ledger.core.rights import Layer
from ledger.core.verdict import Ground, LayerResult, Status

Weighed = list[tuple[Case, str, Layer, Ground]]
GOOD = (Status.AUTHORISED, Status.AUTHORISED_WITH_DUTIES, Status.CONDITIONAL)


BESIDE_THE_LAYER: dict[str, set[tuple[str, ...]]] = {
    "BAD_SIGNATURE": {("account", "ref")},
    "CO_OWNERS_CONSULTED": {("holders",)},
    "DEAL_VOID": {("deal",)},
    "DUTY_PAYMENT": {("law", "payees")},
    "DUTY_STATUTORY": {("law", "payees")},
    "EARLIER_CLAIM": {("claimant",)},
    "EXPIRED": {("deal", "line", "end")},
    "JUNIOR_TO": {("deal",)},
    "MANDATE_SCOPE": {("holder", "mandate")},
    "MISSING_CONSENTS": {("holders",)},
    "MISSING_CO_OWNERS": {("holders",)},
    "NOT_FINAL": {("block",)},
    "NOT_IN_REPERTOIRE": {("holder", "society")},
    "NOT_YET": {("deal", "line", "start")},
    "NO_GRANT": {()},
    "OUT_OF_SCOPE": {("deal", "line", "usage", "territory", "use", "place")},
    "OWNER_BARRED_BY_EXCLUSIVE": {("deal",)},
    "OWNER_BARRED_BY_MANDATE": {("mandate",), ("mandate", "holder")},
    "PARENT_ENDED": {("end",)},
    "PARENT_UNKNOWN": {()},
    "PARTY_NOT_ATTESTED": {("account",)},
    "PRIOR_EXCLUSIVE": {("deal",)},
    "PUBLIC_DOMAIN": {("start",)},
    "REVOKED": {("deal", "line", "end", "by")},
    "SIGNATURE_NOT_SEEN": {("ref",)},
    "SUBLICENCE_EXCEEDS_PARENT": {("what",)},
    "TITLE_INCOMPLETE": {(), ("since",)},
    "TITLE_UNCONFIRMED": {("holder",)},
    "TITLE_VOID": {()},
}
"""What a finding names beside the work and the layer; some codes in two ways."""


def watched(monkeypatch: pytest.MonkeyPatch) -> Weighed:
    """What is weighed from now on."""
    found: Weighed = []
    real = layers.weigh

    def spy(case: Case, asset: str, layer: Layer, grounds: Iterable[Ground]) -> LayerResult:
        every = tuple(grounds)
        found.extend((case, asset, layer, ground) for ground in every)
        return real(case, asset, layer, every)

    monkeypatch.setattr(layers, "weigh", spy)
    monkeypatch.setattr(derivatives, "weigh", spy)
    return found


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


def check_ground(one: Case, asset: str, layer: Layer, ground: Ground) -> None:
    """A ground that was weighed for a layer is of its form."""
    check_name(one, asset, layer, ground)
    check_reasons(asset, layer, ground)
    check_chain(one, asset, layer, ground)
