"""A ledger's values in the words that officers write: 已完成, 2024年7月底前, 每季度; and back."""

from __future__ import annotations

import re
from typing import Final, Literal

from rectiparse.ledger import Genre, Measure, Problem, Responsible, Status

STATUSES: Final[dict[Status, str]] = {
    "done": "已完成",
    "mostly-done": "基本完成",
    "in-progress": "正在整改",
    "long-term": "长期坚持",
    "not-done": "未完成",
    "unknown": "",
}
GENRES: Final[dict[Genre, str]] = {
    "plan": "整改方案",
    "report": "整改报告",
    "self-check": "自查报告",
    "self-criticism": "对照检查材料",
    "feedback": "反馈意见",
    "notice": "整改通报",
    "audit": "审计整改",
    "environment": "环保督察整改",
    "checklist": "问题清单",
    "unknown": "未识别文种",
}
DATE_KINDS: Final = {
    "point": "时间点",
    "interval": "起止",
    "deadline": "时限",
    "since": "以来",
    "recurrence": "频次",
    "duration": "时长",
}
BASES: Final = {"explicit": "写明", "inherited": "承前推定", "unresolved": "未能确定"}
BOUNDS: Final = {"min": "不少于", "max": "不超过"}
Group = Literal["leader", "lead", "support"]
ROLES: Final = {"lead": "牵头", "support": "配合"}

# EDTF's codes for the parts of a year (ISO 8601-2:2019, 4.8).
PARTS: Final = {
    "21": "春季", "22": "夏季", "23": "秋季", "24": "冬季", "33": "第一季度", "34": "第二季度", "35": "第三季度",
    "36": "第四季度", "40": "上半年", "41": "下半年",
}  # fmt: skip
PERIODS: Final = {
    "R/P1D": "每天", "R/P1W": "每周", "R/P2W": "每两周", "R/P15D": "每半月", "R/P1M": "每月", "R/P2M": "每两个月", "R/P3M": "每季度",
    "R/P6M": "每半年", "R/P1Y": "每年",
}  # fmt: skip
UNITS: Final = {"D": "天", "W": "周", "M": "个月", "Y": "年"}
PERIOD: Final = re.compile(r"(?:R/)?P(\d{1,4})([DWMY])")
YEAR: Final = re.compile(r"\d{4}")
NEEDS_YEAR: Final = re.compile(r"\d|[一二三四五六七八九十]+月|第?[一二三四1-4]季度|[上下]半年")
OF_YEAR: Final = re.compile(r"年[底末初中内]")
DATED: Final = re.compile(r"\d\s?[年月日号]")
AT_ONCE: Final = re.compile(r"立行立改|立即|即知即改|即行即改")
ONGOING: Final = re.compile(r"长期|持续|常态")

# Who leads in person: a post, or a personal name; what ends as offices do is none.
POST: Final = re.compile(r"(?:书记|主任|主席|常委|委员|成员|领导|负责人|责任人|同志|一把手|干部|经理|会计|长)$")
OFFICE: Final = re.compile(r"[局处科股室部委办厅署院校所站队馆组会司府联协行关人大区村道镇乡心团业门位班纪]$")
TITLED: Final = re.compile(r"(?:书记|长|主任|主席|委员|领导|经理)[\u4e00-\u9fff某×xX*]{2,3}$")


def said_date(value: str | None) -> str:
    """An EDTF value in words: `../2024-07-20` is 2024年7月20日前. What is no EDTF of ours stays as it is."""
    if not value:
        return ""
    if value in PERIODS:
        return PERIODS[value]
    if match := PERIOD.fullmatch(value):
        return f"{'每' if value.startswith('R') else ''}{match[1]}{UNITS[match[2]]}"
    first, slash, last = value.partition("/")
    if not slash:
        return said_day(value)
    if first == "..":
        return f"{said_day(last)}前"
    if last == "..":
        return f"{said_day(first)}以来"
    return f"{said_day(first)}至{said_day(last)}"


def said_day(value: str) -> str:
    """A year, month, day or part of a year in words."""
    pieces = value.split("-")
    if not 1 <= len(pieces) <= 3 or not all(re.fullmatch(r"[\dX]{2,4}", piece) for piece in pieces):
        return value
    year = (
        "" if pieces[0] == "XXXX" and len(pieces) > 1 and "X" not in pieces[1] else f"{pieces[0].replace('X', '×')}年"
    )
    if len(pieces) > 1 and pieces[1] in PARTS:
        return year + PARTS[pieces[1]]
    marks = [piece.lstrip("0").replace("X", "×") or "0" for piece in pieces[1:]]
    return year + "".join(f"{mark}{unit}" for mark, unit in zip(marks, "月日", strict=False))


def said_deadline(value: str | None, words: str | None) -> str:
    """A deadline as printed, its year added where the words leave it out: 7月底前 is 2024年7月底前."""
    if not words:
        return said_date(value)
    year = YEAR.search(value or "")
    if value is None or year is None or YEAR.search(words):
        return words
    if NEEDS_YEAR.match(words):
        return f"{year[0]}年{words}"
    if OF_YEAR.match(words):
        return f"{year[0]}{words}"
    return f"{words}（{said_date(value)}）"


def said_time(record: Problem | Measure) -> str:
    """By when and how often (完成时限), and whether it goes on: 2024年7月底前；每季度；长期坚持."""
    words = said_deadline(record.deadline, record.deadline_text)
    parts = [words] if words else []
    if isinstance(record, Measure) and record.recurrence:
        parts.append(said_date(record.recurrence))
    if record.ongoing and not ONGOING.search(words):
        parts.append("长期坚持")
    return "；".join(parts)


def lacks_deadline(record: Problem | Measure) -> bool:
    """True where a record says neither by when nor how often; 及时 and 尽快 say neither."""
    recurrence = record.recurrence if isinstance(record, Measure) else None
    words = record.deadline_text or ""
    return not (record.deadline or recurrence or record.ongoing or AT_ONCE.search(words) or DATED.search(words))


def lacks_owner(record: Problem | Measure) -> bool:
    """True where nobody is named who leads."""
    return not any(party.role == "lead" for party in record.responsible)


def is_person(name: str) -> bool:
    """True for a post (党组书记, 分管领导) or a personal name, which go under 责任领导 and not under 牵头部门."""
    if POST.search(name) or TITLED.search(name):
        return True
    return 2 <= len(name) <= 3 and not OFFICE.search(name)


def group_of(party: Responsible) -> Group:
    """The column of a ledger in which a party stands: 责任领导, 牵头部门 or 配合部门; where no label says it, by its name."""
    if party.role == "support":
        return "support"
    person = party.kind == "person" if party.kind else is_person(party.name)
    return "leader" if person else "lead"
