"""The one question: may party P make use U of work W in territory T at time t, as known at record time k?"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.core import places
from ledger.core.model import check_address, check_hash, check_uint
from ledger.core.rights import Usage


@dataclass(frozen=True, slots=True)
class Question:
    """``territory`` is one alpha-2 code; ``at`` is UTC seconds. Record time is that of the state given."""

    party: str
    use: Usage
    asset: str
    territory: str
    at: int

    def __post_init__(self) -> None:
        check_address(self.party)
        check_hash(self.asset)
        check_uint(self.at, 64, "at")
        places.bit(self.territory)

    @property
    def territory_mask(self) -> int:
        """Bitmap of the one territory."""
        return places.bitmap([self.territory])
