"""Writes rectification documents from a random tree, and knows what a right ledger of each says.

A document is written in plain lines first, with the place of every item, measure and value; then it is made hard to read:
lines are cut at a width, noise is thrown in, blanks are added. A map from each plain character to its place afterwards
carries the answers over.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "plan", "report", "notice", "audit", "self-check", "self-criticism", "feedback", "environment", "checklist"
]
KINDS: tuple[Kind, ...] = (
    "plan", "plan", "plan", "report", "report", "notice", "audit", "self-check", "self-check", "self-criticism", "self-criticism", "feedback",
    "environment", "checklist",
)  # fmt: skip
"""How often each kind is written."""


@dataclass
class Answers:
    """What is right, in offsets of the text: the terms of `contract.md`."""

    outline: list[tuple[int, str, int | None]] = field(default_factory=list)  # start, marker, start of the parent
    problems: list[tuple[int, str]] = field(default_factory=list)  # start, title
    measures: list[tuple[int, int, int | None]] = field(default_factory=list)  # start, end, start of the problem
    owners: list[tuple[int, str, str]] = field(default_factory=list)  # start of the measure, role, name
    dates: list[tuple[int, int, str | None]] = field(default_factory=list)  # start, end, value
    figures: list[tuple[int, int, float | None, str]] = field(default_factory=list)  # start, end, value, unit

    def moved(self, to: Callable[[int], int], worded: Callable[[str], str]) -> Answers:
        """The same answers where `to` puts each character and `worded` words; an end follows the last character before it."""

        def end(at: int) -> int:
            return to(at - 1) + 1

        def maybe(at: int | None) -> int | None:
            return None if at is None else to(at)

        return Answers(
            [(to(start), worded(marker), maybe(parent)) for start, marker, parent in self.outline],
            [(to(start), worded(title)) for start, title in self.problems],
            [(to(start), end(stop), maybe(problem)) for start, stop, problem in self.measures],
            [(to(start), role, name) for start, role, name in self.owners],
            [(to(start), end(stop), value) for start, stop, value in self.dates],
            [(to(start), end(stop), value, unit) for start, stop, value, unit in self.figures],
        )


@dataclass(frozen=True)
class Generated:
    """A document, its right answers, and in words how it was made."""

    text: str
    answers: Answers
    recipe: dict[str, object]


# ---- marks ----------------------------------------------------------------------------------------------------------

_CN = "零一二三四五六七八九十"


def chinese(number: int) -> str:
    """1 to 199 in Chinese numerals."""
    if number >= 100:
        rest = number - 100
        return "一百" + (
            "" if not rest else "零" + _CN[rest] if rest < 10 else "一" + chinese(rest) if rest < 20 else chinese(rest)
        )
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _CN[ones]
    return ("" if tens == 1 else _CN[tens]) + "十" + (_CN[ones] if ones else "")


def _sign(first: str, most: int, otherwise: str) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if n <= most else otherwise.format(n=n, cn=chinese(n))


STYLES: dict[str, Callable[[int], str]] = {
    "一、": lambda n: f"{chinese(n)}、",
    "一．": lambda n: f"{chinese(n)}．",
    "第一部分": lambda n: f"第{chinese(n)}部分",
    "第一章": lambda n: f"第{chinese(n)}章",
    "（一）": lambda n: f"（{chinese(n)}）",
    "(一)": lambda n: f"({chinese(n)})",
    "（一）、": lambda n: f"（{chinese(n)}）、",
    "㈠": _sign("㈠", 10, "（{cn}）"),
    "1.": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "1．": lambda n: f"{n}．",
    "⒈": _sign("⒈", 20, "{n}."),
    "1)": lambda n: f"{n})",
    "1）": lambda n: f"{n}）",
    "（1）": lambda n: f"（{n}）",
    "(1)": lambda n: f"({n})",
    "①": _sign("①", 20, "（{n}）"),
    "⑴": _sign("⑴", 20, "（{n}）"),
    "一是": lambda n: f"{chinese(n)}是",
    "一要": lambda n: f"{chinese(n)}要",
    "第一，": lambda n: f"第{chinese(n)}，",
    "其一，": lambda n: f"其{chinese(n)}",
    "首先，": lambda n: ("首先", "其次", "再次", "最后")[n - 1],
    "一": chinese,
    "问题一：": lambda n: f"问题{chinese(n)}：",
    "问题1：": lambda n: f"问题{n}：",
    "反馈问题一：": lambda n: f"反馈问题{chinese(n)}：",
    "•": lambda n: "•",
    "●": lambda n: "●",
    "-": lambda n: "-",
}
_AFTER = {"第一部分": " ", "第一章": "　", "其一，": "，", "首先，": "，", "•": " ", "-": " "}
"""What stands between a mark and its title."""

# ---- words ----------------------------------------------------------------------------------------------------------

PLACES = ["青禾县", "碧河县", "望溪县", "远山县", "石门县", "临溪区", "明川市", "安澜市", "白石镇", "柳湾镇"]
UNITS = ["水利局", "教育局", "卫生健康局", "交通运输局", "农业农村局", "市场监督管理局", "文化旅游局", "商务局"]
OWNERS = [
    "办公室",
    "人事科",
    "财务科",
    "机关党委",
    "综合执法大队",
    "党政办公室",
    "规划财务科",
    "纪检监察组",
    "法规科",
    "信息中心",
    "工程管理股",
]
ASPECTS = [
    "贯彻落实上级决策部署方面",
    "履行全面从严治党责任方面",
    "基层党组织建设方面",
    "整治群众身边不正之风方面",
    "落实巡察整改要求方面",
]
MATTERS = [
    "理论学习", "制度执行", "项目管理", "台账登记", "资金拨付", "合同管理", "档案管理", "值班值守", "安全检查", "财务审核", "干部教育", "公务接待",
    "信息公开", "设备采购", "资产清查", "巡查记录", "窗口服务", "业务培训", "会议记录", "隐患排查", "党费收缴", "队伍建设", "物资储备", "票据审核",
]  # fmt: skip
FAILINGS = [
    "不够深入",
    "不规范",
    "不及时",
    "不严格",
    "不到位",
    "流于形式",
    "有差距",
    "存在漏洞",
    "重视不够",
    "把关不严",
    "滞后",
    "存在短板",
]
CAUSES = ["理论武装不够扎实", "宗旨意识有所淡化", "担当精神有所弱化", "责任压得不实", "纪律意识有所松懈"]
EFFORTS = ["持续强化政治引领", "持续改进工作作风", "持续巩固整改成果", "持续健全长效机制", "持续锤炼过硬队伍"]
GENERAL = [
    "把整改作为一项重要任务来抓",
    "坚持边查边改、立查立改",
    "逐条对照、逐项认领",
    "一级抓一级、层层压实责任",
    "做到件件有着落、事事有回音",
]
# What looks like a mark or a figure and is none.
TRAPS = [
    "按照《关于印发（一）类事项清单的通知》要求办理。", "落实上级文件第（三）项规定有偏差。", "一些干部担心出错，存在等靠心态。", "第一书记反映情况较多。", "没有做到一级抓一级。",
    "学习“三会一课”制度不经常。", "对“1+3+N”工作机制理解不透。", "参照市第三中学做法推进较慢。",
]  # fmt: skip
DETAILS = [
    "{d}，{m}检查缺少记录，涉及{f}。", "{d}抽查{f}，发现{m}相关材料缺失。", "部分科室{m}依靠经验，{d}仍有{f}未落实。", "对{m}研究少、督促少，{d}仅研究{n}。",
    "干部职工对{m}认识模糊，存在应付心态。", "{m}底数不清，台账与实际相差{f}。", "{d}，{m}漏登漏报{f}，造成损失{y}。", "超范围列支{m}费用{y}，涉及{f}。",
]  # fmt: skip
STEPS = [
    "由{o}牵头，{b}修订{m}制度，覆盖{f}。", "由{o}负责，{r}开展一次{m}抽查，每次不少于{f}。", "由{o}会同{s}开展{m}排查，{b}整改{f}。", "由{o}牵头，{s}配合，清理{m}遗留事项{f}。",
    "{b}对{m}开展专项检查，查看资料{f}。", "召开专题会议研究{m}，安排资金{y}。", "组织学习{m}有关规定，培训{f}。", "{r}通报{m}情况，接受群众监督。",
    "举一反三，对{m}进行全面梳理，更新台账{f}。", "建立{m}责任清单，把任务落实到岗位。", "明确{m}审核程序，堵塞管理漏洞。", "聘请第三方核查{m}，追回资金{y}。",
    "规范{m}。由{o}牵头，制定管理办法，明确{f}责任。", "改进{m}。{b}组织培训，参加人数不少于{n}。",
]  # fmt: skip
POINTS = [
    "对{m}认识模糊",
    "对{m}督促检查少",
    "{m}台账缺失{f}",
    "{d}漏报{f}",
    "对{m}要求一般化",
    "{m}责任层层递减",
    "重部署、轻落实",
    "习惯于用老办法解决新情况",
]
BARE_POINTS = ["对{m}研究不多", "抓{m}不主动", "在{m}上标准不高", "忽视{m}", "放松{m}", "缺少{m}计划"]
SMALL_STEPS = ["印发{m}通知", "开展{m}培训{f}", "设立{m}专岗", "公布{m}清单", "邀请专家讲解{m}", "安排专人核对{m}"]
GOALS = ["全面规范{m}，杜绝同类情况发生。", "{m}达到上级标准。", "{b}完成{m}规范任务。"]

_LABELS: dict[str, list[str]] = {
    "plan": ["整改措施", "具体措施", "整改举措", "主要整改措施", "工作措施", "改进措施"],
    "report": ["整改情况", "整改落实情况", "整改进展", "整改进展情况", "整改成效", "完成情况", "落实情况"],
    "self-check": ["整改情况", "整改措施", "整改落实情况"],
    "audit": ["整改情况", "整改结果", "整改落实情况"],
}
_SHOWN = ["主要表现", "具体表现", "问题表现"]
_STATUS = ["已完成整改。", "该问题已整改到位。", "目前已整改完成。", "正在整改。", "已完成。"]
_SECTIONS: dict[Kind, str] = {
    "plan": "整改内容及措施",
    "report": "巡察反馈问题整改落实情况",
    "notice": "重点问题整改情况",
    "audit": "审计查出问题的整改情况",
    "self-check": "自查发现的问题及整改情况",
    "self-criticism": "存在的主要问题",
    "feedback": "巡察发现的主要问题",
    "environment": "整改任务",
    "checklist": "问题清单",
}
_TITLES: dict[Kind, str] = {
    "plan": "{unit}党组关于落实县委第{n}巡察组反馈意见的整改方案",
    "report": "{unit}党组关于巡察整改进展情况的报告",
    "notice": "中共{unit}党组关于巡察整改情况的通报",
    "audit": "{unit}关于审计查出问题整改情况的报告",
    "self-check": "{unit}关于巡察共性问题自查自纠情况的报告",
    "self-criticism": "巡察整改专题民主生活会个人对照检查材料",
    "feedback": "县委第{n}巡察组关于巡察{unit}党组的反馈意见",
    "environment": "{unit}生态环境保护督察反馈问题整改方案",
    "checklist": "{unit}领导班子检视问题整改清单",
}
_BEGINNINGS: dict[Kind, str] = {
    "plan": "总体要求",
    "report": "巡察整改组织情况",
    "self-check": "自查工作开展情况",
    "environment": "总体要求",
}
_ENDINGS: dict[Kind, str] = {
    "plan": "组织领导", "report": "下一步工作打算", "notice": "下一步工作安排", "audit": "下一步工作打算", "self-check": "下一步打算",
    "feedback": "意见建议", "environment": "保障措施", "checklist": "工作要求",
}  # fmt: skip
_NEXT_STEPS: tuple[Kind, ...] = ("report", "notice", "audit", "self-check", "feedback")
_INLINE_NOISE = [
    "【更多公文*素#材请加微信：gw~ku8{n}，免费*下载】",
    "##paidbegin##",
    "%【海量*范~文*&下载*某某文库】",
    "&nbsp;",
]
_LINE_NOISE = [
    "— {n} —",
    "【打印本页】【关闭窗口】",
    "第{n}页 共90页",
    "##paidend##",
    "更多公文素材请加微信gwku{n}8，免费下载",
]
_HALF = str.maketrans("，：；（）", ",:;()")
_ASCII_QUOTES = str.maketrans("“”", '""')

# ---- values ---------------------------------------------------------------------------------------------------------


def _date(rng: random.Random, kind: str, inherits: bool, found: int) -> tuple[str, str | None]:
    """The words of a date and its value: {d} a point in time, {b} a deadline, {r} a recurrence.

    A deadline that inherits its year lies in 2023, or after it where its month is over before `found`, that of the findings.
    """
    year, month, day = rng.randint(2019, 2022), rng.randint(1, 12), rng.randint(1, 28)
    if kind == "d":
        return rng.choice([
            (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}"),
            (f"{year}年{month}月", f"{year}-{month:02}"),
            (f"{year}年", f"{year}"),
            (f"{year}年以来", f"{year}/.."),
            (f"{year}年上半年", f"{year}-40"),
            (f"{year}年第三季度", f"{year}-35"),
            (f"{year - 1}至{year}年", f"{year - 1}/{year}"),
            (f"{year - 1}年{month}月至{year}年{month}月", f"{year - 1}-{month:02}/{year}-{month:02}"),
        ])  # fmt: skip
    if kind == "b":
        said, own = ("", "2024" if month < found else "2023") if inherits else ("2024年", "2024")
        return rng.choice([
            (f"{said}{month}月底前", f"../{own}-{month:02}"),
            (f"{said}{month}月{day}日前", f"../{own}-{month:02}-{day:02}"),
            (f"{said}年底前" if inherits else f"{said}底前", f"../{'2023' if inherits else own}-12"),
            (f"{said}{month}月{day}日之前", f"../{own}-{month:02}-{day:02}"),
        ])  # fmt: skip
    assert kind == "r"
    return rng.choice(
        [("每季度", "R/P3M"), ("每半年", "R/P6M"), ("每年", "R/P1Y"), ("每月", "R/P1M"), ("每两周", "R/P2W")]
    )


def _figure(rng: random.Random, kind: str) -> tuple[str, float | None, str, str]:
    """The words of a figure, its value and unit, and the noun after it: {f} a count, {y} a sum, {n} people or times."""
    n, few, many = rng.randint(2, 980), rng.randint(3, 9), rng.randint(21, 98)
    part = rng.randint(11, 989) / 10
    if kind == "y":
        return rng.choice([
            (f"{part}万元", round(part * 10**4), "元", ""), (f"{n * 1013:,}元", n * 1013, "元", ""), (f"{part}亿元", round(part * 10**8), "元", ""),
            (f"{n}余万元", n * 10**4, "元", ""), (f"{n}万余元", n * 10**4, "元", ""), (f"{n * 11:,}.5万元", n * 110000 + 5000, "元", ""),
        ])  # fmt: skip
    if kind == "n":
        return rng.choice([(f"{n}次", n, "次", ""), (f"{n}人次", n, "人次", ""), (f"{n}人", n, "人", "")])
    return rng.choice([
        (f"{n}名", n, "名", "干部"), (f"{n}人", n, "人", ""), (f"{n}个", n, "个", "科室"), (f"{n}户", n, "户", "家庭"), (f"{n}件", n, "件", ""),
        (f"{n}处", n, "处", "隐患"), (f"{n}公里", n, "公里", ""), (f"{n}平方米", n, "平方米", ""), (f"{n}亩", n, "亩", ""), (f"{n}台", n, "台", "设备"),
        (f"{n}份", n, "份", "资料"), (f"{n}余座", n, "座", ""), (f"{part}%", part, "%", ""), (f"{part}万立方米", round(part * 10**4), "立方米", ""),
        (f"百分之{chinese(many)}", many, "%", ""), (f"{chinese(few)}个", few, "个", "社区"), ("两家", 2, "家", "企业"), (f"{n}辆", n, "辆", "车"),
        (f"{chinese(many)}名", many, "名", "职工"), (f"{chinese(many)}户", many, "户", ""), ("xx人次", None, "人次", ""), ("x%", None, "%", ""),
    ])  # fmt: skip


# ---- the pen --------------------------------------------------------------------------------------------------------

_SLOT = re.compile(r"\{([a-z])\}")


class _Pen:
    """Writes plain text and notes what stands where."""

    def __init__(self, rng: random.Random, *, inherits: bool) -> None:
        self.rng = rng
        self.inherits = inherits
        self.found = 0  # the month of 2023 in which the findings are known
        self.text = ""
        self.answers = Answers()
        self.open: list[int] = []
        self.marks: list[tuple[int, int]] = []
        self.headings: list[str] = []

    def often(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, words: Sequence[str]) -> str:
        return self.rng.choice(words)

    def write(self, words: str) -> None:
        self.text += words

    def line(self) -> None:
        """Go to the start of a line."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    @contextmanager
    def item(self, style: str, number: int, before: str = "") -> Iterator[int]:
        """An item, and all that is written while it is open; gives its start. `before` is a Markdown mark."""
        self.write(before)
        marker, start = STYLES[style](number), len(self.text)
        self.answers.outline.append((start, marker, self.open[-1] if self.open else None))
        self.write(marker + _AFTER.get(style, ""))
        self.marks.append((start - len(before), len(self.text)))
        self.open.append(start)
        yield start
        self.open.pop()

    def slots(self, template: str, measure: int | None = None) -> None:
        """Write a template: {d} {b} {r} are dates, {f} {y} {n} figures, {o} {s} who leads and supports, {m} a matter."""
        at = 0
        for slot in _SLOT.finditer(template):
            self.write(template[at : slot.start()])
            at = slot.end()
            kind = slot.group(1)
            if kind == "m":
                self.write(self.pick(MATTERS))
            elif kind in "os":
                self.owner(measure, "lead" if kind == "o" else "support")
            elif kind in "fyn":
                words, amount, unit, after = _figure(self.rng, kind)
                self.answers.figures.append((len(self.text), len(self.text) + len(words), amount, unit))
                self.write(words + after)
            else:
                words, value = _date(self.rng, kind, self.inherits, self.found)
                self.answers.dates.append((len(self.text), len(self.text) + len(words), value))
                self.write(words)
        self.write(template[at:])

    def owner(self, measure: int | None, role: str) -> None:
        taken = {name for start, _, name in self.answers.owners if start == measure}
        name = self.pick([owner for owner in OWNERS if owner not in taken])
        if measure is not None:
            self.answers.owners.append((measure, role, name))
        self.write(name)


# ---- the shape of a document ----------------------------------------------------------------------------------------


@dataclass
class _Shape:
    """How the parts of one document look."""

    kind: Kind
    top: str | None
    aspect: str | None
    problem: str
    measure: str  # the style of the list, or "prose"
    leads: bool  # steps lead their lines
    label: str | None  # as printed, None where the kind has none
    forgotten: float  # how often the label is left out
    running_problems: bool
    running_measures: bool
    about: bool  # 关于“…”问题
    shown: float  # how often manifestations are listed under a label
    owners: str | None  # "line" or "step": where the labels of who and when stand
    nested: float
    status: float
    slips: bool  # numbers left out and typed twice
    parallel: bool  # 存在问题：1. 2. and 整改措施：1. 2. under an aspect that is the problem
    one_line: bool  # all labels of a problem in one line
    markdown: bool
    bold: bool


def _shape(rng: random.Random, kind: Kind) -> _Shape:
    top = rng.choice(["一、", "一、", "一、", "一．", "第一部分", "第一章", None])
    aspect = rng.choice(["（一）", "（一）", "(一)", "（一）、", "㈠", None])
    problem = rng.choice(["1.", "1.", "1、", "1．", "⒈", "（1）", "问题一：", "问题1：", "反馈问题一：", "一是"])
    if kind in ("self-criticism", "feedback"):
        top = top or "一、"
    if kind in ("environment", "checklist", "self-criticism"):
        aspect = None
    if kind == "checklist":
        top = None
    if kind == "self-criticism":
        problem = rng.choice(["（一）", "(一)", "1.", "1、", "一是", "㈠"])
    elif kind in ("audit", "environment", "checklist") and problem == "一是":
        problem = "1."
    elif aspect is None and rng.random() < 0.6:
        problem = rng.choice(["（一）", "(一)", "㈠"])
    if top is None and aspect is None and kind not in ("environment", "checklist"):
        aspect, problem = "（一）", problem if problem not in ("（一）", "(一)", "㈠") else "1."
    if aspect == "（一）" and problem == "（一）":
        problem = "1."
    measure, leads = ("prose", False) if kind == "audit" else _list_style(rng, problem)
    bare = kind == "self-check" and rng.random() < 0.4  # answers follow the problem without any label
    labels = _LABELS.get("report" if kind == "notice" else "plan" if kind in ("environment", "checklist") else kind, [])
    label = None if bare or not labels else _printed(rng, rng.choice(labels), leads)
    return _Shape(
        kind=kind, top=top, aspect=aspect, problem=problem, measure=measure, leads=leads, label=label,
        forgotten=0.1 if leads and measure in ("（1）", "(1)", "1)", "1）", "①") and rng.random() < 0.4 else 0.0,
        running_problems=aspect is not None and rng.random() < 0.5,
        running_measures=leads and measure in ("（1）", "(1)", "1)", "1.") and rng.random() < 0.4,
        about=kind in ("report", "notice", "self-check") and "问题" not in problem and problem != "一是" and rng.random() < 0.5,
        shown=rng.choice([0.0, 0.4]) if label and problem != "一是" and measure not in ("一是", "prose") and kind != "audit" else 0.0,
        owners=rng.choice([None, None, "line", "step"]) if kind == "plan" else "line" if kind in ("environment", "checklist") else None,
        nested=rng.choice([0.0, 0.15]),
        status=rng.choice([0.0, 0.4]) if kind in ("report", "notice") else 0.0,
        parallel=kind in ("plan", "checklist") and problem in ("（一）", "(一)", "㈠") and rng.random() < 0.4,
        one_line=kind in ("plan", "checklist") and not leads and bool(label) and label[-1] in "：:】" and rng.random() < 0.4,
        slips=rng.random() < 0.1, markdown=rng.random() < 0.08, bold=rng.random() < 0.5,
    )  # fmt: skip


def _list_style(rng: random.Random, problem: str) -> tuple[str, bool]:
    styles = [
        "（1）",
        "(1)",
        "①",
        "1)",
        "1）",
        "⑴",
        "一是",
        "一是",
        "一是",
        "一要",
        "第一，",
        "其一，",
        "首先，",
        "•",
        "●",
        "prose",
        "prose",
    ]
    if problem not in ("1.", "1、", "1．", "⒈"):
        styles += ["1.", "1、", "1．"]
    if problem in ("（1）", "(1)"):
        styles = ["①", "一是", "1)", "•", "prose"]
    if problem == "一是":
        styles = ["（1）", "①", "1)", "(1)", "•", "prose"]
    style = rng.choice(styles)
    return style, style in ("•", "●") or (style not in ("prose", "首先，") and rng.random() < 0.5)


def _printed(rng: random.Random, words: str, leads: bool) -> str:
    forms = ["{}：", "{}：", "{}：", "{}:", "【{}】", "**{}：**"] + (["{}"] if leads else [])
    return rng.choice(forms).format(words)


# ---- documents ------------------------------------------------------------------------------------------------------


def generate(seed: int) -> Generated:
    """The document of a seed."""
    rng = random.Random(seed)
    shape = _shape(rng, rng.choice(KINDS))
    pen = _Pen(
        rng, inherits=rng.random() < 0.2 and shape.kind not in ("self-criticism", "self-check", "checklist", "audit")
    )
    unit = pen.pick(PLACES) + pen.pick(UNITS)
    pen.write(
        ("# " if shape.markdown else "") + _TITLES[shape.kind].format(unit=unit, n=chinese(rng.randint(1, 9))) + "\n"
    )
    title = len(pen.text)
    _opening(pen, shape.kind, unit)
    opening = len(pen.text)
    if shape.kind == "self-criticism":
        _criticism(pen, shape)
    else:
        _answered(pen, shape)
    if pen.often(0.2):
        pen.line()
        pen.write(rng.choice(["特此报告。\n", ""]) + unit + "\n")
        pen.answers.dates.append((len(pen.text), len(pen.text) + 11, "2023-11-20"))
        pen.write("2023年11月20日\n")
    recipe = {"seed": seed, **vars(shape), "inherits": pen.inherits}
    return _made_hard(pen, title, opening, recipe)


def _opening(pen: _Pen, kind: Kind, unit: str) -> None:
    if kind == "self-criticism":
        pen.write(
            "按照专题民主生活会要求，本人广泛征求意见、深入谈心谈话，紧密联系工作实际，现将对照检查情况报告如下。\n"
        )
    elif kind == "self-check":
        pen.write(
            "收到通知以后，我们迅速传达学习、认真部署安排，组织各科室、各下属单位逐条对照开展自查自纠，现将有关情况报告如下。\n"
        )
    elif kind in ("checklist", "audit"):
        pen.write(
            "按照有关要求，我们召开会议专题研究，逐条制定整改措施，明确责任单位和完成时限，现将有关情况明确如下。\n"
        )
    else:
        month = pen.rng.randint(2, 6)
        words = f"2023年{month}月10日至{month + 2}月8日"
        pen.found = month + 2
        pen.write("根据统一部署，")
        pen.answers.dates.append(
            (len(pen.text), len(pen.text) + len(words), f"2023-{month:02}-10/2023-{month + 2:02}-08")
        )
        team = "省生态环境保护督察组" if kind == "environment" else "县委巡察组"
        pen.write(words + f"，{team}对{unit}党组开展了{'督察' if kind == 'environment' else '常规巡察'}。")
        pen.write(
            "现将有关情况反馈如下。\n" if kind == "feedback" else "为做好整改工作，结合实际，现将有关情况明确如下。\n"
        )


@contextmanager
def _heading(pen: _Pen, shape: _Shape, style: str, number: int, words: str, level: int) -> Iterator[int]:
    pen.line()
    bold = shape.markdown and shape.bold
    with pen.item(style, number, "**" if bold else "#" * level + " " if shape.markdown else "") as start:
        if level == 2:
            pen.headings.append(STYLES[style](number) + words)
        pen.write(words + ("**" if bold else "") + "\n")
        yield start


def _answered(pen: _Pen, shape: _Shape) -> None:
    """A document whose problems are answered one by one (or, in a feedback, not at all)."""
    kind, top = shape.kind, shape.top
    section = 1
    if top and kind in _BEGINNINGS and pen.often(0.7):
        with _heading(pen, shape, top, section, _BEGINNINGS[kind], 2):
            pen.write(pen.pick(GENERAL) + "，" + pen.pick(GENERAL) + "。\n")
        section += 1
    if not top:
        _problems(pen, shape)
        return
    with _heading(pen, shape, top, section, _SECTIONS[kind], 2):
        _problems(pen, shape)
    with _heading(pen, shape, top, section + 1, _ENDINGS[kind], 2):
        for number, words in enumerate(pen.rng.sample(EFFORTS, 2), 1):
            pen.line()
            with pen.item(shape.aspect or "（一）", number) as start:
                pen.write(words + "。")
                pen.slots("{r}研究一次{m}，抓好日常检查。")
                if kind in _NEXT_STEPS:
                    pen.answers.measures.append((start, len(pen.text), None))
        pen.line()


def _problems(pen: _Pen, shape: _Shape) -> None:
    rng = pen.rng
    used: set[str] = set()
    count = 0
    step = rng.choice([0, 0, 0, 95]) if shape.running_measures else 0

    def some(most: int) -> None:
        nonlocal count, step
        for _ in range(rng.randint(2, most)):
            slip = rng.random() if shape.slips and count else 1.0
            count += 2 if slip < 0.1 else 0 if slip < 0.15 else 1
            step = _problem(pen, shape, count, step if shape.running_measures else 0, used)

    if shape.aspect is None:
        some(5)
        return
    for at in range(1, rng.randint(3, 4)):
        with _heading(pen, shape, shape.aspect, at, ASPECTS[at - 1], 3):
            count = count if shape.running_problems else 0
            some(4)


def _title(pen: _Pen, used: set[str]) -> str:
    while True:
        words = pen.pick(MATTERS) + pen.pick(FAILINGS)
        if pen.often(0.25):
            words += "，" + pen.pick(MATTERS) + pen.pick(FAILINGS)
        if words not in used:
            used.add(words)
            return words


def _problem(pen: _Pen, shape: _Shape, number: int, step: int, used: set[str]) -> int:
    """Write one problem; gives the number of the last step."""
    pen.line()
    kind = shape.kind
    with pen.item(shape.problem, number) as start:
        if shape.parallel:
            _parallel(pen, start, used)
            return step
        title = _title(pen, used)
        pen.answers.problems.append((start, title))
        pen.write(f"关于“{title}”问题" if shape.about else title)
        if kind == "self-check" and shape.label is None:
            pen.write("。")
            if shape.measure == "prose":
                _prose(pen, shape, start)
                return step
            return _steps(pen, shape, start, step)
        if pen.often(0.7) and not shape.about:
            pen.write("。")
            pen.slots(pen.pick(DETAILS) + (pen.pick(TRAPS) if pen.often(0.2) else ""))
        elif pen.often(0.7):
            pen.write("。")
        if kind == "feedback":
            if pen.often(0.3):
                if not pen.text.endswith("。"):
                    pen.write("。")
                _points(pen, "一是" if shape.problem != "一是" else "①")
            return step
        if pen.often(shape.shown):
            pen.line()
            pen.write(pen.pick(_SHOWN) + "：")
            _points(pen, "一是")
        if kind == "environment":
            _owners_line(pen, kind)
        if shape.one_line:
            pen.text = pen.text.rstrip("。\n") + "。"
        else:
            pen.line()
        if shape.label and not pen.often(shape.forgotten):
            pen.write(shape.label)
            if shape.leads:
                pen.line()
        if kind == "audit":
            pen.write(pen.pick(["已整改。", "正在整改。", "未整改。"]))
        if shape.measure == "prose":
            _prose(pen, shape, start)
        else:
            step = _steps(pen, shape, start, step)
        if pen.often(shape.status):
            pen.write(pen.pick(_STATUS))
        if kind == "environment":
            pen.line()
            pen.write("验收单位：市生态环境局")
        elif shape.owners == "line":
            _owners_line(pen, kind, in_line=shape.one_line)
    return step


def _parallel(pen: _Pen, problem: int, used: set[str]) -> None:
    """A side that is the problem: its shortcomings in one list, the steps in another that answers none of them alone."""
    words = pen.pick(MATTERS) + "方面"
    while words in used:
        words = pen.pick(MATTERS) + "方面"
    used.add(words)
    pen.answers.problems.append((problem, words))
    pen.write(words + "\n" + pen.pick(["存在问题：", "主要问题：", "问题表现："]) + "\n")
    for number in range(1, pen.rng.randint(2, 4)):
        with pen.item("1.", number):
            pen.slots(pen.pick(MATTERS) + pen.pick(FAILINGS) + "，{d}缺少{f}记录。\n")
    pen.write("整改措施：\n")
    for number in range(1, pen.rng.randint(2, 5)):
        with pen.item("1.", number) as start:
            pen.slots(pen.pick(STEPS), start)
            pen.answers.measures.append((start, len(pen.text), problem))
        pen.line()


def _owners_line(pen: _Pen, kind: Kind, *, in_line: bool = False) -> None:
    """Who and when, under labels of their own: for the problem, not for a step."""
    if not in_line:
        pen.line()
    between = "\n" if kind == "environment" else "。" if in_line else pen.pick(["　", "  ", "；", "\n"])
    pen.write(pen.pick(["责任领导：张某某", "牵头单位：县财政局", "责任部门：县教育局"]) + between)
    pen.write("责任单位：" + pen.pick(OWNERS) + between)
    if kind == "environment":
        pen.write("整改目标：")
        pen.slots(pen.pick(GOALS))
        pen.line()
    pen.slots(
        pen.pick(["完成时限：{b}", "整改时限：{b}，并长期坚持", "整改期限：立行立改"]) + ("。" if in_line else "")
    )


def _prose(pen: _Pen, shape: _Shape, problem: int) -> None:
    start = len(pen.text)
    for at in range(pen.rng.randint(1, 3)):
        if at and shape.label and pen.often(0.1):
            pen.line()
        pen.slots(pen.pick(STEPS), start)
    pen.answers.measures.append((start, len(pen.text), problem))


def _points(pen: _Pen, style: str) -> None:
    count = pen.rng.randint(2, 4)
    for number in range(1, count + 1):
        with pen.item(style, number):
            pen.slots(pen.pick(POINTS))
            pen.write("。" if number == count else "；")


def _steps(pen: _Pen, shape: _Shape, problem: int, step: int) -> int:
    count = pen.rng.randint(2, 4)
    inner = "一是" if shape.problem != "一是" else "①" if shape.measure != "①" else None
    if inner == shape.measure and shape.leads:
        inner = None
    for number in range(1, count + 1):
        if shape.leads:
            pen.line()
        with pen.item(shape.measure, step + number) as start:
            pen.slots(pen.pick(STEPS), start)
            if inner and pen.often(shape.nested):
                # The same marker inside itself is clear only where the inner list cannot be taken for the outer one's next step.
                size = pen.rng.choice([n for n in (2, 3, 4) if n != number])
                for at in range(1, size + 1):
                    with pen.item(inner, at):
                        pen.slots(pen.pick(SMALL_STEPS))
                        pen.write("。" if at == size else "；")
            elif shape.owners == "step":
                pen.write("（责任单位：")
                pen.owner(start, "lead")
                pen.slots("；完成时限：{b}）")
            elif not shape.leads and number < count and pen.often(0.5):
                pen.text = pen.text.removesuffix("。") + "；"
            pen.answers.measures.append((start, len(pen.text), problem))
    return step + count


def _criticism(pen: _Pen, shape: _Shape) -> None:
    """A document whose measures answer no single problem."""
    rng = pen.rng
    assert shape.top is not None
    used: set[str] = set()
    inner = "①" if shape.problem == "一是" else "一是"
    with _heading(pen, shape, shape.top, 1, _SECTIONS["self-criticism"], 2):
        for number in range(1, rng.randint(3, 5)):
            pen.line()
            with pen.item(shape.problem, number) as start:
                title = _title(pen, used)
                pen.answers.problems.append((start, title))
                pen.write(title + "。")
                if pen.often(0.2) and inner == "一是":
                    pen.write("主要表现：")
                    for at in range(1, rng.randint(3, 5)):
                        with pen.item("一", at):
                            pen.slots(pen.pick(BARE_POINTS) + "，{m}标准不高。")
                elif pen.often(0.7):
                    _points(pen, inner)
                else:
                    pen.slots(pen.pick(DETAILS) + (pen.pick(TRAPS) if pen.often(0.3) else ""))
        pen.line()
    for section, (name, words, sentence) in enumerate([
        ("原因分析", CAUSES, "平时对{m}研究少，满足于过得去。"),
        (rng.choice(["努力方向", "整改措施", "今后努力方向和整改措施"]), EFFORTS, "{r}参加一次{m}学习，带头到基层调研{n}。"),
    ], 2):  # fmt: skip
        with _heading(pen, shape, shape.top, section, name, 2):
            for number, title in enumerate(rng.sample(words, 3), 1):
                pen.line()
                with pen.item(shape.problem, number) as start:
                    pen.write(title + "。")
                    pen.slots(sentence)
                    if section == 3:
                        pen.answers.measures.append((start, len(pen.text), None))
            pen.line()


# ---- made hard to read ----------------------------------------------------------------------------------------------


def _made_hard(pen: _Pen, title: int, opening: int, recipe: dict[str, object]) -> Generated:
    """Cut, indented, interrupted: what copying does to a text."""
    rng = pen.rng
    markdown = recipe["markdown"]
    way = rng.choice(
        ["plain", "wrapped", "noisy", "indented", "blank lines", "wrapped, indented"]
        if not markdown
        else ["plain", "blank lines"]
    )
    width = rng.randint(18, 60)
    half, ascii_quotes = rng.random() < 0.1, rng.random() < 0.1
    contents = bool(pen.headings) and not markdown and way in ("plain", "indented") and rng.random() < 0.15
    recipe |= {"way": way, "width": width if "wrapped" in way else None, "half": half, "contents": contents}
    text = pen.text.rstrip("\n")
    inside_marks = {at for start, end in pen.marks for at in range(start + 1, end)}
    pieces: list[str] = []
    place: list[int] = []
    length = column = 0

    def put(words: str) -> None:
        nonlocal length
        pieces.append(words)
        length += len(words)

    if recipe["kind"] == "notice":
        put("您现在的位置：首页 > 党务公开 > 整改公开\n")
    for at, c in enumerate(text):
        first = at == 0 or text[at - 1] == "\n"
        if at == title and recipe["kind"] == "notice":
            put("发布时间：2023-11-08　来源：某局　浏览次数：326\n")
        if at == opening and contents:
            put("目　录\n" + "".join(f"{words}………………{page}\n" for page, words in enumerate(pen.headings, 1)))
        if first:
            column = 0
            if "indented" in way and at and c != "\n":
                put("　　")
                column = 2
            if way == "noisy" and at > opening and rng.random() < 0.06:
                put(pen.pick(_LINE_NOISE).format(n=rng.randint(2, 80)) + "\n")
        elif "wrapped" in way and column >= width and at not in inside_marks and c not in "，。；：、”）》\n":
            put("\n")
            column = 0
        elif (
            way == "noisy"
            and at > opening
            and at not in inside_marks
            and text[at - 1] in "。，"
            and rng.random() < 0.015
        ):
            put(pen.pick(_INLINE_NOISE).format(n=rng.randint(10, 99)))
        place.append(length)
        put(c)
        column += 1
        if c == "\n" and way == "blank lines":
            put("\n")
    if recipe["kind"] == "notice":
        put("\n【打印本页】【关闭窗口】\n版权所有：某区人民政府　备案号：某ICP备00000000号")
    place.append(length)

    def worded(words: str) -> str:
        words = words.translate(_HALF) if half else words
        return words.translate(_ASCII_QUOTES) if ascii_quotes else words

    written = "".join(pieces) + "\n"
    return Generated(worded(written), pen.answers.moved(place.__getitem__, worded), recipe)


# ---- tables ---------------------------------------------------------------------------------------------------------

_COLUMNS: dict[str, list[str]] = {
    "number": ["序号", "编号"],
    "problem": ["问题", "问题内容", "存在问题", "具体问题", "反馈问题", "问题描述", "审计查出问题", "巡察反馈问题"],
    "measures": ["整改措施", "整改举措", "具体措施", "措施内容", "拟采取的整改措施"],
    "owner": ["责任单位", "责任部门", "责任人", "牵头单位", "责任领导", "责任科室"],
    "deadline": ["完成时限", "整改时限", "整改期限", "完成时间", "计划完成时间"],
    "status": ["整改情况", "进展情况", "完成情况", "整改进展", "整改状态"],
    "remark": ["备注"],
}


@dataclass(frozen=True)
class GeneratedTable:
    """A pasted table, and what each of its rows says."""

    text: str
    rows: list[dict[str, object]]


def generate_table(seed: int) -> GeneratedTable:
    """The table of a seed: tabs or Markdown, columns in any order after the first two, some of them left out."""
    rng = random.Random(seed)
    markdown = rng.random() < 0.5
    left = [name for name in ("measures", "owner", "deadline", "status", "remark") if rng.random() < 0.75]
    if "measures" not in left:
        left.append("measures")
    rng.shuffle(left)
    columns = (["number"] if rng.random() < 0.8 else []) + ["problem", *left]
    lines = [[rng.choice(_COLUMNS[column]) for column in columns]]
    rows: list[dict[str, object]] = []
    for number in range(1, rng.randint(3, 7)):
        steps = [f"{rng.choice(['规范', '改进', '加强'])}{rng.choice(MATTERS)}" for _ in range(rng.randint(1, 3))]
        deadline, value = _date(rng, "b", inherits=False, found=0)
        status, said = rng.choice(
            [("已完成", "done"), ("正在整改", "in-progress"), ("未整改", "not-done"), ("已整改到位", "done")]
        )
        title = rng.choice(MATTERS) + rng.choice(FAILINGS)
        owner = rng.choice(OWNERS)
        cells = {
            "number": str(number),
            "problem": title,
            "measures": steps[0] if len(steps) == 1 else "；".join(f"{n}.{step}" for n, step in enumerate(steps, 1)),
            "owner": owner,
            "deadline": deadline,
            "status": status,
            "remark": "",
        }
        lines.append([cells[column] for column in columns])
        rows.append(
            {
                "title": title,
                "steps": steps,
                "owner": owner if "owner" in columns else None,
                "deadline": value if "deadline" in columns else None,
                "status": said if "status" in columns else "unknown",
            }
        )
    if markdown:
        printed = ["| " + " | ".join(line) + " |" for line in lines]
        printed.insert(1, "|" + "---|" * len(columns))
        head = "# 青禾县水利局巡察整改问题清单\n\n"
    else:
        printed = ["\t".join(line) for line in lines]
        head = "青禾县水利局巡察整改问题清单\n"
    return GeneratedTable(head + "\n".join(printed) + "\n", rows)
