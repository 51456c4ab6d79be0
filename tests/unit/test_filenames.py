"""Names of files that Windows can't have, or a Mac spells otherwise; files written and found again."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ledger import safefile
from ledger.cli.arguments import path_of
from ledger.errors import BadInput
from ledger.filenames import (
    is_plain,
    same_name,
    seen_from_linux,
    windows_fault,
    windows_long,
    windows_path_fault,
)
from ledger.store.files import meant, open_file


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("CON", "device"), ("con.json", "device"), ("NUL.tar.gz", "device"), ("Aux", "device"),
        ("com1", "device"), ("COM¹.txt", "device"), ("LPT9.json", "device"), ("nul .txt", "device"),
        ("CONOUT$", "device"), ("deal.json.", "end"), ("deal ", "end"), ("...", "end"),
        ("deal.json:hidden", "letter"), ("a?b", "letter"), ("a|b", "letter"), ("tab\t", "letter"),
        ("长" * 256, "long"), ("𠀀" * 128, "long"),
        ("console.json", None), ("com10", None), ("com", None), ("合同.pdf", None), ("长" * 255, None),
        (".hidden", None), ("a.b.c", None),
    ],
)  # fmt: skip
def test_names_on_windows(name: str, fault: str | None) -> None:
    assert windows_fault(name) == fault


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (r"C:\music\deal.json", None), ("C:/music/deal.json", None), (r"..\deal.json", None),
        (r"\\server\share\deal.json", None), (r"\\?\C:\music\deal.json", None), ("C:deal.json", None),
        (r"C:\con\deal.json", ("con", "device")), (r"music.\deal.json", ("music.", "end")),
        (r"C:\deal.json:x", ("deal.json:x", "letter")), ("deal.json:x", ("deal.json:x", "letter")),
    ],
)  # fmt: skip
def test_paths_on_windows(path: str, fault: tuple[str, str] | None) -> None:
    assert windows_path_fault(path) == fault
    if fault is None:
        assert path_of(Path(path), windows=True) == Path(path)
        return
    with pytest.raises(BadInput) as caught:
        path_of(Path(path), windows=True)
    assert caught.value.code == "FILE_NAME_WINDOWS" and caught.value.params["name"] == fault[0]


def test_long_paths_on_windows() -> None:
    long = "C:\\" + "\\".join(["folder"] * 50)
    assert windows_long(long) == "\\\\?\\" + long and windows_long(windows_long(long)) == "\\\\?\\" + long
    share = "\\\\server\\share\\" + "\\".join(["folder"] * 50)
    assert windows_long(share) == "\\\\?\\UNC\\server" + share.removeprefix("\\\\server")
    assert windows_long("C:\\deal.json") == "C:\\deal.json"
    assert len(long) > 247 > len("C:\\deal.json")
    assert safefile.reachable("a/b", windows=False) == "a/b"


@pytest.mark.parametrize(
    ("path", "here"),
    [
        (r"C:\music\a.wav", "/mnt/c/music/a.wav"), ("d:/a.wav", "/mnt/d/a.wav"),
        ("C:a.wav", None), ("a:b", None), ("/c/a.wav", None), ("CD:/a", None),
    ],
)  # fmt: skip
def test_a_path_of_windows_typed_in_wsl(path: str, here: str | None, tmp_path: Path) -> None:
    assert seen_from_linux(path) == here
    if here is None:
        assert path_of(Path(path), windows=False) == Path(path)
        return
    with pytest.raises(BadInput) as caught:
        path_of(Path(path), windows=False)
    assert caught.value.code == "WINDOWS_PATH" and caught.value.params["here"] == here


def test_a_name_from_elsewhere_leads_nowhere_else() -> None:
    assert is_plain("合同.pdf") and is_plain("terms of 2026.txt")
    for bad in ("", ".", "..", "../a", "/etc/passwd", "..\\a", "C:a", "nul.pdf", "a ", "a\nb"):
        assert not is_plain(bad)


COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "été 한국 ガ.json") for form in ("NFC", "NFD"))


@pytest.mark.parametrize(("there", "typed"), [(DECOMPOSED, COMPOSED), (COMPOSED, DECOMPOSED)])
def test_a_file_that_a_mac_named(there: str, typed: str, tmp_path: Path) -> None:
    assert there != typed and same_name(there, typed)
    folder = tmp_path / there.removesuffix(".json")
    folder.mkdir()
    (folder / there).write_bytes(b"1")
    wanted = tmp_path / typed.removesuffix(".json") / typed
    assert meant(wanted).samefile(folder / there)
    with open_file(wanted) as source:
        assert source.read() == b"1"
    # Written where it was read from, so that there never are two files with one name to the eye.
    safefile.write(path_of(wanted, windows=False), b"2")
    assert (folder / there).read_bytes() == b"2" and len(list(folder.iterdir())) == 1
    assert meant(folder / "none é") == folder / "none é"
    (folder / "none é").write_bytes(b"3")
    assert meant(tmp_path / "\x00é") == tmp_path / "\x00é"


def test_the_name_typed_counts_where_both_are_there(tmp_path: Path) -> None:
    for name in (COMPOSED, DECOMPOSED):
        (tmp_path / name).write_text(name)
    if len(list(tmp_path.iterdir())) == 2:  # a Mac takes them for one
        assert meant(tmp_path / COMPOSED).read_text() == COMPOSED
        assert meant(tmp_path / DECOMPOSED).read_text() == DECOMPOSED


def test_a_name_as_long_as_any_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".json")
    assert len(path.name.encode()) == 254
    safefile.write(path, b"1")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_another_program_has_open_is_tried_again() -> None:
    left = [PermissionError(), PermissionError()]

    def action() -> None:
        if left:
            raise left.pop()

    safefile.persistently(action, tries=3, pause=0)
    assert left == []
    left += [PermissionError(), PermissionError()]
    with pytest.raises(PermissionError):
        safefile.persistently(action, tries=2, pause=0)
