"""Progress bars on a terminal, for what takes more than one step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """A callback for (done, total) that draws a bar on stderr; silent where nobody looks.

    Args:
        label: What goes on, in the user's language.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._drawn: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._drawn is None:
            if done >= total or not sys.stderr.isatty():
                return
            self._drawn = self._begin(total)
        bars, task = self._drawn
        bars.update(task, completed=done, total=total)
        if done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self._drawn is not None:
            self._drawn[0].stop()
            self._drawn = None

    def _begin(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
        bars = Progress(*columns, console=Console(stderr=True), transient=True)
        bars.start()
        return bars, bars.add_task(self._label, total=total)
