"""Network namespaces: hosts with interfaces, addresses and a loopback of their own.

They need iproute2 and the right to make them.
"""

from __future__ import annotations

import subprocess


def ip(*words: str) -> None:
    """Run a command of iproute2.

    Raises:
        subprocess.CalledProcessError: It can't be done here; ``stderr`` says why.
    """
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def host(space: str, address: str, end: str, *, other: str | None = None) -> None:
    """Make a host with a cable.

    Args:
        space: Its namespace's name.
        address: Of its ``eth0``, in a network of 24 bits.
        end: The interface at the other end of the cable; 15 letters at most.
        other: The namespace of that end; that of this process if None.
    """
    there = () if other is None else ("-n", other)
    ip("netns", "add", space)
    ip(*there, "link", "add", "name", end, "type", "veth", "peer", "name", "eth0", "netns", space)
    ip(*there, "link", "set", "dev", end, "up")
    ip("-n", space, "address", "add", f"{address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        ip("-n", space, "link", "set", device, "up")


def remove(*spaces: str) -> None:
    """Take namespaces away with their cables, as many as there are."""
    for space in spaces:
        subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)


def none_here(error: subprocess.CalledProcessError) -> str:
    """A test's reason to skip."""
    return f"no network namespaces on this machine: {error.stderr.strip()}"
