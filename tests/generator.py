"""Writes rectification documents from a random tree, and knows what a right ledger of each says.

A document is written in plain lines first, with the place of every item, measure and value; then it is made hard to read:
lines are cut at a width, noise is thrown in, blanks are added. A map from each plain character to its place afterwards
carries the answers over.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["plan", "report", "self-check", "self-criticism", "feedback"]


@dataclass
class Answers:
    """What is right, in offsets of the text: the terms of `contract.md`."""

    outline: list[tuple[int, str, int | None]] = field(default_factory=list)  # start, marker, start of the parent
    problems: list[tuple[int, str]] = field(default_factory=list)  # start, title
    measures: list[tuple[int, int, int | None]] = field(default_factory=list)  # start, end, start of the problem
    owners: list[tuple[int, str, str]] = field(default_factory=list)  # start of the measure, role, name
    dates: list[tuple[int, int, str]] = field(default_factory=list)  # start, end, value
    figures: list[tuple[int, int, float, str]] = field(default_factory=list)  # start, end, value, unit

    def moved(self, to: Callable[[int], int]) -> Answers:
        """The same answers where `to` puts each character; an end follows the last character before it."""

        def end(at: int) -> int:
            return to(at - 1) + 1

        def maybe(at: int | None) -> int | None:
            return None if at is None else to(at)

        return Answers(
            [(to(start), marker, maybe(parent)) for start, marker, parent in self.outline],
            [(to(start), title) for start, title in self.problems],
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
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _CN[ones]
    return ("" if tens == 1 else _CN[tens]) + "十" + (_CN[ones] if ones else "")


def _sign(first: str, most: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if n <= most else f"（{n}）"


STYLES: dict[str, Callable[[int], str]] = {
    "一、": lambda n: f"{chinese(n)}、",
    "一．": lambda n: f"{chinese(n)}．",
    "第一部分": lambda n: f"第{chinese(n)}部分",
    "第一章": lambda n: f"第{chinese(n)}章",
    "（一）": lambda n: f"（{chinese(n)}）",
    "(一)": lambda n: f"({chinese(n)})",
    "（一）、": lambda n: f"（{chinese(n)}）、",
    "㈠": lambda n: chr(ord("㈠") + n - 1) if n <= 10 else f"（{chinese(n)}）",
    "1.": lambda n: f"{n}.",
    "1、": lambda n: f"{n}、",
    "1．": lambda n: f"{n}．",
    "⒈": _sign("⒈", 20),
    "1)": lambda n: f"{n})",
    "1）": lambda n: f"{n}）",
    "（1）": lambda n: f"（{n}）",
    "(1)": lambda n: f"({n})",
    "①": _sign("①", 20),
    "⑴": _sign("⑴", 20),
    "一是": lambda n: f"{chinese(n)}是",
    "一要": lambda n: f"{chinese(n)}要",
    "第一，": lambda n: f"第{chinese(n)}，",
    "其一，": lambda n: f"其{chinese(n)}",
    "首先，": lambda n: ("首先", "其次", "再次", "最后")[n - 1],
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

COUNTIES = ["青禾县", "碧河县", "望溪县", "远山县", "石门县", "临溪区", "明川市", "安澜市", "白石镇", "柳湾镇"]
UNITS = ["水利局", "教育局", "卫生健康局", "交通运输局", "农业农村局", "市场监督管理局", "文化旅游局", "商务局"]
OWNERS = ["办公室", "人事科", "财务科", "机关党委", "综合执法大队", "党政办公室", "规划财务科", "纪检监察组", "法规科", "信息中心", "工程管理股"]
ASPECTS = [
    "贯彻落实上级决策部署方面", "履行全面从严治党责任方面", "基层党组织建设方面", "整治群众身边不正之风方面", "落实巡察整改要求方面",
]  # fmt: skip
MATTERS = [
    "理论学习", "制度执行", "项目管理", "台账登记", "资金拨付", "合同管理", "档案管理", "值班值守", "安全检查", "财务审核", "干部教育", "公务接待",
    "信息公开", "设备采购", "资产清查", "巡查记录", "窗口服务", "业务培训", "会议记录", "隐患排查", "党费收缴", "队伍建设", "物资储备", "票据审核",
]  # fmt: skip
FAILINGS = ["不够深入", "不规范", "不及时", "不严格", "不到位", "流于形式", "有差距", "存在漏洞", "重视不够", "把关不严", "滞后", "存在短板"]
VERBS = ["加强", "规范", "改进", "完善", "强化", "细化", "抓好", "优化"]
ENDS = ["工作", "流程", "机制", "管理", "环节"]
CAUSES = ["理论武装不够扎实", "宗旨意识有所淡化", "担当精神有所弱化", "责任压得不实", "纪律意识有所松懈"]
EFFORTS = ["持续强化政治引领", "持续改进工作作风", "持续巩固整改成果", "持续健全长效机制", "持续锤炼过硬队伍"]
GENERAL = ["把整改作为一项重要任务来抓", "坚持边查边改、立查立改", "逐条对照、逐项认领", "层层传导压力、压实责任", "做到件件有着落、事事有回音"]

_WORDINGS = {
    "plan": ["整改措施", "具体措施", "整改举措", "主要整改措施", "工作措施", "改进措施"],
    "report": ["整改情况", "整改落实情况", "整改进展", "整改进展情况", "整改成效", "完成情况", "落实情况"],
    "self-check": ["整改情况", "整改措施", "整改落实情况"],
}
_SHOWN = ["主要表现", "具体表现", "问题表现"]
_STATUS = ["已完成整改。", "该问题已整改到位。", "目前已整改完成。", "正在整改。", "已完成。"]
_SECTIONS = {
    "plan": "整改内容及措施",
    "report": "巡察反馈问题整改落实情况",
    "self-check": "自查发现的问题及整改情况",
    "self-criticism": "存在的主要问题",
    "feedback": "巡察发现的主要问题",
}
_INLINE_NOISE = ["【更多公文*素#材请加微信：gw~ku8{n}，免费*下载】", "##paidbegin##", "%【海量*素*~&材搜索*某某文库】", "&nbsp;"]
_LINE_NOISE = ["— {n} —", "【打印本页】【关闭窗口】", "第{n}页 共90页", "##paidend##", "更多公文素材请加微信gwku{n}8，免费下载"]

_SLOT = re.compile(r"(\{[a-z]\})")

# ---- the pen --------------------------------------------------------------------------------------------------------


class _Pen:
    """Writes plain text and notes what stands where."""

    def __init__(self, rng: random.Random, recipe: dict[str, object]) -> None:
        self.rng = rng
        self.recipe = recipe
        self.text = ""
        self.answers = Answers()
        self.open: list[int] = []
        self.kept: list[tuple[int, int]] = []  # places where no line may be cut: marks

    def write(self, words: str) -> None:
        self.text += words

    def line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    def item(self, style: str, number: int) -> int:
        marker = STYLES[style](number)
        start = len(self.text)
        self.answers.outline.append((start, marker, self.open[-1] if self.open else None))
        self.text += marker + _AFTER.get(style, "")
        self.kept.append((start, len(self.text)))
        self.open.append(start)
        return start

    def close(self) -> None:
        self.open.pop()

    def pick(self, words: Sequence[str]) -> str:
        return self.rng.choice(words)

    def slots(self, template: str, measure: int | None = None) -> None:
        """Write a template, in which {d} is a point in time, {b} a deadline, {r} a recurrence, {f} a figure, {o} an owner."""
        for piece in _SLOT.split(template):
            if piece not in ("{d}", "{b}", "{r}", "{f}", "{o}", "{s}", "{m}"):
                self.write(piece)
            elif piece == "{m}":
                self.write(self.pick(MATTERS))
            elif piece in ("{o}", "{s}"):
                self.owner(measure, "lead" if piece == "{o}" else "support")
            elif piece == "{f}":
                self.figure()
            else:
                self.date(piece[1])

    def owner(self, measure: int | None, role: str) -> None:
        taken = {name for start, _, name in self.answers.owners if start == measure}
        name = self.pick([owner for owner in OWNERS if owner not in taken])
        self.write(name)
        if measure is not None:
            self.answers.owners.append((measure, role, name))

    def date(self, kind: str) -> None:
        words, value = _date(self.rng, kind)
        self.answers.dates.append((len(self.text), len(self.text) + len(words), value))
        self.write(words)

    def figure(self) -> None:
        words, value, unit, after = _figure(self.rng)
        self.answers.figures.append((len(self.text), len(self.text) + len(words), value, unit))
        self.write(words + after)


def _date(rng: random.Random, kind: str) -> tuple[str, str]:
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
        return rng.choice([
            (f"2024年{month}月底前", f"../2024-{month:02}"),
            (f"2024年{month}月{day}日前", f"../2024-{month:02}-{day:02}"),
            ("2024年底前", "../2024-12"),
            (f"2024年{month}月{day}日之前", f"../2024-{month:02}-{day:02}"),
        ])  # fmt: skip
    assert kind == "r"
    return rng.choice([("每季度", "R/P3M"), ("每半年", "R/P6M"), ("每年", "R/P1Y"), ("每月", "R/P1M"), ("每两周", "R/P2W")])


def _figure(rng: random.Random) -> tuple[str, float, str, str]:
    """The words of a figure, its value and unit, and the noun after it."""
    n, few, many = rng.randint(2, 980), rng.randint(3, 9), rng.randint(21, 98)
    part = rng.randint(11, 989) / 10
    return rng.choice([
        (f"{n}名", n, "名", "干部"), (f"{n}人", n, "人", ""), (f"{n}个", n, "个", "科室"), (f"{n}户", n, "户", "家庭"), (f"{n}次", n, "次", ""),
        (f"{n}人次", n, "人次", ""), (f"{n}件", n, "件", ""), (f"{n}处", n, "处", "隐患"), (f"{n}公里", n, "公里", ""), (f"{n}平方米", n, "平方米", ""),
        (f"{n}亩", n, "亩", ""), (f"{n}台", n, "台", "设备"), (f"{n}份", n, "份", "资料"), (f"{n}余座", n, "座", ""), (f"{part}%", part, "%", ""),
        (f"{part}万元", round(part * 10**4), "元", ""), (f"{n * 1013:,}元", n * 1013, "元", ""), (f"{part}亿元", round(part * 10**8), "元", ""),
        (f"{n}余万元", n * 10**4, "元", ""), (f"{n}万余元", n * 10**4, "元", ""), (f"{part}万立方米", round(part * 10**4), "立方米", ""),
        (f"百分之{chinese(many)}", many, "%", ""), (f"{chinese(few)}个", few, "个", "社区"), ("两家", 2, "家", "企业"),
        (f"{chinese(many)}名", many, "名", "职工"), (f"{chinese(many)}户", many, "户", ""),
    ])  # fmt: skip


DETAILS = [
    "{d}，{m}检查缺少记录，涉及{f}。", "{d}抽查{f}，发现{m}相关材料缺失。", "部分科室{m}依靠经验，{d}仍有{f}未落实。", "对{m}研究少、督促少，{d}仅研究{f}。",
    "干部职工对{m}认识模糊，存在应付心态。", "{m}底数不清，台账与实际相差{f}。", "{d}，{m}漏登漏报{f}，造成损失{f}。",
]  # fmt: skip
STEPS = [
    "由{o}牵头，{b}修订{m}制度，覆盖{f}。", "由{o}负责，{r}开展一次{m}抽查，每次不少于{f}。", "由{o}会同{s}开展{m}排查，{b}整改{f}。", "由{o}牵头，{s}配合，清理{m}遗留事项{f}。",
    "{b}对{m}开展专项检查，查看资料{f}。", "召开专题会议研究{m}，安排资金{f}。", "组织学习{m}有关规定，培训{f}。", "{r}通报{m}情况，接受群众监督。",
    "举一反三，对{m}进行全面梳理，更新台账{f}。", "建立{m}责任清单，把任务落实到岗位。", "明确{m}审核程序，堵塞管理漏洞。", "聘请第三方核查{m}，核查范围包括{f}。",
]  # fmt: skip
POINTS = ["对{m}认识模糊", "对{m}督促检查少", "{m}台账缺失{f}", "{d}漏报{f}", "对{m}要求一般化", "{m}责任层层递减", "重部署、轻落实", "习惯于用老办法解决新情况"]
SMALL_STEPS = ["印发{m}通知", "开展{m}培训{f}", "设立{m}专岗", "公布{m}清单", "邀请专家讲解{m}", "安排专人核对{m}"]


def _title(pen: _Pen, used: set[str]) -> str:
    while True:
        words = pen.pick(MATTERS) + pen.pick(FAILINGS)
        if pen.rng.random() < 0.25:
            words += "，" + pen.pick(MATTERS) + pen.pick(FAILINGS)
        if words not in used:
            used.add(words)
            return words


# ---- documents ------------------------------------------------------------------------------------------------------


@dataclass
class _Shape:
    """How a document is put together; one for each document."""

    top: str | None
    aspect: str | None
    problem: str
    measure: str  # style of a list, or "prose"
    measure_leads: bool
    label: str
    label_form: str
    forgotten: float
    running_problems: bool
    running_measures: bool
    about: bool
    shown: float  # how often a problem lists its manifestations under a label
    owners_line: bool
    nested: float
    status: float


def _shape(rng: random.Random, kind: Kind) -> _Shape:
    top = rng.choice(["一、", "一、", "一、", "一．", "第一部分", "第一章", None])
    if kind in ("self-criticism", "feedback") and top is None:
        top = "一、"
    aspect = rng.choice(["（一）", "（一）", "(一)", "（一）、", "㈠", None])
    if top is None and aspect is None:
        aspect = "（一）"
    if kind == "self-criticism":
        aspect = None
    problem = rng.choice(["1.", "1.", "1、", "1．", "⒈", "1.", "（1）", "问题一：", "问题1：", "反馈问题一：", "一是"])
    if aspect is None and rng.random() < 0.6:
        problem = rng.choice(["（一）", "(一)", "㈠"])
    if kind == "self-criticism":
        problem = rng.choice(["（一）", "(一)", "1.", "1、", "一是", "㈠"])
    lists = ["（1）", "(1)", "①", "1)", "1）", "⑴", "一是", "一是", "一要", "第一，", "其一，", "•", "●"]
    if problem not in ("1.", "1、", "1．", "⒈"):
        lists += ["1.", "1、", "1．"]
    if problem in ("（1）", "(1)"):
        lists = ["①", "一是", "1)", "•"]
    if problem == "一是":
        lists = ["（1）", "①", "1)", "(1)", "•"]
    measure = rng.choice([*lists, "prose"])
    leads = measure in ("•", "●") or (measure != "prose" and rng.random() < 0.5)
    wording = rng.choice(_WORDINGS.get(kind, ["整改措施"]))
    form = rng.choice(["{}：", "{}：", "{}：", "{}:", "【{}】", "**{}：**", "{}"])
    if not leads and form == "{}":
        form = "{}："
    return _Shape(
        top=top, aspect=aspect, problem=problem, measure=measure, measure_leads=leads, label=wording, label_form=form,
        forgotten=0.1 if leads and measure not in ("•", "●", "一是", "第一，", "其一，") and rng.random() < 0.4 else 0.0,
        running_problems=aspect is not None and rng.random() < 0.5,
        running_measures=leads and measure in ("（1）", "(1)", "1)", "1.") and rng.random() < 0.4,
        about=kind in ("report", "self-check") and problem not in ("一是", "问题一：", "问题1：", "反馈问题一：") and rng.random() < 0.5,
        shown=rng.choice([0.0, 0.0, 0.4]) if problem != "一是" and measure not in ("一是", "prose") else 0.0,
        owners_line=kind == "plan" and rng.random() < 0.3,
        nested=rng.choice([0.0, 0.15]),
        status=0.4 if kind == "report" and rng.random() < 0.5 else 0.0,
    )  # fmt: skip


_NAMES: dict[Kind, str] = {
    "plan": "{unit}党组关于落实县委第{n}巡察组反馈意见的整改方案",
    "report": "{unit}党组关于巡察整改进展情况的报告",
    "self-check": "{unit}关于巡察共性问题自查自纠情况的报告",
    "self-criticism": "巡察整改专题民主生活会个人对照检查材料",
    "feedback": "县委第{n}巡察组关于巡察{unit}党组的反馈意见",
}
_ENDINGS = {"plan": "组织领导", "report": "下一步工作打算", "self-check": "下一步打算", "feedback": "意见建议"}


def generate(seed: int) -> Generated:
    """The document of a seed."""
    rng = random.Random(seed)
    kind: Kind = rng.choice(["plan", "plan", "report", "report", "self-check", "self-criticism", "feedback"])
    shape = _shape(rng, kind)
    recipe: dict[str, object] = {"seed": seed, "kind": kind, **vars(shape)}
    pen = _Pen(rng, recipe)
    unit = pen.pick(COUNTIES) + pen.pick(UNITS)
    pen.write(_NAMES[kind].format(unit=unit, n=chinese(rng.randint(1, 9))) + "\n")
    opening = len(pen.text)
    _opening(pen, kind, unit)
    if kind == "self-criticism":
        _criticism(pen, shape)
    else:
        _answered(pen, kind, shape)
    return _made_hard(pen, opening)


def _opening(pen: _Pen, kind: Kind, unit: str) -> None:
    if kind == "self-criticism":
        pen.write("按照专题民主生活会要求，本人广泛征求意见、深入谈心谈话，紧密联系工作实际，现将对照检查情况报告如下。\n")
        return
    if kind == "self-check":
        pen.write("收到通知以后，我们迅速传达学习、认真部署安排，组织各科室、各下属单位逐条对照开展自查自纠，现将有关情况报告如下。\n")
        return
    pen.write("根据统一部署，")
    start = len(pen.text)
    month = pen.rng.randint(2, 6)
    words = f"2023年{month}月10日至{month + 2}月8日"
    pen.answers.dates.append((start, start + len(words), f"2023-{month:02}-10/2023-{month + 2:02}-08"))
    pen.write(words + f"，县委巡察组对{unit}党组开展了常规巡察。")
    pen.write("现将有关情况反馈如下。\n" if kind == "feedback" else "为做好整改工作，结合实际，现将有关情况明确如下。\n")


def _heading(pen: _Pen, style: str, number: int, words: str) -> None:
    pen.line()
    pen.item(style, number)
    pen.write(words + "\n")


def _answered(pen: _Pen, kind: Kind, shape: _Shape) -> None:
    """A document whose problems are answered one by one (or, in a feedback, not at all)."""
    rng = pen.rng
    section = 0

    def begin(words: str) -> None:
        nonlocal section
        section += 1
        assert shape.top is not None
        _heading(pen, shape.top, section, words)

    if shape.top and kind != "feedback" and rng.random() < 0.7:
        begin("总体要求" if kind == "plan" else "巡察整改组织情况" if kind == "report" else "自查工作开展情况")
        pen.write(pen.pick(GENERAL) + "，" + pen.pick(GENERAL) + "。\n")
        pen.close()
    if shape.top:
        begin(_SECTIONS[kind])
    used: set[str] = set()
    count = step = 0
    for at in range(1, (rng.randint(2, 3) if shape.aspect else 1) + 1):
        if shape.aspect:
            _heading(pen, shape.aspect, at, ASPECTS[at - 1])
            count = count if shape.running_problems else 0
        for _ in range(rng.randint(2, 4)):
            count += 1
            step = _problem(pen, kind, shape, count, step if shape.running_measures else 0, used)
        if shape.aspect:
            pen.close()
    if shape.top:
        pen.close()
        begin(_ENDINGS[kind])
        style = shape.aspect or "（一）"
        for number, words in enumerate(rng.sample(EFFORTS, 2), 1):
            pen.line()
            start = pen.item(style, number)
            pen.write(words + "。")
            pen.slots("{r}研究一次{m}，抓好日常检查。")
            if kind != "plan":
                pen.answers.measures.append((start, len(pen.text), None))
            pen.close()
        pen.line()
        pen.close()


def _problem(pen: _Pen, kind: Kind, shape: _Shape, number: int, step: int, used: set[str]) -> int:
    rng = pen.rng
    pen.line()
    start = pen.item(shape.problem, number)
    title = _title(pen, used)
    pen.answers.problems.append((start, title))
    pen.write(f"关于“{title}”问题" if shape.about else title)
    stated = rng.random() < 0.7 and not shape.about
    listing = rng.random() < shape.shown
    if stated and not (kind == "self-check" and shape.measure == "prose"):
        pen.write("。")
        pen.slots(pen.pick(DETAILS))
    elif rng.random() < 0.7:
        pen.write("。")
    if kind == "feedback":
        if not stated:
            pen.line()
        if rng.random() < 0.3:
            _points(pen, "一是" if shape.problem != "一是" else "①")
        pen.line()
        pen.close()
        return step
    if listing:
        pen.line()
        pen.write(pen.pick(_SHOWN) + "：")
        _points(pen, "一是")
    pen.line()
    if not (rng.random() < shape.forgotten and shape.label_form != "{}"):
        label = shape.label_form.format(shape.label)
        pen.write(label)
        if shape.measure_leads:
            pen.line()
    if shape.measure == "prose":
        begun = len(pen.text)
        for at in range(rng.randint(1, 3)):
            pen.slots(pen.pick(STEPS), begun)
            assert at < 3
        pen.answers.measures.append((begun, len(pen.text), start))
    else:
        step = _steps(pen, shape, start, step)
    if rng.random() < shape.status:
        pen.write(pen.pick(_STATUS))
    if shape.owners_line:
        pen.line()
        pen.write("责任领导：张某某　责任单位：" + pen.pick(OWNERS) + "　完成时限：")
        pen.date("b")
    pen.line()
    pen.close()
    return step


def _points(pen: _Pen, style: str) -> None:
    count = pen.rng.randint(2, 4)
    for number in range(1, count + 1):
        pen.item(style, number)
        pen.slots(pen.pick(POINTS))
        pen.write("。" if number == count else "；")
        pen.close()


def _steps(pen: _Pen, shape: _Shape, problem: int, step: int) -> int:
    rng = pen.rng
    count = rng.randint(2, 4)
    for number in range(1, count + 1):
        if shape.measure_leads:
            pen.line()
        start = pen.item(shape.measure, step + number)
        pen.slots(pen.pick(STEPS), start)
        inner = "一是" if shape.problem != "一是" else "①"
        if inner == "①" and shape.measure == "①":
            inner = "a"
        if rng.random() < shape.nested and inner != "a":
            # The same marker inside itself is clear only where the inner list cannot be taken for the outer one's next step.
            size = rng.choice([n for n in (2, 3, 4) if n != number])
            if inner != shape.measure or not shape.measure_leads:
                for at in range(1, size + 1):
                    pen.item(inner, at)
                    pen.slots(pen.pick(SMALL_STEPS))
                    pen.write("。" if at == size else "；")
                    pen.close()
        elif not shape.measure_leads and rng.random() < 0.5 and number < count:
            pen.text = pen.text.removesuffix("。") + "；"
        pen.answers.measures.append((start, len(pen.text), problem))
        pen.close()
    return step + count


def _criticism(pen: _Pen, shape: _Shape) -> None:
    """A document whose measures answer no single problem."""
    rng = pen.rng
    assert shape.top is not None
    used: set[str] = set()
    _heading(pen, shape.top, 1, _SECTIONS["self-criticism"])
    inner = "①" if shape.problem == "一是" else "一是"
    for number in range(1, rng.randint(3, 5)):
        pen.line()
        start = pen.item(shape.problem, number)
        title = _title(pen, used)
        pen.answers.problems.append((start, title))
        pen.write(title + "。")
        if rng.random() < 0.7:
            _points(pen, inner)
        else:
            pen.slots(pen.pick(DETAILS))
        pen.close()
    pen.line()
    pen.close()
    _heading(pen, shape.top, 2, "原因分析")
    for number, words in enumerate(rng.sample(CAUSES, 3), 1):
        pen.line()
        pen.item(shape.problem, number)
        pen.write(words + "。")
        pen.slots("平时对{m}研究少，满足于过得去。")
        pen.close()
    pen.line()
    pen.close()
    _heading(pen, shape.top, 3, rng.choice(["努力方向", "整改措施", "今后努力方向和整改措施"]))
    for number, words in enumerate(rng.sample(EFFORTS, 3), 1):
        pen.line()
        start = pen.item(shape.problem, number)
        pen.write(words + "。")
        pen.slots("{r}参加一次{m}学习，带头到基层调研{f}。")
        pen.answers.measures.append((start, len(pen.text), None))
        pen.close()
    pen.line()
    pen.close()


# ---- made hard to read ----------------------------------------------------------------------------------------------


def _made_hard(pen: _Pen, opening: int) -> Generated:
    rng = pen.rng
    way = rng.choice(["plain", "plain", "wrapped", "wrapped", "noisy", "indented", "blank lines", "wrapped, indented"])
    pen.recipe["way"] = way
    width = rng.randint(18, 60)
    text = pen.text.rstrip("\n")
    pieces: list[str] = []
    place: list[int] = []
    length = column = 0

    def put(words: str) -> None:
        nonlocal length
        pieces.append(words)
        length += len(words)

    kept = {at for start, end in pen.kept for at in range(start + 1, end)}
    starts = {start for start, _ in pen.kept}
    for at, c in enumerate(text):
        first = at == 0 or text[at - 1] == "\n"
        if first:
            column = 0
            if way.endswith("indented") and at:
                put("　　")
                column = 2
            if way == "noisy" and at > opening and rng.random() < 0.06:
                put(pen.pick(_LINE_NOISE).format(n=rng.randint(2, 80)) + "\n")
        if way.startswith("wrapped") and column >= width and at not in kept and c not in "，。；：、”）》" and c != "\n":
            put("\n")
            column = 0
        if way == "noisy" and not first and at > opening and at not in kept and text[at - 1] in "。，" and rng.random() < 0.015:
            put(pen.pick(_INLINE_NOISE).format(n=rng.randint(10, 99)))
        place.append(length)
        put(c)
        column += 1
        if c == "\n" and way == "blank lines":
            put("\n")
    assert starts is not None
    place.append(length)
    pen.recipe["width"] = width if way.startswith("wrapped") else None
    return Generated("".join(pieces) + "\n", pen.answers.moved(place.__getitem__), pen.recipe)
