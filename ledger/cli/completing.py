"""What the shell may offer while a command is typed."""

from __future__ import annotations

from ledger.core.rights import AssetType, Usage
from ledger.core.territory import TERRITORIES
from ledger.errors import SongdeedError
from ledger.home import Home, folder_of


def key_names(incomplete: str) -> list[str]:
    """Keys of the data folder."""
    try:
        names = Home(folder_of(None)).keys.names()
    except OSError:
        return []
    return [name for name in names if name.startswith(incomplete)]


def contact_names(incomplete: str) -> list[str]:
    """People that were noted."""
    try:
        names = [contact.name for contact in Home(folder_of(None)).contacts.all()]
    except (OSError, SongdeedError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def uses(incomplete: str) -> list[str]:
    """Uses."""
    return [use.name for use in Usage if use.name.startswith(incomplete.upper())]


def territories(incomplete: str) -> list[str]:
    """Territories by alpha-2 code."""
    codes = ["WORLD", *(code for code, _ in TERRITORIES)]
    return [code for code in codes if code.startswith(incomplete.upper())]


def types(incomplete: str) -> list[str]:
    """Types of work."""
    return [kind.name for kind in AssetType if kind.name.startswith(incomplete.upper())]
