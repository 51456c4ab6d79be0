"""Which language an answer has."""

from __future__ import annotations

import pytest

from api.language import MAX_HEADER, accepted


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.3, zh-TW;q=0.4", "zh"),
        ("ZH-hans", "zh"),
        ("de, fr;q=0.5", "en"),
        ("zh;q=0", "en"),
        ("zh;q=nan, en;q=0.1", "en"),
        ("zh;q=inf", "en"),
        ("zh;q=-1", "en"),
        ("zh;level=1", "en"),
        (";;;,,,q=1", "en"),
        ("*", "en"),
        ("x" * MAX_HEADER + ",zh", "en"),
    ],
)
def test_best_language(header: str, lang: str) -> None:
    assert accepted(header) == lang
