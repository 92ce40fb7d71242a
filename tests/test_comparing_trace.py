"""What became of what a plan promised."""

from __future__ import annotations

from datetime import date

import pytest

from rectiparse.comparing.deadlines import last_day
from rectiparse.comparing.tracing import trace
from rectiparse.document import Span
from rectiparse.ledger import DocumentFacts, Figure, Ledger, Measure, Problem, Source

NOWHERE = Span(0, 0)


def problem(number: int, title: str, *measures: str, **more) -> Problem:
    steps = tuple(
        Measure(id=f"P{number}.M{at}", marker=None, title="", text=text, span=NOWHERE)
        for at, text in enumerate(measures, 1)
    )
    return Problem(id=f"P{number}", marker=None, title=title, measures=steps, span=NOWHERE, **more)


def ledger(*problems: Problem, measures=(), figures=()) -> Ledger:
    return Ledger(
        source=Source(name="白石镇.txt", format="txt", sha256="0" * 64, characters=0),
        document=DocumentFacts(grammar="base"),
        problems=problems,
        measures=tuple(
            Measure(id=f"M{at}", marker=None, title="", text=text, span=NOWHERE) for at, text in enumerate(measures, 1)
        ),
        figures=tuple(figures),
    )


def figure(text: str, value: float, subject: str, unit: str, owner: str, bound=None) -> Figure:
    return Figure(text=text, value=value, unit=unit, subject=subject, owner=owner, bound=bound, span=NOWHERE)


PLAN = ledger(
    problem(
        1,
        "公务接待不规范",
        "修订镇机关公务接待管理办法，明确陪餐人数和用餐标准。",
        "对三年来的接待清单逐笔核查，超出部分由经办人退赔。",
        deadline="../2023-08",
    ),
    problem(2, "低保动态管理不及时", "每季度入户走访低保对象，建立进出台账。", deadline="2023-10-15"),
    problem(3, "会议记录缺失", "指定专人保管党委会议记录本。"),
)
REPORT = ledger(
    problem(
        1,
        "低保动态管理不到位",
        "已入户走访低保对象两轮，进出台账按季度更新。",
        status="in-progress",
    ),
    problem(2, "公务接待不够规范", "新修订的公务接待管理办法明确了陪餐人数、用餐标准。", status="done"),
    problem(4, "绿化工程未验收", "已组织验收。"),
)


def test_problems_find_their_answers_in_any_order():
    found = trace(PLAN, REPORT)
    assert [(entry.plan, entry.report, entry.answer) for entry in found.problems] == [
        ("P1", "P2", "partly"),
        ("P2", "P1", "answered"),
        ("P3", None, "not-answered"),
    ]
    assert found.new == ("P4",)
    assert found.missing


def test_measures_are_answered_by_what_takes_them_up():
    first, second = trace(PLAN, REPORT).problems[0].measures
    assert (first.answer, first.report, first.status) == ("answered", "P2.M1", "done")
    assert (second.answer, second.report, second.status) == ("not-answered", None, "unknown")


def test_a_plan_against_itself_is_answered():
    found = trace(PLAN, PLAN)
    assert {entry.answer for entry in found.problems} == {"answered"}
    assert {step.answer for entry in found.problems for step in entry.measures} == {"answered"}
    assert all(entry.plan == entry.report for entry in found.problems)
    assert found.new == ()
    assert not found.missing


@pytest.mark.parametrize(
    ("today", "first", "second"),
    [
        (None, "kept", "open"),
        (date(2023, 9, 1), "kept", "open"),
        (date(2023, 10, 15), "kept", "open"),
        (date(2023, 10, 16), "kept", "passed"),
    ],
)
def test_deadlines_are_judged_by_the_day(today, first, second):
    found = trace(PLAN, REPORT, today=today)
    assert [entry.due for entry in found.problems] == [first, second, None]


def test_numbers_promised_against_numbers_reported():
    plan = ledger(
        problem(1, "公务接待不规范", "组织接待业务培训不少于2次，接待支出压减到3万元以内，清查账册40本。"),
        figures=[
            figure("2次", 2, "培训", "次", "P1.M1", "min"),
            figure("3万元", 30000, "支出", "元", "P1.M1", "max"),
            figure("40本", 40, "账册", "本", "P1.M1"),
        ],
    )
    report = ledger(
        problem(1, "公务接待不规范", "组织接待业务培训1次，接待支出2.5万元。"),
        figures=[figure("1次", 1, "培训", "次", "P1.M1"), figure("2.5万元", 25000, "支出", "元", "P1.M1")],
    )
    found = trace(plan, report)
    promises = {(p.promised, p.reported, p.kept) for p in found.problems[0].measures[0].promises}
    assert promises == {("2次", "1次", False), ("3万元", "2.5万元", True), ("40本", None, None)}
    assert found.missing


def test_measures_of_no_single_problem_are_traced_too():
    found = trace(
        ledger(measures=["成立整改工作领导小组，每两周调度一次。", "在镇门户网站公开整改结果。"]),
        ledger(measures=["镇党委成立了整改工作领导小组，坚持每两周调度。"]),
    )
    assert [step.answer for step in found.measures] == ["answered", "not-answered"]


def test_owners_and_time_limits_take_no_part_in_the_wording():
    plan = ledger(
        problem(1, "林区道路管护差", "组织全镇林道排查，2025年3月20日前完成。（责任站所：林业站；责任人：陶某）"),
        problem(2, "林业档案缺失", "整改时限：2025年6月底前完成。责任单位：林业站。补建林地档案。"),
    )
    report = ledger(
        problem(1, "林区道路管护差", "排查林道38公里，塌方点均已清理。"),
        problem(2, "林业档案缺失", "补建林地档案两册。"),
    )
    assert [entry.measures[0].answer for entry in trace(plan, report).problems] == ["answered", "answered"]


def test_a_number_that_is_reported_again_is_an_answer():
    plan = ledger(
        problem(1, "补贴发放不严", "追缴误发种粮补贴1.2万元。"),
        figures=[figure("1.2万元", 12000, "种粮补贴", "元", "P1.M1")],
    )
    report = ledger(
        problem(1, "补贴发放不严", "把多领的种粮补贴12000元收了回来，已缴回专户。"),
        figures=[figure("12000元", 12000, "多领种粮补贴", "元", "P1.M1")],
    )
    step = trace(plan, report).problems[0].measures[0]
    assert step.answer == "answered"
    assert [(p.reported, p.kept) for p in step.promises] == [("12000元", True)]
    without = trace(plan, ledger(*report.problems)).problems[0].measures[0]
    assert without.score < step.score


@pytest.mark.parametrize(("reported", "value", "kept"), [("1期", 1, False), ("两期", 2, True), ("三期", 3, True)])
def test_a_promise_is_held_against_what_is_called_a_little_otherwise(reported, value, kept):
    plan = ledger(
        problem(1, "窗口服务不规范", "组织窗口人员礼仪培训2期。"),
        figures=[figure("2期", 2, "窗口人员礼仪培训", "期", "P1.M1")],
    )
    report = ledger(
        problem(1, "窗口服务不规范", f"举办窗口礼仪培训班{reported}。", status="done"),
        figures=[figure(reported, value, "窗口礼仪培训班", "期", "P1.M1")],
    )
    found = trace(plan, report)
    assert [(p.reported, p.kept) for p in found.problems[0].measures[0].promises] == [(reported, kept)]
    assert found.missing is not kept


def test_which_of_several_numbers_is_meant_is_not_guessed():
    plan = ledger(
        problem(1, "桥梁管养差", "检查农村桥梁20座。"), figures=[figure("20座", 20, "农村桥梁", "座", "P1.M1")]
    )
    report = ledger(
        problem(1, "桥梁管养差", "检查各类桥梁，加固危险桥梁3座，封闭废旧桥梁1座。"),
        figures=[figure("3座", 3, "危险桥梁", "座", "P1.M1"), figure("1座", 1, "废旧桥梁", "座", "P1.M1")],
    )
    assert [p.kept for p in trace(plan, report).problems[0].measures[0].promises] == [None]


def test_two_planned_problems_may_be_answered_by_one():
    plan = ledger(problem(1, "公务接待超标准", "清退超标费用。"), problem(2, "公务接待无公函", "补齐公函。"))
    report = ledger(problem(1, "公务接待不规范", "已清退超标费用，补齐公函。"))
    assert [entry.report for entry in trace(plan, report).problems] == ["P1", "P1"]


def test_equal_titles_keep_their_order():
    plan = ledger(problem(1, "台账不全", "甲。"), problem(2, "台账不全", "乙。"))
    assert [entry.report for entry in trace(plan, plan).problems] == ["P1", "P2"]


def test_empty_ledgers():
    assert trace(ledger(), ledger()).problems == ()
    assert trace(ledger(), REPORT).new == ("P1", "P2", "P4")
    assert {entry.answer for entry in trace(PLAN, ledger()).problems} == {"not-answered"}


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("../2023-08-10", date(2023, 8, 10)),
        ("2023-04/2023-06", date(2023, 6, 30)),
        ("../2024-02", date(2024, 2, 29)),
        ("2022", date(2022, 12, 31)),
        ("../2022-34", date(2022, 6, 30)),
        ("2020-40", date(2020, 6, 30)),
        ("2020/..", None),
        ("XXXX-08-10", None),
        ("P6M", None),
        ("R/P3M", None),
        ("2022-99", None),
        ("", None),
        (None, None),
    ],
)
def test_the_last_day_of_a_deadline(edtf, day):
    assert last_day(edtf) == day
