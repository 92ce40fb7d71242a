"""Which problems came back: by matter, however worded."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.comparing import compare
from rectiparse.comparing.answers import Answer, Answers, Named, dump_answers, load_answers
from rectiparse.comparing.joining import together
from rectiparse.comparing.matching import MOST_CANDIDATES, THRESHOLD, Comparison, open_answers, without_second_choices
from rectiparse.comparing.profiles import profiles_of
from rectiparse.comparing.similarity import Similarity
from rectiparse.document import Span
from rectiparse.errors import LedgerError
from rectiparse.grammar.themes import shipped_themes
from rectiparse.ledger import DocumentFacts, Figure, Ledger, Measure, Point, Problem, Responsible, Source

CASES = sorted((Path(__file__).parent / "cases" / "comparing").glob("*.yaml"))
NOWHERE = Span(0, 0)


def problem(number: int, title: str, detail: str | None = None, points=(), measures=(), **more) -> Problem:
    return Problem(
        id=f"P{number}",
        marker=None,
        title=title,
        detail=detail,
        points=tuple(Point(marker=None, text=text, span=NOWHERE) for text in points),
        measures=tuple(
            Measure(id=f"P{number}.M{at}", marker=None, title="", text=text, span=NOWHERE)
            for at, text in enumerate(measures, 1)
        ),
        span=NOWHERE,
        **more,
    )


def ledger(problems, figures=(), name="青禾县.txt") -> Ledger:
    return Ledger(
        source=Source(name=name, format="txt", sha256="0" * 64, characters=0),
        document=DocumentFacts(grammar="base"),
        problems=tuple(problems),
        figures=tuple(figures),
    )


def titles(*texts: str) -> Ledger:
    return ledger(problem(number, text) for number, text in enumerate(texts, 1))


def pairs(comparison: Comparison) -> set[tuple[str, str]]:
    return {(row.old, row.new) for row in comparison.recurring}


def read(side: list[dict]) -> Ledger:
    return ledger(problem(number, **entry) for number, entry in enumerate(side, 1))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    comparison = compare(read(case["input"]["old"]), read(case["input"]["new"]))
    expected = case["expected"]
    wanted = {(f"P{old}", f"P{new}") for old, new in expected.get("recurring", ())}
    apart = {(f"P{old}", f"P{new}") for old, new in expected.get("apart", ())}
    assert wanted - pairs(comparison) == set()
    assert apart & pairs(comparison) == set()
    assert set(comparison.new) == {f"P{number}" for number in expected["new"]}
    assert set(comparison.gone) == {f"P{number}" for number in expected["gone"]}


def test_cases_are_there():
    assert len(CASES) >= 13


def test_two_that_both_have_a_better_partner_are_only_candidates():
    assert without_second_choices({(0, 0): 0.9, (0, 1): 0.6, (1, 1): 0.8}) == {(0, 0): 0.9, (1, 1): 0.8}
    assert (
        len(without_second_choices({(0, 0): 0.9, (0, 1): 0.6, (1, 0): 0.6})) == 3
    )  # 1 on either side has nothing else
    assert len(without_second_choices({(0, 0): 0.65, (0, 1): 0.6, (1, 1): 0.65})) == 3  # better, but hardly
    assert without_second_choices({}) == {}


def test_a_text_below_the_theme_of_its_title_is_what_the_title_means():
    taxonomy = shipped_themes()
    below, beside = profiles_of(
        [problem(1, "财务管理不规范", "报销附件不全。"), problem(2, "档案管理不规范", "报销附件不全。")], taxonomy
    )
    assert below.themes["财务报销"].weight > beside.themes["财务报销"].weight
    comparison = compare(ledger([problem(1, "财务管理不规范", "报销附件不全。")]), titles("白条抵账"))
    assert pairs(comparison) == {("P1", "P1")}
    assert any("财务报销" in line for line in comparison.recurring[0].evidence)


def some_problems(count: int, seed: int) -> list[Problem]:
    """Problems put together from phrases of the taxonomy, so that many share something."""
    chance = random.Random(seed)
    themes = [list(theme.terms) for theme in shipped_themes().themes.values() if theme.terms]
    endings = ("不规范", "滞后", "不到位", "流于形式", "底数不清", "把关不严")
    return [
        problem(
            number,
            chance.choice(chance.choice(themes)) + chance.choice(endings),
            "".join(
                f"{chance.randint(2015, 2024)}年抽查{chance.choice(chance.choice(themes))}，发现{chance.choice(endings)}。"
                for _ in range(3)
            ),
            measures=[f"对{chance.choice(chance.choice(themes))}开展专项检查。"],
        )
        for number in range(1, count + 1)
    ]


def test_a_document_against_itself_comes_back_problem_by_problem():
    document = ledger(some_problems(40, seed=1))
    comparison = compare(document, document)
    assert pairs(comparison) == {(entry.id, entry.id) for entry in document.problems}
    assert {row.score for row in comparison.recurring} == {1.0}
    assert {row.wording for row in comparison.recurring} == {"same"}
    assert comparison.new == comparison.gone == comparison.candidates == ()


def test_order_marks_and_figures_make_no_difference():
    old = titles("“三重一大”制度执行不规范，临时议题15个", "公务接待超标准（21次）", "低保错保３户")
    new = titles("低保错保12户", "三重一大制度执行不规范，临时议题9个", "公务接待超标准(3次)")
    comparison = compare(old, new)
    assert pairs(comparison) == {("P1", "P2"), ("P2", "P3"), ("P3", "P1")}
    assert {row.wording for row in comparison.recurring} == {"same"}


def test_every_pair_over_the_threshold_is_found_by_lookup_as_by_looking_at_all():
    taxonomy = shipped_themes()
    old, new = (profiles_of(some_problems(120, seed), taxonomy) for seed in (2, 3))
    similarity = Similarity(old, new, taxonomy)
    for j in range(len(new)):
        looked_up = {i: score for score, i in similarity.rows(j, THRESHOLD)}
        scored = {i: similarity.score(i, j).value for i in range(len(old))}
        assert looked_up == {i: score for i, score in scored.items() if score >= THRESHOLD}


def test_stopping_early_loses_none_that_reach_the_threshold():
    taxonomy = shipped_themes()
    old, new = (profiles_of(some_problems(150, seed), taxonomy) for seed in (4, 5))
    similarity = Similarity(old, new, taxonomy)
    assert any(len(similarity.rows(j, THRESHOLD)) > 5 for j in range(len(new)))
    for j in range(len(new)):
        early = similarity.rows(j, 0.1, THRESHOLD, plenty=3)
        assert {row for row in early if row[0] >= THRESHOLD} == set(similarity.rows(j, THRESHOLD))


def test_no_more_than_five_candidates_for_each_new_problem():
    comparison = compare(ledger(some_problems(60, seed=6)), ledger(some_problems(30, seed=7)))
    assert comparison.candidates
    count = {row.new: 0 for row in comparison.candidates}
    for row in comparison.candidates:
        count[row.new] += 1
    assert max(count.values()) <= MOST_CANDIDATES
    assert [row.score for row in comparison.candidates] == sorted(
        (r.score for r in comparison.candidates), reverse=True
    )


def test_every_problem_is_in_its_place():
    old, new = ledger(some_problems(30, seed=8)), ledger(some_problems(35, seed=9))
    comparison = compare(old, new)
    found_old, found_new = ({row.old for row in comparison.recurring}, {row.new for row in comparison.recurring})
    assert found_old | set(comparison.gone) == {entry.id for entry in old.problems}
    assert found_new | set(comparison.new) == {entry.id for entry in new.problems}
    assert not found_old & set(comparison.gone)
    assert not found_new & set(comparison.new)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 3), (3, 0)])
def test_empty_ledgers(old, new):
    comparison = compare(ledger(some_problems(old, 1)), ledger(some_problems(new, 1)))
    assert comparison.recurring == comparison.candidates == ()
    assert (len(comparison.gone), len(comparison.new)) == (old, new)


def test_a_thousand_equal_ones_give_a_thousand_pairs():
    many = ledger(problem(number, "公务接待无公函") for number in range(1, 1001))
    comparison = compare(many, many)
    assert pairs(comparison) == {(f"P{number}", f"P{number}") for number in range(1, 1001)}
    assert comparison.candidates == ()
    assert len(compare(titles("公务接待无公函"), many).recurring) == 1000


def test_a_title_without_words_is_no_reason_to_fail():
    comparison = compare(titles("……", "123", "“”"), titles("", "456"))
    assert comparison.recurring == ()


def test_the_evidence_names_theme_and_phrases_of_both():
    row = compare(titles("执行“三重一大”制度不规范"), titles("党组会临时增加议题，民主集中制不严")).recurring[0]
    assert any(line.startswith("民主集中制：三重一大") for line in row.evidence)


def test_evidence_holds_no_cut_words_no_units_and_no_talk_of_deadlines():
    measures = ["明确专人负责，2025年9月底前完成。（责任单位：林业站）"]
    old = ledger([problem(1, "票据审核不严", "涉及金额0.6万元，3名站长签字不全。", measures=measures)])
    new = ledger([problem(1, "报销附件不齐", "涉及金额1.6万元，5名站长未签字。", measures=measures)])
    row = (compare(old, new).recurring or compare(old, new).candidates)[0]
    assert row.evidence[0] == "财务报销：票据审核 / 报销附件"
    assert not any(word in line for line in row.evidence for word in ("万元", "月底", "专人", "名站长"))


def test_shared_wording_alone_is_evidence_where_no_theme_tells():
    old, new = titles("蓝莓分拣线长期空转"), titles("蓝莓分拣线仍未启用")
    row = compare(old, new).recurring[0]
    assert "蓝莓分拣线" in row.evidence
    assert row.wording == "changed"


def figure(text: str, value: float, subject: str | None, owner: str, unit: str = "次") -> Figure:
    return Figure(text=text, value=value, unit=unit, subject=subject, owner=owner, span=NOWHERE)


def test_changes_inside_a_pair():
    old = ledger(
        [problem(1, "公务接待超标准", deadline="../2022-06", status="in-progress", responsible=(lead("办公室"),))],
        [figure("15次", 15, "接待", "P1"), figure("3人", 3, "陪餐人员", "P1", "人")],
    )
    new = ledger(
        [problem(1, "公务接待超标准", deadline="../2023-06", status="done", responsible=(lead("财务科"),))],
        [figure("10次", 10, "接待", "P1"), figure("5人", 5, "陪餐人员", "P1", "人")],
    )
    found = {(change.kind, change.old, change.new, change.trend) for change in compare(old, new).recurring[0].changes}
    assert found == {
        ("figure", "15次", "10次", "fell"),
        ("figure", "3人", "5人", "rose"),
        ("responsible", "办公室", "财务科", None),
        ("deadline", "../2022-06", "../2023-06", None),
        ("status", "in-progress", "done", None),
    }


def lead(name: str) -> Responsible:
    return Responsible(name=name, role="lead")


def test_a_subject_counted_twice_is_not_compared():
    old = ledger([problem(1, "低保错保")], [figure("15户", 15, "低保", "P1"), figure("7户", 7, "低保", "P1")])
    new = ledger([problem(1, "低保错保")], [figure("10户", 10, "低保", "P1")])
    assert compare(old, new).recurring[0].changes == ()


def answer(old: str, new: str, same: bool | None, number: int = 1) -> Answer:
    return Answer(same=same, old=Named(id=f"P{number}", title=old), new=Named(id=f"P{number}", title=new))


def test_a_decision_comes_before_the_score():
    old, new = titles("公务接待超标准", "蓝莓分拣线闲置"), titles("公务接待无公函", "食用菌大棚垮塌")
    assert pairs(compare(old, new)) == {("P1", "P1")}
    answers = Answers(
        [answer("公务接待超标准", "公务接待无公函", False), answer("蓝莓分拣线闲置", "食用菌大棚垮塌", True)]
    )
    comparison = compare(old, new, answers=answers)
    assert pairs(comparison) == {("P2", "P2")}
    assert comparison.recurring[0].answered
    assert comparison.candidates == ()
    assert (comparison.new, comparison.gone) == (("P1",), ("P1",))


def test_a_decision_is_found_again_when_ids_have_moved():
    old, new = titles("新增一条", "公务接待超标准"), titles("公务接待无公函")
    assert pairs(compare(old, new, answers=Answers([answer("公务接待超标准", "公务接待无公函", False)]))) == set()


def test_answers_survive_writing_and_reading(tmp_path):
    old, new = titles("公务接待超标准", "低保错保"), titles("公务接待无公函", "低保漏保")
    decided = Answers([answer("公务接待超标准", "公务接待无公函", False), answer("早已不在的", "另一个", True, 9)])
    path = tmp_path / "answers.yaml"
    path.write_text(dump_answers(open_answers(compare(old, new, answers=decided), old, new, decided)), encoding="utf-8")
    again = load_answers(path)
    assert {(a.old.title, a.same) for a in again.all} == {("低保错保", None), ("早已不在的", True)} | {
        (a.old.title, a.same) for a in again.all if a.old.title == "公务接待超标准"
    }
    assert dump_answers(again.all) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{", "old: 1", "- {same: maybe}", "- 3"])
def test_a_broken_answers_file_is_said_in_one_line(tmp_path, text):
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"answers\.yaml"):
        load_answers(path)


def test_an_answers_file_that_is_not_there(tmp_path):
    with pytest.raises(LedgerError, match="cannot be read"):
        load_answers(tmp_path / "none.yaml")


class Letters:
    """A stand-in for a model of meaning: two topics, told by one word each."""

    def embed(self, texts):
        return [[1.0, 0.0] if "猪" in text or "豚" in text else [0.0, 1.0] for text in texts]


def test_a_users_model_finds_what_words_do_not():
    old, new = titles("猪圈塌了", "路灯灭了"), titles("豚舍倾覆", "灯具损毁")
    assert pairs(compare(old, new)) == set()
    assert pairs(compare(old, new, embedder=Letters())) == {("P1", "P1"), ("P2", "P2")}


def test_several_ledgers_are_compared_as_one():
    one = ledger([problem(1, "公务接待超标准", measures=["开展自查。"])], [figure("1次", 1, "接待", "P1")], "甲.txt")
    two = ledger([problem(1, "低保错保")], name="乙.txt")
    whole = together([one, two], "全县")
    assert [entry.id for entry in whole.problems] == ["甲.txt#P1", "乙.txt#P1"]
    assert whole.problems[0].measures[0].id == "甲.txt#P1.M1"
    assert whole.figures[0].owner == "甲.txt#P1"
    assert pairs(compare(whole, titles("低保漏保"))) == {("乙.txt#P1", "P1")}
    assert [entry.id for entry in together([one, one], "两份").problems] == ["甲.txt(1)#P1", "甲.txt(2)#P1"]
    assert together([one], "一份") is one
    with pytest.raises(LedgerError):
        together([], "空")


TEXTS = st.text(alphabet="低保接待公务三重一大制度不规范到位滞后未学习。，；《》“”关于的重要指示1２ \n", max_size=60)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_any_texts_give_scores_within_bounds_and_the_same_twice(old, new):
    before = ledger(problem(number, *texts) for number, texts in enumerate(old, 1))
    after = ledger(problem(number, *texts) for number, texts in enumerate(new, 1))
    comparison = compare(before, after)
    assert all(THRESHOLD <= row.score <= 1 for row in comparison.recurring)
    assert all(0 < row.score <= 1 for row in comparison.candidates)
    assert compare(before, after) == comparison
