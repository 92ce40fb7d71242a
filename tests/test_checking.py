"""The rules: each by its own texts, by cases, over the samples, and by what must hold for any document.

A file `cases/checks/<rule>.yaml` holds the cases of one rule: the words at the spans of its findings, in order; blanks
and line breaks in them do not count. An input of several files gives `file: words`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_ledger import ledgers
from generator import generate
from rectiparse.checking import RULES, Case, Checker, Finding, Rule, Settings, check, find_settings, load_settings
from rectiparse.checking.baseline import dump_baseline, load_baseline, new_ones
from rectiparse.checking.days import after, days_of
from rectiparse.checking.limits import Limit, Profile, load_profile
from rectiparse.checking.rules import named
from rectiparse.document import Span
from rectiparse.errors import RectiparseError
from rectiparse.finding import SEVERITIES
from rectiparse.pipeline import extract
from rectiparse.reading import read

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README")
GOLDEN = HERE / "golden_findings.txt"
FILES = sorted((HERE / "cases" / "checks").glob("*.yaml"))
CASES = [
    pytest.param(entry["rule"], case, id=f"{entry['rule']}: {case['why']}")
    for path in FILES
    for entry in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    for case in entry["cases"]
]


def found(texts: dict[str, str], profile: str | dict[str, Any] | None = None, **options: Any) -> list[Finding]:
    """The findings of some texts, each with its spans and its line proven."""
    value = yaml.safe_load(profile) if isinstance(profile, str) else profile
    limits = Profile.model_validate(value).limits if value else ()
    checker = Checker(Settings(**options))
    for name, text in texts.items():
        document = read(text.encode("utf-8"), name=name)
        checker.add(Case(name, extract(document), document, limits))
    findings = checker.findings()
    for finding in findings:
        proven(finding, texts)
    return findings


def proven(finding: Finding, texts: dict[str, str]) -> None:
    """Hold a finding to the text that it points into."""
    for file, span, line, words in [
        (finding.file, finding.span, finding.line, finding.text),
        *((place.file, place.span, place.line, place.text) for place in finding.related),
    ]:
        text = texts[file]
        assert 0 <= span.start < span.end <= len(text), finding
        assert words == text[span.start : span.end]
        assert line == text.count("\n", 0, span.start) + 1
    assert finding.column == finding.span.start - (texts[finding.file].rfind("\n", 0, finding.span.start) + 1) + 1
    assert "{" not in finding.message


def joined(words: str | None) -> str:
    return "".join((words or "").split())


# ---- each rule by itself -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_what_its_docstring_says(rule: Rule) -> None:
    failing = found({"fails": rule.text("Fails")}, rule.text("Profile"))
    passing = found({"passes": rule.text("Passes")}, rule.text("Profile"))
    assert rule.code in {finding.code for finding in failing}
    assert rule.code not in {finding.code for finding in passing}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_texts_of_a_docstring_show_one_fault_alone(rule: Rule) -> None:
    """What passes is a document as it should be: a user copies it."""
    quiet = {"R202", "R203"} - {rule.code}
    passing = found({"passes": rule.text("Passes")}, rule.text("Profile"))
    assert {finding.code for finding in passing} <= quiet


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"why", "input", "expected", "profile"}
    texts = case["input"] if isinstance(case["input"], dict) else {"text": case["input"]}
    findings = [finding for finding in found(texts, case.get("profile")) if finding.rule == rule]
    several = len(texts) > 1
    shown = [f"{finding.file}: " * several + joined(finding.text) for finding in findings]
    assert shown == case["expected"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_cases_that_fail_and_cases_that_are_silent(rule: Rule) -> None:
    cases = [param.values[1] for param in CASES if param.values[0] == rule.name]
    assert sum(bool(case["expected"]) for case in cases) >= 3
    assert sum(not case["expected"] for case in cases) >= 3


def test_codes_are_one_of_each_and_grouped() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {path.stem for path in FILES} == {rule.name for rule in RULES}
    assert next(rule for rule in RULES if rule.name == "declared-count").code == "R101"


# ---- what a finding says -----------------------------------------------------------------------------------------------


REPORT = """青禾县财政局党组整改情况报告
县委第一巡察组反馈了2个方面4个问题，现将整改情况报告如下。
一、整改落实情况
（一）业务方面
1.关于“预算编制不细”问题。
整改情况：修订预算编制办法，按项目细化支出。
2.关于“拨款不及时”问题。
整改情况：建立拨款台账，按月通报进度。
（二）队伍方面
3.关于“培训不经常”问题。
整改情况：举办培训班两期，培训会计40人。
"""


def test_a_finding_names_what_was_expected_and_what_was_found() -> None:
    (finding,) = found({"report.txt": REPORT})
    assert (finding.code, finding.rule, finding.severity) == ("R101", "declared-count", "error")
    assert (finding.file, finding.line, finding.column) == ("report.txt", 2, 15)
    assert (finding.expected, finding.found, finding.text) == (4, 3, "4个问题")


def test_a_computed_value_is_told_in_the_unit_of_the_text() -> None:
    text = "青禾县水利局自查报告\n一、资金管理不严。列支会议费3.6万元、接待费2.5万元，共计6.3万元。\n二、台账不完整。没有建立台账。\n"
    (finding,) = found({"text": text}, select=("arithmetic",))
    assert (finding.expected, finding.found) == (6.1, 6.3)
    assert "3.6万元 + 2.5万元 = 6.1万元, not 6.3万元" in finding.message


def test_a_count_that_agrees_elsewhere_is_a_warning() -> None:
    text = REPORT.replace("2个方面4个问题，", "2个方面4个问题，逐条研究。反馈的3个问题")
    assert [finding.severity for finding in found({"text": text}, select=("R101",))] == ["warning"]


def test_an_outline_that_may_not_have_been_understood_is_no_error() -> None:
    text = REPORT.replace("4个问题", "40个问题")
    assert [finding.severity for finding in found({"text": text}, select=("R101",))] == ["warning"]


def test_copied_text_names_its_share_and_both_places() -> None:
    body = "".join(f"第{number}项工作由专人负责，逐条核对原始凭证和会议记录。" for number in "甲乙丙丁戊己庚辛")
    texts = {
        "a.txt": f"青禾县财政局自查报告\n一、基本情况。{body}\n二、主要问题。台账不完整。\n",
        "b.txt": f"青禾县水利局自查报告\n一、工作开展。开头另写一句。{body}\n二、下步打算。河道巡查要加强。\n",
    }
    (finding,) = [one for one in found(texts) if one.rule == "duplicate-text"]
    assert finding.file == "b.txt"
    assert joined(finding.text) in texts["b.txt"]
    assert finding.related[0].file == "a.txt"
    assert finding.related[0].text == finding.text
    assert isinstance(finding.found, float)
    assert 0.7 < finding.found < 1
    assert f"{finding.found * 100:.0f}%" in finding.message


def test_a_file_that_is_the_whole_of_a_part_of_another_is_told_so() -> None:
    part = "".join(f"第{number}项工作由专人负责，逐条核对原始凭证和会议记录。" for number in "甲乙丙丁")
    more = "".join(f"本局{number}季度召开会议研究部署，通报进度，约谈股室负责人。" for number in "一二三四") * 1
    long = "".join(
        f"{word}，每月检查一次，发现问题立即纠正。"
        for word in ("河道巡查", "水库值守", "泵站检修", "渠道清淤", "水质检测")
    )
    texts = {"part.txt": f"一、情况。{part}\n", "whole.txt": f"一、情况。{part}{more}{long}{long[::-1]}\n"}
    (finding,) = [one for one in found(texts) if one.rule == "duplicate-text"]
    assert finding.file == "whole.txt"
    assert "of part.txt stands in this text" in finding.message


# ---- ledgers without their documents -----------------------------------------------------------------------------------


def test_a_ledger_is_checked_by_what_it_holds() -> None:
    ledger = extract(read(REPORT.encode(), name="report.txt"))
    (finding,) = check([ledger])
    assert (finding.code, finding.file, finding.line, finding.text) == ("R101", "report.txt", None, None)
    assert finding.span.cut(REPORT) == "4个问题"


TEXTUAL = {
    "arithmetic", "figure-mismatch", "hard-wrap", "unbalanced-marks", "wrong-quotes", "foreign-place",
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_on_records_need_no_text(rule: Rule) -> None:
    """A ledger alone shows the same faults, but for rules on the text, which are silent."""
    profile = yaml.safe_load(rule.text("Profile")) if rule.text("Profile") else None
    limits = Profile.model_validate(profile).limits if profile else ()
    ledger = extract(rule.text("Fails").encode())
    codes = {finding.code for finding in check([Case("ledger.yaml", ledger, None, limits)])}
    assert (rule.code in codes) == (rule.name not in TEXTUAL)


# ---- many documents ----------------------------------------------------------------------------------------------------


def listed(findings: list[Finding]) -> str:
    return "".join(
        f"{finding.file}:{finding.line} {finding.severity} {finding.rule} {joined(finding.text)[:40]}\n"
        for finding in findings
    )


def sample_findings() -> list[Finding]:
    return check([read(path, name=path.name) for path in DOCUMENTS])


def test_all_rules_over_all_samples(request: pytest.FixtureRequest) -> None:
    """`pytest tests/test_checking.py --rewrite-goldens` writes the list anew; the diff is then read line by line."""
    findings = sample_findings()
    texts = {path.name: read(path).text for path in DOCUMENTS}
    for finding in findings:
        proven(finding, texts)
    if request.config.getoption("--rewrite-goldens"):
        GOLDEN.write_text(listed(findings), encoding="utf-8", newline="\n")
    assert listed(findings) == GOLDEN.read_text(encoding="utf-8")


def test_findings_come_sorted_and_the_same_again() -> None:
    findings = sample_findings()
    keys = [(finding.file, finding.span, finding.code) for finding in findings]
    assert keys == sorted(keys)
    assert findings == sample_findings()


def test_what_a_file_has_does_not_hang_on_the_files_beside_it() -> None:
    alone = [finding for path in DOCUMENTS for finding in check([read(path, name=path.name)])]
    crossing = {"duplicate-text", "foreign-place"}
    together = [finding for finding in sample_findings() if finding.rule not in crossing]
    assert [
        finding
        for finding in sorted(alone, key=lambda one: (one.file, one.span, one.code))
        if finding.rule not in crossing
    ] == together


@pytest.mark.parametrize("seed", range(40))
def test_a_document_that_was_written_right_has_no_error(seed: int) -> None:
    document = read(generate(seed).text.encode(), name=str(seed))
    assert [finding for finding in check([document]) if finding.severity == "error"] == []


# ---- any text ----------------------------------------------------------------------------------------------------------

LINES = [line for path in DOCUMENTS for line in read(path).text.split("\n")]
PIECES = [
    "一、", "（二）", "3.", "（4）", "一是", "整改措施：", "“", "”", "《", "》", "（", "）", '"', "**", "x月x日", "XX局", "2023年2月30日",
    "8月10日至8月3日", "697个，其中完成688个、未完成6个", "占比20.8%", "（20.8%）", "共计6.3万元", "同比增长45.81%", "人均460元", "31名职工",
    "其中", "其余3个", "完成率0%", "由0万元增加到3万元，增长5%", "〔2099〕1号", "[2020]00号", "青禾县委", "已全部整改到位", "尚未完成", "尽快", "\n", "\n",
    "。", "，", "##paidbegin##", "\t", "\u3000", "0个中有0个，占比0%", "9999年12月31日前",
]  # fmt: skip


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(LINES)
        | st.sampled_from(PIECES)
        | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
        min_size=1,
        max_size=40,
    )
)
def test_any_text_is_checked(pieces: list[str]) -> None:
    text = "".join(pieces).replace("\r", "").encode("utf-8", "ignore").decode()
    if not text.strip():
        return
    document = read(text.encode(), name="any")
    for finding in check([document, document]):
        proven(finding, {"any": document.text})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers)
def test_any_ledger_is_checked(ledger: Any) -> None:
    for finding in check([ledger]):
        assert finding.line is None
        assert finding.file == ledger.source.name


# ---- settings ----------------------------------------------------------------------------------------------------------


def test_rules_are_named_by_code_by_its_beginning_by_name_or_all() -> None:
    assert [rule.code for rule in named("R101")] == ["R101"]
    assert {rule.code[:2] for rule in named("r3")} == {"R3"}
    assert [rule.code for rule in named("hard-wrap")] == ["R403"]
    assert named("all") == RULES
    with pytest.raises(RectiparseError, match="declared-count"):
        named("declared-counts")


def test_selected_rules_run_in_the_order_of_the_table() -> None:
    chosen = Settings(select=("R4", "declared-count"), ignore=("R401",)).rules()
    assert [rule.code for rule in chosen] == ["R101", *(f"R40{number}" for number in range(2, 9))]


def test_severity_leaves_out_and_severities_change() -> None:
    plan = read(SAMPLES / "plan-running-numbers.txt")
    assert {finding.severity for finding in check([plan], Settings(severity="warning"))} == {"warning"}
    changed = check([plan], Settings(severity="error", severities={"missing-label": "error"}))
    assert {finding.rule for finding in changed} == {"missing-label"}


def test_settings_come_from_the_nearest_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.rectiparse]\nignore = ["R401"]\nfail-on = "warning"\n')
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.other]\nkey = "value"\n')
    path = find_settings(inner)
    assert path == tmp_path / "pyproject.toml"
    loaded = load_settings(path)
    assert (loaded.ignore, loaded.fail_on) == (("R401",), "warning")
    (tmp_path / "a" / ".rectiparse.toml").write_text('severities = {hard-wrap = "error"}\nbaseline = "known.json"\n')
    path = find_settings(inner)
    assert path == tmp_path / "a" / ".rectiparse.toml"
    loaded = load_settings(path)
    assert loaded.severities_by_code() == {"R403": "error"}
    assert loaded.baseline == tmp_path / "a" / "known.json"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("selects = []", "selects is no setting, perhaps select"),
        ('severity = "grave"', "severity cannot be grave"),
        ("select = [", "broken TOML"),
    ],
)
def test_broken_settings_say_what_is_wrong(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / ".rectiparse.toml"
    path.write_text(content)
    with pytest.raises(RectiparseError, match=said):
        load_settings(path)


def test_a_baseline_knows_findings_by_their_words_and_not_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    before = found({"report.txt": REPORT})
    path.write_text(dump_baseline(before), encoding="utf-8")
    moved = found({"report.txt": "\n\n" + REPORT})
    assert new_ones(moved, load_baseline(path)) == []
    twice = found({"report.txt": REPORT.replace("现将", "这4个问题逐条研究，现将")})
    assert [finding.text for finding in new_ones(twice, load_baseline(path))] == ["4个问题"]
    assert new_ones(found({"other.txt": REPORT}), load_baseline(path)) != []
    assert "个问题" not in path.read_text(encoding="utf-8")


def test_a_file_that_is_no_baseline_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    for content in ("[]", "{", '{"schema": "other"}', '{"schema": "rectiparse.baseline/1", "known": 3}'):
        path.write_text(content)
        with pytest.raises(RectiparseError, match="no baseline"):
            load_baseline(path)


def test_a_profile_is_read_and_its_mistakes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "limits.yaml"
    path.write_text(
        "name: 某县\nlimits:\n  - {of: plan, within: P1M, after: feedback, source: 第八条}\n", encoding="utf-8"
    )
    assert load_profile(path).limits == (Limit(of="plan", within="P1M", source="第八条"),)
    for content, said in [
        ("limits: []", "limits"),
        ("limits: [{of: plan, within: soon}]", "limits.0.within cannot be soon"),
        ("limits: [{of: letter, within: P1M}]", "cannot be letter"),
        ("limits: [{", "line 1"),
        ("3", "the file cannot be 3"),
    ]:
        path.write_text(content)
        with pytest.raises(RectiparseError, match=said):
            load_profile(path)


def test_the_example_profile_is_one() -> None:
    assert load_profile(HERE.parent / "docs" / "time-limits.yaml").limits


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023-08-03", "2023-08-03", "2023-08-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2022-34", "2022-04-01", "2022-06-30"),
        ("2021-41", "2021-07-01", "2021-12-31"),
        ("2023-04/2023-06", "2023-04-01", "2023-06-30"),
        ("../2023-06", None, "2023-06-30"),
        ("2020/..", "2020-01-01", None),
    ],
)
def test_days_of_a_value(value: str, first: str | None, last: str | None) -> None:
    days = days_of(value)
    assert days is not None
    assert [day and str(day) for day in days] == [first, last]


@pytest.mark.parametrize("value", [None, "XXXX-03-28", "2023-02-30", "2023-13", "0000", "R/P3M", "2023-XX/2023-06"])
def test_what_is_no_day_has_none(value: str | None) -> None:
    assert days_of(value) is None


@given(st.dates(), st.sampled_from(["P1M", "P3M", "P15D", "P2W", "P1Y"]))
def test_a_length_of_time_leads_on(day: Any, length: str) -> None:
    later = after(day, length)
    assert later >= day
    assert Limit(of="plan", within="15 working days").last_day(day) >= day


def test_severities_are_in_order() -> None:
    counts = Counter(rule.severity for rule in RULES)
    assert list(SEVERITIES) == ["error", "warning", "info"]
    assert set(counts) == set(SEVERITIES)


def test_the_hook_runs_the_check() -> None:
    (hook,) = yaml.safe_load((HERE.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[0] in project["project"]["scripts"]
    assert hook["entry"].split()[1] == "check"
    assert Span(0, 1) == (0, 1)
