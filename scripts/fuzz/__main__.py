"""``python -m scripts.fuzz NAME [SECONDS]``."""

from __future__ import annotations

import sys

from scripts.fuzz import main

sys.exit(main(sys.argv[1:]))
