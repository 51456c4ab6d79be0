"""Who signed: strict recovery, in the one form that the contracts take."""

from __future__ import annotations

from ledger.evm import check_form, recover

__all__ = ["check_form", "recover"]
