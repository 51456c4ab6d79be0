"""What an eye overlooks: addresses and names that look like others, dates in the past, other ledgers."""

from __future__ import annotations

import time

from ledger.cli.common import Run
from ledger.cli.names import called, checksummed
from ledger.cli.speech import t
from ledger.core import places, record, times
from ledger.core.characters import suspicious_words
from ledger.core.dealfile import DealFile
from ledger.core.model import ZERO_ADDRESS

_SEEN = 4
"""Hex digits at each end of an address that people compare; who makes addresses to deceive copies those."""


def look_alike(one: str, other: str) -> bool:
    """Whether two addresses are not one, but begin and end alike (address poisoning)."""
    return one != other and one[2 : 2 + _SEEN] == other[2 : 2 + _SEEN] and one[-_SEEN:] == other[-_SEEN:]


def caution_address(run: Run, address: str, *others: str) -> bool:
    """Warn of an address that looks like that of a key, of a contact, or of another party."""
    home = run.home
    known = {home.keys.address_of(name) for name in home.keys.names()}
    known |= {contact.address for contact in home.contacts.all()} | set(others)
    alike = [each for each in sorted(known) if look_alike(address, each)]
    for each in alike:
        run.note(t("looks_like", address=checksummed(address), other=called(home, each)))
    return bool(alike)


def caution_name(run: Run, name: str) -> bool:
    """Warn of letters of another script in a word."""
    words = dict.fromkeys(suspicious_words(name))
    for word in words:
        run.note(t("mixed_scripts", word=word))
    return bool(words)


def caution_deal(run: Run, file: DealFile) -> list[str]:
    """Warn of what a deal has that deserves a second look.

    Returns:
        For programs: ``LOOK_ALIKE``, ``MIXED_SCRIPTS``, ``RETROACTIVE``, ``EXPIRED``, ``NO_LEDGER``,
        ``OTHER_NETWORK``, ``UNKNOWN_CONTRACT``, ``OTHER_GENESIS``, ``OTHER_LOCAL``, in this order.
    """
    found = []
    parties = {*file.deal.signers, *(line.licensee for line in file.deal.lines), file.deal.arbiter}
    parties.discard(ZERO_ADDRESS)
    alike = [caution_address(run, each, *(parties - {each})) for each in sorted(parties)]
    if any(alike):
        found.append("LOOK_ALIKE")
    words = [str(document["name"]) for document in file.terms.get("prose", ())]
    words += [str(duty) for duty in file.terms.get("duties", ())]
    for each in map(record.from_bytes, file.records.values()):
        words += [title.text for title in each.titles]
        words += [credit.name for credit in (*each.creators, *each.performers) if credit.name]
    if any([caution_name(run, each) for each in words]):
        found.append("MIXED_SCRIPTS")
    if _retroactive(run, file):
        found.append("RETROACTIVE")
    if file.deal.accept_by < time.time():
        run.note(t("deal_expired", time=times.iso(file.deal.accept_by, True)))
        found.append("EXPIRED")
    return [*found, *_elsewhere(run, file)]


def _retroactive(run: Run, file: DealFile) -> bool:
    now = time.time()
    early = [number for number, line in enumerate(file.deal.lines) if line.start < now]
    for number in early:
        line = file.deal.lines[number]
        china = places.is_china_time(places.names(line.territory))
        run.note(t("retroactive", number=number, start=times.iso(line.start, china)))
    return bool(early)


def _elsewhere(run: Run, file: DealFile) -> list[str]:
    """The ledger of a deal is looked for among those that this folder knows; none need answer."""
    entry, domain = run.home.station.networks.current(), file.domain
    if entry is None:
        run.note(t("no_ledger"))
        return ["NO_LEDGER"]
    if entry.network.chain_id != domain.chain_id:
        run.note(t("other_network", given=domain.chain_id, here=entry.network.chain_id))
        return ["OTHER_NETWORK"]
    if entry.network.licensing != domain.contract:
        run.note(t("unknown_contract", given=checksummed(domain.contract)))
        return ["UNKNOWN_CONTRACT"]
    found = []
    if entry.network.genesis != file.genesis:
        run.note(t("other_genesis", given=file.genesis, here=entry.network.genesis))
        found.append("OTHER_GENESIS")
    if entry.network.local != file.local:
        run.note(t(f"other_local.{'yes' if file.local else 'no'}"))
        found.append("OTHER_LOCAL")
    return found
