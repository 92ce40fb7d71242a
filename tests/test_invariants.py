"""Whatever the text, its ledger holds together: nothing is lost, nothing overlaps, all spans say what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invariants import broken
from rectiparse.checking import Case, Checker
from rectiparse.document import Document
from rectiparse.pipeline import extract
from rectiparse.reading import read
from rectiparse.writing.json import dump

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent / "samples").iterdir()
    if path.suffix in (".txt", ".md") and path.stem != "README"
)
TEXTS = [read(path).text for path in SAMPLES]

MARKS = [
    "一、", "二、", "三、", "四、", "一．", "（一）", "（二）", "（三）", "(一)", "(二)", "（一）、", "㈠", "㈡", "1.", "2.", "3.", "10.",
    "1、", "2、", "1．", "1)", "2)", "1）", "（1）", "（2）", "（3）", "(1)", "(2)", "（158）", "①", "②", "③", "⑴", "⑵",
    "⒈", "⒉", "1.1", "1.1.1", "2.3", "第一章", "第二章", "第一节", "第一条", "第二条", "第一部分", "第一，", "第二，", "首先，", "其次，",
    "再次，", "最后，", "一是", "二是", "三是", "四是", "五是", "一要", "二要", "一方面，", "另一方面，", "其一，", "其二，", "其一", "问题一：", "问题二：",
    "问题1：", "反馈问题一：", "【甲】", "【整改措施】", "——", "•", "●", "★", "-", "+", "*", "#", "##", "###", "**", "**", "一",
    "二", "三", "壹、", "貳、", "ー、", "〇、", "（", "（）", "）", "十一、", "百、", "（十", "一）", "第", "章",
]  # fmt: skip
LABELS = [
    "整改措施：", "整改情况：", "整改措施", "整改情况:", "【责任单位】", "责任单位：", "责任人：", "牵头单位：县财政局", "配合单位：", "完成时限：", "整改时限：立行立改",
    "整改目标：", "主要表现：", "具体表现", "原因分析：", "下一步打算：", "验收单位：", "问题：", "（责任单位：办公室）", "（责任单位：办公室；完成时限：2023年6月底前）",
    "问题表现：", "整改进展：已完成。", "目录",
]  # fmt: skip
WORDS = [
    "学习不够深入", "制度不健全", "存在的主要问题", "整改内容及措施", "原因分析", "工作步骤", "努力方向", "组织领导", "下一步打算", "自查情况", "加强领导", "完成整改",
    "该问题已整改到位", "修订《财务管理制度》", "关于“学习不深入”问题", "关于开展专项整治的通知", "对照检查材料", "整改方案", "整改情况报告", "审计", "由办公室牵头", "一些",
    "一级抓一级", "第三中学", "三重一大", "县委第一巡察组于", "对县财政局党组", "反馈了", "4个方面25个问题", "共12项", "x月x日", "xx人次", "20xx年",
    "2023年3月24日", "2023年", "3月28日", "今年以来", "年底前", "8月10日前", "每季度", "6个月", "2020年10月12日至2021年1月8日", "1－6月",
    "16万余元", "1.5倍", "23.97%", "百分之三十一", "三个", "两家企业", "8,863万元", "〔2023〕70号", "青府办发〔2023〕70号", "13800000000",
    "2.3", "1998", "〇",
]  # fmt: skip
NOISE = [
    "##paidbegin##", "【更多公文素*材请加微信：abc~123456】", "%【海量*范~文*&下载*某某文库】", "<br/>", "&nbsp;", "— 3 —", "第2页 共9页",
    "发布时间：2023-11-08 来源：某局 浏览次数：3", "【打印本页】【关闭窗口】", "版权所有：某局 备案号：某ICP备00000000号",
]  # fmt: skip
BLANKS = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    " ",
    "\u3000\u3000",
    "\t",
    "\xa0",
    "\n\u3000\u3000",
    "\ufeff",
    "\x0b",
    "\x0c",
    "\u2028",
]
POINTS = [*"。；，：！？、．.;,:()（）《》“”\"'‘’…—-|*#>【】[]〔〕", "——", "……", "，", "。", "。", "；"]

pieces = st.one_of(
    st.sampled_from(MARKS), st.sampled_from(LABELS), st.sampled_from(WORDS), st.sampled_from(POINTS), st.sampled_from(BLANKS),
    st.sampled_from(NOISE), st.text("一二三四五六七八九十百千万年月日是要个第其〇零两壹貳ー①１２0123456789xX×", max_size=4),
)  # fmt: skip
texts = st.lists(pieces, max_size=60).map("".join)
edits = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 120), pieces, st.sampled_from(["drop", "put", "twice", "swap"])),
    max_size=8,
)


def mutated(text: str, changes: list[tuple[int, int, str, str]]) -> str:
    for place, length, piece, change in changes:
        at = place % (len(text) + 1)
        cut = text[at : at + length]
        if change == "drop":
            text = text[:at] + text[at + length :]
        elif change == "put":
            text = text[:at] + piece + text[at:]
        elif change == "twice":
            text = text[:at] + cut + cut + text[at + length :]
        else:
            text = text[:at] + text[at + length : at + 2 * length] + cut + text[at + 2 * length :]
    return text


def faults(text: str) -> list[str]:
    """What is broken in the ledger of a text; its checks must come to an end too, with findings that lie in the text."""
    document = Document(text=text, name="text", format="txt", encoding="utf-8", sha256="0" * 64)
    ledger = extract(document)
    checker = Checker()
    checker.add(Case("text", ledger, document))
    outside = [f"finding {found.code} at {found.span}" for found in checker.findings() if found.span.end > len(text)]
    return [*broken(text, ledger), *outside]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_hold_together(path: Path) -> None:
    document = read(path)
    assert broken(document.text, extract(document)) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_same_bytes_give_the_same_ledger(path: Path) -> None:
    assert dump(extract(path)) == dump(extract(path))


@settings(deadline=None, max_examples=400)
@given(texts)
def test_any_text_holds_together(text: str) -> None:
    assert faults(text) == []


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), edits)
@example(  # one number of several that stand before a label reads as none
    next(path.read_text(encoding="utf-8") for path in SAMPLES if path.name == "checklist.txt"),
    [(549, 0, "①", "put"), (544, 0, "\x0b", "put")],
)
def test_mutated_samples_hold_together(text: str, changes: list[tuple[int, int, str, str]]) -> None:
    assert faults(mutated(text, changes)) == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200).map(lambda text: text.replace("\r", "\n")))
def test_any_characters_hold_together(text: str) -> None:
    assert faults(text) == []
