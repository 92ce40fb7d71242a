"""What a text says of its matter: the same text without owners (责任单位), time limits (完成时限) and amounts of money."""

from __future__ import annotations

import re
from typing import Final

OWNER: Final = re.compile(
    r"[（(][^（）()]{0,8}(?:责任|牵头|配合|承办|时限|期限)[^（）()]{0,120}[）)]"
    r"|(?:责任|牵头|配合|承办)(?:领导|单位|部门|股室|科室|处室|人)[:：][^。；;\n]{0,120}"
    r"|(?:完成|整改|办结)(?:时限|时间|期限)[:：][^。；;\n]{0,60}"
)
WHEN: Final = re.compile(
    r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月(?:\d{1,2}[日号])?|[今明当]?年(?=[底末]))"
    r"(?:[份度])?(?:[上中下]旬|[底末初])?(?:[之以]?前)?(?:全[部面])?(?:完成整改|整改完成|整改到位|落实到位|完成)?"
)
MONEY: Final = re.compile(r"(?<!\d)\d[\d.,]{0,20}[余多]?[百千万亿]{0,2}余?元")


def substance(text: str) -> str:
    """The text with a blank for each owner, date and amount of money: two measures due by 9月底前完成 are no more alike for it."""
    if "责任" in text or "牵头" in text or "配合" in text or "承办" in text or "时限" in text or "期限" in text:
        text = OWNER.sub(" ", text)
    return MONEY.sub(" ", WHEN.sub(" ", text))
