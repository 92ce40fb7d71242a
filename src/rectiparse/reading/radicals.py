"""Radicals that stand for whole characters: many makers of PDF files write ⼀ (U+2F00) where 一 is meant.

Both look the same in print. The Kangxi radicals have their characters in Unicode's own table; of the
supplement (U+2E80 to U+2EFF) only two have, so its simplified forms stand here.
"""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

_SUPPLEMENT: Final = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
CHARACTERS: Final = str.maketrans({chr(c): normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | _SUPPLEMENT)
