"""Titles: confirmed by their holders, replaced while nobody else has signed, assigned by everybody."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ledger.core.changefile import CHANGE_DAYS
from ledger.core.collecting import collect, holds_key
from ledger.core.events import TitleRecorded
from ledger.core.ids import facts_hash
from ledger.core.licensing import Mandate
from ledger.core.model import (
    ZERO_HASH,
    Assignment,
    Confirmation,
    Origin,
    Replacement,
    Split,
    UnitsClaim,
)
from ledger.core.operations import Assign, ClaimUnits, Confirm, Replace
from ledger.core.rights import LAYERS_OF, AssetType, Layer
from ledger.core.state import State, TitleVersion
from ledger.core.titles import check_split
from ledger.errors import BadInput, CannotTell
from ledger.ports import ChainPort, IndexPort, Payer, Receipt

DAY_S = 86_400

SignConfirmation = Callable[[Confirmation], bytes]
SignReplacement = Callable[[Replacement], bytes]


class Titling:
    """Titles on one ledger."""

    def __init__(self, chain: ChainPort, index: IndexPort) -> None:
        self._chain, self._index = chain, index

    def current(self, asset: str, layer: Layer) -> tuple[State, TitleVersion]:
        """The newest title of a layer, and what is known of the asset.

        Raises:
            CannotTell: ``UNKNOWN_WORK``.
            BadInput: ``NO_SUCH_LAYER``.
        """
        self._index.sync(self._chain)
        state = collect(self._index.events, assets=[asset])
        if asset not in state.assets:
            raise CannotTell("UNKNOWN_WORK", asset=asset)
        version = state.title(asset, layer)
        if version is None:
            known = LAYERS_OF[AssetType(state.assets[asset].asset_type)]
            names = ", ".join(one.name for one in known) or "–"
            raise BadInput("NO_SUCH_LAYER", layer=layer.name, asset=asset, known=names)
        return state, version

    def deadline(self, days: int = 1) -> int:
        """Until when what is signed now may be recorded, UTC seconds."""
        return self._chain.head().time + days * DAY_S

    def held(self, accounts: Collection[str], mandate: Mandate) -> list[tuple[str, Layer]]:
        """Titles within a mandate in which some accounts hold units, as of now."""
        self._index.sync(self._chain)
        keys = [holds_key(account) for account in accounts]
        events = [event for event in self._index.events(keys) if isinstance(event, TitleRecorded)]
        wanted = {(event.asset, Layer(event.layer)) for event in events if event.layer}
        return sorted(
            (asset, layer)
            for asset, layer in wanted
            if mandate.asset in (ZERO_HASH, asset) and mandate.layer in (0, layer)
        )

    def confirm(
        self, version: TitleVersion, holder: str, sign: SignConfirmation, payer: Payer | None
    ) -> Receipt:
        """Record that a holder has signed the split himself.

        Raises:
            DoneAlready: He has.
            SongdeedError: What the contract refuses.
        """
        text = Confirmation(version.hash, holder, self.deadline())
        return self._chain.send(Confirm(version.title, text, sign(text)), payer)

    def replace(
        self, state: State, version: TitleVersion, split: Split, sign: SignReplacement, payer: Payer | None
    ) -> Receipt:
        """Give a title another table; its registrant signs.

        Raises:
            Denied: ``CONTRACT_TITLE_LOCKED``: somebody else has signed on it.
            BadInput: What is wrong with the split.
            SongdeedError: What else the contract refuses.
        """
        event = state.assets[version.title.asset]
        check_split(split, AssetType(event.asset_type))
        origin = _origin(state, version)
        text = Replacement(version.hash, split.shares, split.unclaimed, self.deadline())
        return self._chain.send(Replace(version.title, origin, text, sign(text)), payer)

    def claim(
        self, state: State, version: TitleVersion, who: str, newcomer: str, ready: Collection[str]
    ) -> ClaimUnits:
        """A claim of units, not signed yet, by the newcomer, and the registrant or all holders.

        Args:
            state: Facts of the asset.
            version: The title.
            who: Which keyless holder, a 0x string of 32 bytes.
            newcomer: The account that he has now.
            ready: Who can sign: where the registrant can't, all holders must.
        """
        registrant = state.assets[version.title.asset].registrant
        holders = {share.holder for share in version.title.shares}
        others = {registrant} if registrant in ready or not holders else holders
        text = UnitsClaim(version.hash, who, newcomer, self.deadline(CHANGE_DAYS))
        signers = tuple(sorted({newcomer, *others}))
        return ClaimUnits(version.title, _origin(state, version), text, signers, ())

    def assignment(
        self,
        state: State,
        version: TitleVersion,
        split: Split,
        instrument: str,
        mandataries: Collection[str],
    ) -> Assign:
        """A transfer of units, not signed yet, by all holders before and after.

        Args:
            state: Facts of the asset.
            version: Title before.
            split: Who holds what afterwards.
            instrument: Hash of the written contract behind it, 0x string of 32 bytes.
            mandataries: Who else must sign, since units leave a mandate that bars their giver.

        Raises:
            BadInput: What is wrong with the split.
        """
        check_split(split, AssetType(state.assets[version.title.asset].asset_type))
        both = (*version.title.shares, *split.shares)
        signers = tuple(sorted({*mandataries, *(share.holder for share in both)}))
        text = Assignment(version.hash, split.shares, instrument, self.deadline(CHANGE_DAYS))
        return Assign(version.title, text, signers, (), ())


def _origin(state: State, version: TitleVersion) -> Origin:
    """The words of an asset's id."""
    event = state.assets[version.title.asset]
    facts = facts_hash(event.asset_type, event.file_tag, event.links)
    return Origin(event.record_hash, event.registrant, facts)
