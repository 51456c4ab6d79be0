"""docs/signers.md: the signer that it shows signs, as it stands there."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest

from ledger.core import card
from ledger.errors import Refused
from ledger.keys.remote import Remote
from tests.shells import ROOT, Shell


def shown() -> str:
    text = (ROOT / "docs" / "signers.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return str(block)


def test_the_signer_that_is_shown_signs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(compile(shown(), "signers.md", "exec"), names)
    server = names["server"]
    server.RequestHandlerClass.log_message = lambda *_: None
    line = capsys.readouterr().out.strip()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        shell = Shell(tmp_path)
        del shell.environment["SONGDEED_PASSWORD"]
        added = shell.json(line.removeprefix("songdeed "))
        shell.run("card lin --out card.json")
        assert card.from_bytes((tmp_path / "card.json").read_bytes()).account == added["address"]
        with pytest.raises(Refused) as caught:
            Remote(added["address"], added["signer"]).sign("0x" + "11" * 32, {"domain": {"name": "A coin"}})
        assert "for Songdeed only" in str(caught.value.params["reason"])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
