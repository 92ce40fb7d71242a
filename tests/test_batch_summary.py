"""The table of all documents (汇总台账) that a batch writes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from batch_making import PLACES, Here, folder_of, ledgers, plan, run_here
from command_line import failed, run
from rectiparse.batch import Summary
from rectiparse.batch.summary import _search
from rectiparse.errors import RectiparseError, WritingError

SUFFIXES = [".xlsx", ".csv", ".jsonl"]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a summary as dictionaries, whatever its format."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    found: list[dict[str, str]] = []
    for sheet in load_workbook(path).worksheets:
        heads, *lines = sheet.iter_rows(values_only=True)
        found += [{str(head): str(cell or "") for head, cell in zip(heads, line, strict=True)} for line in lines]
    return found


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_measure_of_every_document_is_a_row(tmp_path: Path, suffix: str) -> None:
    folder, summary = folder_of(tmp_path / "in", 7), tmp_path / f"汇总{suffix}"
    assert run_here(folder, tmp_path / "out", summary=Summary(summary)).measures == 21
    found = rows(summary)
    file, unit, words = ("source", "unit", "text") if suffix == ".jsonl" else ("来源文件", "单位", "整改措施")
    assert [row[file] for row in found] == [
        f"第{n % 3}批/方案{n:04}.txt" for n in (0, 3, 6, 1, 4, 2, 5) for _ in range(3)
    ]
    assert found[3][unit].startswith(PLACES[3])
    assert "开展4次研讨" in found[4][words]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_bytes_each_time(tmp_path: Path, suffix: str) -> None:
    folder, first, second = folder_of(tmp_path / "in", 5), tmp_path / f"1{suffix}", tmp_path / f"2{suffix}"
    run_here(folder, tmp_path / "out", summary=Summary(first))
    assert run_here(folder, tmp_path / "out", summary=Summary(second)).unchanged == 5
    assert run("batch", folder, "-o", tmp_path / "out", "-q", "-j", "2", "--summary", second).code == 0
    assert first.read_bytes() == second.read_bytes()


def test_ledgers_mended_by_hand_count_as_they_are(tmp_path: Path) -> None:
    folder, out, summary = folder_of(tmp_path / "in", 2), tmp_path / "out", tmp_path / "汇总.csv"
    run_here(folder, out)
    ledger = out / "第0批/方案0000.txt.yaml"
    ledger.write_text(ledger.read_text("utf-8").replace("走访10户", "走访5百户"), encoding="utf-8")
    run_here(folder, out, summary=Summary(summary))
    assert "走访5百户" in summary.read_text("utf-8")
    ledger.write_text("schema: none", encoding="utf-8")
    tally = run_here(folder, out, summary=Summary(summary))
    assert [name for name, _ in tally.failures] == ["第0批/方案0000.txt"]
    assert {row["来源文件"] for row in rows(summary)} == {"第1批/方案0001.txt"}


def test_documents_that_fail_or_are_gone_are_not_in_it(tmp_path: Path) -> None:
    folder, out, summary = folder_of(tmp_path / "in", 3), tmp_path / "out", tmp_path / "汇总.csv"
    run_here(folder, out)
    (folder / "第0批/方案0000.txt").write_bytes(b"")
    (folder / "第1批/方案0001.txt").unlink()
    run_here(folder, out, summary=Summary(summary), prune=True)
    assert {row["来源文件"] for row in rows(summary)} == {"第2批/方案0002.txt"}


def test_unit_and_round_from_the_names_of_files(tmp_path: Path) -> None:
    folder, summary = tmp_path / "in", tmp_path / "汇总.csv"
    for name in ("第二轮/青禾县水务局-方案.txt", "第二轮/整改方案.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(plan(3), encoding="utf-8")
    arguments = ["batch", folder, "-o", tmp_path / "out", "-q", "-j", "1", "--summary", summary]
    assert run(*arguments, "--unit-from", "([^/]+)-方案", "--round-from", "第.轮").code == 0
    unnamed, named = rows(summary)[0], rows(summary)[-1]
    assert (unnamed["来源文件"], unnamed["轮次"]) == ("第二轮/整改方案.txt", "第二轮")
    assert unnamed["单位"].startswith("柳溪乡")
    assert (named["来源文件"], named["单位"], named["轮次"]) == (
        "第二轮/青禾县水务局-方案.txt",
        "青禾县水务局",
        "第二轮",
    )


@pytest.mark.parametrize(
    ("sentence", "round_"),
    [
        ("按照十二届县委第三轮巡察工作部署，县委第一巡察组进驻。", "十二届县委第三轮"),
        ("2023年第一轮巡察中，巡察组指出了问题。", "2023年第一轮"),
        ("根据第五轮巡视反馈意见，制定本方案。", "第五轮"),
        ("组织三轮培训后，开展自查。", ""),
    ],
)
def test_the_round_from_the_document(tmp_path: Path, sentence: str, round_: str) -> None:
    folder, summary = tmp_path / "in", tmp_path / "汇总.csv"
    folder.mkdir()
    title, rest = plan(1).split("\n", 1)
    (folder / "方案.txt").write_text(f"{title}\n{sentence}\n{rest}", encoding="utf-8")
    run_here(folder, tmp_path / "out", summary=Summary(summary))
    assert {row["轮次"] for row in rows(summary)} == {round_}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_cell_becomes_a_formula(tmp_path: Path, suffix: str) -> None:
    folder, summary = tmp_path / "in", tmp_path / f"汇总{suffix}"
    folder.mkdir()
    text = plan(1).replace("走访11户，建立台账", "=1+1，走访11户，建立台账").replace("由办公室", "由@办公室")
    (folder / "=cmd.txt").write_text(text, encoding="utf-8")
    run_here(folder, tmp_path / "out", summary=Summary(summary))
    cells = [cell for row in rows(summary) for cell in row.values()]
    if suffix == ".csv":
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert "'=cmd.txt" in cells
    else:
        sheet = load_workbook(summary).worksheets[0]
        assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"} or all(
            cell.data_type in ("s", "inlineStr") for line in sheet.iter_rows() for cell in line if cell.value
        )
        assert "=cmd.txt" in cells


def test_a_sheet_that_is_full_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.batch.workbook.MOST_ROWS", 8)
    folder, summary = folder_of(tmp_path / "in", 5), tmp_path / "汇总.xlsx"
    run_here(folder, tmp_path / "out", summary=Summary(summary))
    book = load_workbook(summary)
    assert [(sheet.title, sheet.max_row) for sheet in book.worksheets] == [
        ("汇总台账", 8), ("汇总台账 2", 8), ("汇总台账 3", 2),
    ]  # fmt: skip
    assert len(rows(summary)) == 15


def test_a_summary_of_nothing_has_its_heads(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for suffix in SUFFIXES:
        run_here(tmp_path / "in", tmp_path / "out", summary=Summary(tmp_path / f"汇总{suffix}"))
    assert rows(tmp_path / "汇总.csv") == []
    assert (tmp_path / "汇总.csv").read_text("utf-8-sig").startswith("单位,轮次,来源文件,方面,")
    assert load_workbook(tmp_path / "汇总.xlsx").worksheets[0]["C1"].value == "来源文件"


def test_a_run_that_stops_leaves_the_summary_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out, summary = folder_of(tmp_path / "in", 3), tmp_path / "out", tmp_path / "汇总.xlsx"
    run_here(folder, out, summary=Summary(summary))
    before = summary.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rectiparse.batch.workbook.Sheets.add", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_here(folder, out, Here(), summary=Summary(summary))
    assert summary.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out", "汇总.xlsx"]


def test_the_summary_is_no_document(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 2)
    arguments = ["batch", folder, "-o", folder / "out", "-q", "-j", "1", "--summary", folder / "汇总.xlsx"]
    assert run(*arguments).code == 0
    assert run(*arguments).code == 0
    assert len(ledgers(folder / "out")) == 2


def test_bad_summaries_are_one_line(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 1), tmp_path / "out"
    arguments = ("batch", folder, "-o", out)
    assert "ends in .xlsx, .csv or .jsonl" in failed(run(*arguments, "--summary", tmp_path / "汇总.pdf"))
    assert "there is no folder" in failed(run(*arguments, "--summary", tmp_path / "none" / "汇总.csv"))
    assert "bad pattern (" in failed(run(*arguments, "--summary", tmp_path / "汇总.csv", "--unit-from", "("))
    assert "give --summary too" in failed(run(*arguments, "--round-from", "轮"))
    assert not out.exists()
    with pytest.raises(WritingError):
        Summary(Path("汇总"))


def test_a_pattern_that_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.batch.summary.PATIENCE", 0.05)
    with pytest.raises(RectiparseError, match="takes too long"):
        _search(r"((a+)(\2)*)+b\1", "a" * 60)


def test_rows_are_as_tall_as_their_text_and_no_taller_than_a_sheet_allows(tmp_path: Path) -> None:
    texts = ["管护不到位。", "渠道破损未修。" * 40, "渠道破损未修，巡查记录前后不一。" * 80]
    for number, text in enumerate(texts):
        path = tmp_path / "in" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(plan(number).replace("走访", f"{text}走访"), encoding="utf-8")
    summary = tmp_path / "汇总.xlsx"
    run_here(tmp_path / "in", tmp_path / "out", summary=Summary(summary))
    sheet = load_workbook(summary).worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "整改措施")
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1) if "走访" in sheet.cell(row, column).value]
    heights = [sheet.row_dimensions[cell.row].height for cell in cells]
    assert 20 < heights[0] < heights[1] < heights[2] < 409
    assert [cell.font.sz for cell in cells] == [10.5, 10.5, 6]
    assert all(cell.alignment.wrap_text for cell in cells)
    empty = next(cell for cell in sheet[1] if cell.value == "轮次")
    assert sheet.column_dimensions[empty.column_letter].width < 10  # nothing stands in it
