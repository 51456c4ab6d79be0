"""Run a program with the terminal at its standard input as its own, as a login does."""

from __future__ import annotations

import fcntl
import os
import sys
import termios

os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
