"""Parties: the cases, and what must hold on any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.mentions.parties import find_parties, parties_of_label, role_of_label

CASES = sorted((Path(__file__).parent / "cases" / "parties").glob("*.yaml"))
PIECES = [
    *"由和与、，。；：（）【】“”《》\n 对就在",
    *(
        "牵头",
        "负责",
        "配合",
        "会同",
        "协助",
        "任组长",
        "责任单位：",
        "责 任 人：",
        "督导单位：",
        "完成时限：",
        "为责任人",
    ),
    *(
        "办公室",
        "县财政局",
        "局党组书记",
        "张某某同志",
        "分管领导",
        "等部门",
        "各乡镇（街道）",
        "按职责分工",
        "带头",
        "整改工作",
    ),
]
OFFICES = st.sampled_from(
    [
        "办公室",
        "县民政局",
        "县住房和城乡建设局",
        "社会救助科",
        "白石镇人民政府",
        "机关党支部",
        "巡察整改工作专班",
        "县委组织部",
        "规划财务股",
    ]
)
POSTS = st.sampled_from(
    ["局党组书记", "分管领导", "党组成员张某某", "李某某同志", "办公室主任", "殡葬服务中心负责人", "计划财务股股长王某"]
)
OWNERS = st.lists(OFFICES | POSTS, min_size=1, max_size=3, unique=True)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    mentions = parties_of_label(case["label"], case["input"]) if "label" in case else find_parties(case["input"])
    assert [{"name": mention.name, "role": mention.role} for mention in mentions] == case["expected"], case["why"]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_names_stand_in_the_text_once_a_role(text: str) -> None:
    for mentions in (find_parties(text), parties_of_label("责任单位", text)):
        for mention in mentions:
            assert mention.name == "".join(mention.span.cut(text).split()) != ""
        assert len({(mention.name, mention.role) for mention in mentions}) == len(mentions)
        assert [mention.span for mention in mentions] == sorted(mention.span for mention in mentions)


@settings(deadline=None, max_examples=200)
@given(
    OWNERS,
    OWNERS,
    st.sampled_from(
        [
            "由{leads}牵头，{helps}配合，",
            "{leads}牵头，{helps}协助，",
            "由{leads}会同{helps}，",
            "由{leads}牵头，会同{helps}",
        ]
    ),
    st.sampled_from(["对2022年以来的台账逐一核对。", "每季度开展1次检查，发现问题及时整改；"]),
)
def test_who_leads_and_who_supports_comes_back(leads: list[str], helps: list[str], frame: str, rest: str) -> None:
    helps = [name for name in helps if name not in leads]
    text = "加强管理。" + (
        frame.format(leads="、".join(leads), helps="、".join(helps)) if helps else f"由{'、'.join(leads)}负责"
    )
    found = [(mention.name, mention.role) for mention in find_parties(text + rest)]
    assert found == [(name, "lead") for name in leads] + [(name, "support") for name in helps]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["责任单位", "牵头领导", "责任人", "主责部门", "配合单位", "协办科室", "验收单位", "督导单位"]
            ),
            OWNERS,
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda entry: entry[0],
    ),
    st.sampled_from(["：", ":"]),
    st.sampled_from(["、", "，", ",", " ", "；"]),
    st.sampled_from(["；", "，", "  ", "\n"]),
)
def test_labels_give_their_names(labels: list[tuple[str, list[str]]], colon: str, comma: str, between: str) -> None:
    text = between.join(f"{label}{colon}{comma.join(names)}" for label, names in labels)
    expected = {(name, role) for label, names in labels if (role := role_of_label(label)) for name in names}
    assert {
        (mention.name, mention.role) for mention in find_parties(f"{text}{between}完成时限{colon}6月底前")
    } == expected
