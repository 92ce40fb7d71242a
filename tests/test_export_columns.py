"""What stands in the columns of 整改台账 for texts as offices write them: who, by when, how far."""

from __future__ import annotations

import csv
import io

import pytest

from rectiparse.pipeline import extract
from rectiparse.reading import read
from rectiparse.writing.csv import dump_csv
from rectiparse.writing.lists import responsibility_list, task_list
from rectiparse.writing.rows import blocks_of

PLAN = "青禾县园林所巡察整改方案\n一、整改内容\n1.苗木管护不严。\n"


def rows(text: str) -> list[dict[str, str]]:
    """The rows of the table that is made of a text."""
    ledger = extract(read(text.encode(), name="a.txt"))
    return list(csv.DictReader(io.StringIO(dump_csv([ledger])[1:], newline="")))


def who(row: dict[str, str]) -> tuple[str, str, str]:
    return row["责任领导"], row["牵头部门"], row["配合部门"]


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        ("责任领导：总工程师 孔某\n责任股室：绿化股、苗圃", ("总工程师孔某", "绿化股、苗圃", "")),
        ("责任领导：孔某、贺某　责任部门：各班组", ("孔某、贺某", "各班组", "")),
        ("责任同志：包点干事\n责任处室：资环", ("包点干事", "资环", "")),
        ("责任人：（1）总园艺师；（2）孔亮", ("总园艺师、孔亮", "", "")),
        ("责 任 领 导：总园艺师\n责 任 科 室：资环", ("总园艺师", "资环", "")),
        ("责任单位：绿化股（牵头）、财务股", ("", "绿化股", "财务股")),
        ("责任领导：孔某（牵头）、贺某", ("孔某", "", "贺某")),
        # A label for both leaves it to the names, and so does a name of the other kind in a list.
        ("责任单位（人）：绿化股、孔某", ("孔某", "绿化股", "")),
        ("责任单位及责任人：绿化股、副所长孔某", ("副所长孔某", "绿化股", "")),
        ("责任单位：绿化股、孔某", ("孔某", "绿化股", "")),
        ("责任人：孔某、绿化股", ("孔某", "绿化股", "")),
    ],
)
def test_the_printed_label_says_whether_it_is_people_or_offices(labels: str, columns: tuple[str, str, str]) -> None:
    (row,) = rows(f"{PLAN}{labels}\n整改措施：重新编号。\n")
    assert who(row) == columns


def test_what_a_measure_leaves_open_its_problem_says_column_by_column() -> None:
    first, second, third = rows(
        f"{PLAN}责任领导：孔某\n责任股室：绿化股\n配合股室：财务股\n整改措施：\n"
        "（1）重新编号。\n（2）由苗圃站会同园林站开展清点。\n（3）由财务股牵头补记台账。\n"
    )
    assert who(first) == ("孔某", "绿化股", "财务股")
    assert who(second) == ("孔某", "苗圃站", "园林站")
    assert who(third) == ("孔某", "财务股", "")  # nobody supports itself


def test_the_lists_say_the_same() -> None:
    text = f"{PLAN}责任领导：孔某\n整改措施：\n（1）由苗圃站会同园林站开展清点，及时补种。\n完成时限：2025年3月底前\n"
    blocks = list(blocks_of([extract(read(text.encode(), name="a.txt"))]))
    (task,) = task_list(blocks).rows
    assert task[4:7] == ("苗圃站、孔某", "园林站", "2025年3月底前")
    assert [row[0] for row in responsibility_list(blocks).rows] == ["苗圃站", "园林站", "孔某"]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("发现枯株及时补种。", "2025年3月20日前"),
        ("每季度清点1次苗木。", "2025年3月20日前"),
        ("每年11月开展一次普查。", "2025年3月20日前"),
        ("常态化开展巡园。", "2025年3月20日前"),
        ("立行立改，补种枯株。", "2025年3月20日前"),
        ("2025年1月底前补种枯株。", "2025年1月底前"),
        ("补种枯株。（完成时限：立行立改）", "立行立改"),
        ("每月巡园1次。（责任单位：绿化股，长期坚持）", "每月；长期坚持"),
        ("每月巡园1次，专人记录，长期坚持。", "每月；长期坚持"),
        ("补种枯株，预计2月中旬补种到位。", "2月中旬"),
    ],
)
def test_the_limit_printed_for_a_problem_goes_before_vague_words_of_a_measure(measure: str, said: str) -> None:
    (row,) = rows(f"{PLAN}整改措施：\n（1）{measure}\n完成时限：2025年3月20日前\n")
    assert row["完成时限"] == said


def test_without_it_the_words_of_the_measure_stand() -> None:
    assert [row["完成时限"] for row in rows(f"{PLAN}整改措施：\n（1）及时补种。\n（2）每季度清点1次苗木。\n")] == [
        "及时",
        "每季度",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("预计12月上旬完成补种。", "12月上旬"),
        ("温室预计2023年3月份投用。", "2023年3月份"),
        ("力争于2024年上半年建成。", "2024年上半年"),
        ("计划3月至4月完成移栽。", "3月至4月"),
        ("原计划2021年5月完成移栽，现已另选地块。", ""),
        ("预计2024年产苗3万株。", ""),
    ],
)
def test_a_day_by_which_it_is_expected_stands_as_printed(words: str, said: str) -> None:
    (row,) = rows(f"{PLAN}整改措施：\n（1）{words}\n")
    assert row["完成时限"] == said


@pytest.mark.parametrize(
    ("limit", "progress", "status"),
    [
        ("立行立改并长期坚持", "", ""),
        ("长期坚持", "", ""),
        ("已完成", "已完成", "已完成"),
        ("长期坚持\n整改状态：正在整改", "正在整改", "正在整改"),
        ("2025年3月底前\n整改状态：长期坚持", "长期坚持", "长期坚持"),
    ],
)
def test_what_a_plan_promises_is_no_progress(limit: str, progress: str, status: str) -> None:
    (row,) = rows(f"{PLAN}整改措施：重新编号。\n完成时限：{limit}\n")
    assert (row["整改进展"], row["状态"]) == (progress, status)


def test_what_a_report_says_of_itself_is() -> None:
    (row,) = rows(
        "青禾县园林所关于巡察整改进展情况的报告\n一、整改情况\n1.关于苗木管护不严的问题。\n整改情况：已重新编号。\n"
        "整改时限：长期坚持\n"
    )
    assert row["状态"] == "长期坚持"
