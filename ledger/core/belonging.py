"""To which ledger a file belongs that travels from signer to signer: what nobody signs of it is looked at."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from ledger.core.chainids import is_drawn
from ledger.core.model import check_hash, check_uint
from ledger.errors import BadInput, Refused


class Belonging(Protocol):
    """Chain, first block, contracts, and whether the chain is a person's own."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def chain_id(self) -> int:
        """Id of the chain."""
        ...

    @property
    def local(self) -> bool:
        """Whether it is a person's own."""
        ...


def check_place(chain_id: int, genesis: str, local: bool) -> None:
    """Raise unless these can be true of a chain together.

    Raises:
        BadInput: ``PLACE_DENIES``: the chain is a person's own, and the file denies it; ``BAD_HASH``, and
            what an integer has that is none.
    """
    check_uint(chain_id, 256, "chainId")
    check_hash(genesis)
    if is_drawn(chain_id) and not local:
        raise BadInput("PLACE_DENIES", chain=chain_id)


def check_here(given: Belonging, here: Belonging) -> None:
    """Raise unless a file belongs to the ledger at hand.

    Raises:
        Refused: ``DEAL_OF_ANOTHER_CHAIN``; ``DEAL_OF_ANOTHER_LEDGER``: only the chain's id is the same.
    """
    if given.chain_id != here.chain_id:
        raise Refused("DEAL_OF_ANOTHER_CHAIN", given=given.chain_id, here=here.chain_id)
    for each in fields(here):
        one, other = getattr(given, each.name), getattr(here, each.name)
        if one != other:
            said = {"given": str(one).lower(), "here": str(other).lower()}
            raise Refused("DEAL_OF_ANOTHER_LEDGER", chain=here.chain_id, field=each.name, **said)
