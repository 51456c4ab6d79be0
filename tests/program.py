"""The program as people run it, but for keys that are cheap to open: ``python -m tests.program …``.

A password is made costly to guess, half a second for each key that is opened. Tests open thousands of them;
those of keys themselves (``tests/unit/keys``) pay the real price.
"""

from __future__ import annotations

from ledger.cli.main import main
from ledger.keys import keyfile

CHEAP_N = 2**12
"""In place of ``keyfile.SCRYPT_N``."""

if __name__ == "__main__":
    keyfile.SCRYPT_N = CHEAP_N
    main()
