"""Families of the same problem over rounds and units."""

from __future__ import annotations

from rectiparse.comparing.rounds import Entry, recur
from rectiparse.document import Span
from rectiparse.ledger import DocumentFacts, Ledger, Problem, Source

NOWHERE = Span(0, 0)


def ledger(name: str, *problems: tuple[str, str]) -> Ledger:
    return Ledger(
        source=Source(name=name, format="txt", sha256="0" * 64, characters=0),
        document=DocumentFacts(grammar="base"),
        problems=tuple(
            Problem(id=f"P{number}", marker=None, title=title, status=status, span=NOWHERE)
            for number, (title, status) in enumerate(problems, 1)
        ),
    )


ENTRIES = [
    Entry(
        "2021", "白石镇", ledger("a.txt", ("公务接待超标准", "done"), ("低保错保", "unknown"), ("蓝莓滞销", "unknown"))
    ),
    Entry("2021", "柳溪乡", ledger("b.txt", ("村务公开不及时", "done"))),
    Entry("2022", "白石镇", ledger("c.txt", ("低保动态调整不及时", "done"))),
    Entry("2023", "白石镇", ledger("d.txt", ("接待无公函、陪餐超人数", "in-progress"))),
    Entry("2023", "柳溪乡", ledger("e.txt", ("公务接待费报销不规范", "unknown"), ("四议两公开走过场", "unknown"))),
]


def families():
    return {family.title: family for family in recur(ENTRIES).families}


def test_a_family_goes_over_rounds_and_units():
    family = families()["公务接待超标准"]
    assert (family.first, family.last, family.rounds) == ("2021", "2023", ("2021", "2023"))
    assert family.units == ("白石镇", "柳溪乡")
    assert family.theme == "公务接待"
    assert [(member.document, member.problem) for member in family.members] == [
        ("a.txt", "P1"),
        ("d.txt", "P1"),
        ("e.txt", "P1"),
    ]


def test_what_was_closed_and_stands_again_in_its_unit_is_reopened():
    found = families()
    assert found["公务接待超标准"].reopened
    assert found["公务接待超标准"].closed == ("2021",)
    assert found["村务公开不及时"].reopened
    assert not found["低保错保"].reopened
    assert found["低保错保"].closed == ("2022",)


def test_what_came_up_once_is_no_family():
    assert "蓝莓滞销" not in families()
    assert all(len(family.members) > 1 for family in families().values())


def test_themes_are_counted_by_round_and_unit():
    found = recur(ENTRIES)
    assert (found.rounds, found.units, found.problems) == (("2021", "2022", "2023"), ("白石镇", "柳溪乡"), 8)
    reception = next(theme for theme in found.themes if theme.theme == "公务接待")
    assert {(count.name, count.problems) for count in reception.by_round} == {("2021", 1), ("2023", 2)}
    assert {(count.name, count.problems) for count in reception.by_unit} == {("白石镇", 2), ("柳溪乡", 1)}
    assert [theme.problems for theme in found.themes] == sorted((t.problems for t in found.themes), reverse=True)


def test_the_most_seen_families_come_first():
    seen = [len(family.rounds) for family in recur(ENTRIES).families]
    assert seen == sorted(seen, reverse=True)


def test_two_problems_of_one_document_make_no_family():
    assert (
        recur(
            [Entry("2021", "白石镇", ledger("a.txt", ("公务接待超标准", "done"), ("公务接待无公函", "done")))]
        ).families
        == ()
    )


def test_rounds_stand_in_the_order_given_and_documents_of_a_round_may_be_apart():
    mixed = [ENTRIES[0], ENTRIES[3], ENTRIES[1]]
    assert recur(mixed).rounds == ("2021", "2023")
    assert recur(mixed).families[0].rounds == ("2021", "2023")


def test_many_equal_ones_are_one_family():
    many = [
        Entry(str(year), "白石镇", ledger(f"{year}.txt", *[("公务接待无公函", "unknown")] * 30))
        for year in range(2000, 2006)
    ]
    assert len(recur(many).families) == 1
    assert len(recur(many).families[0].rounds) == 6


def test_nothing_at_all():
    found = recur([])
    assert (found.rounds, found.families, found.themes) == ((), (), ())


def test_what_only_shares_a_word_or_a_roof_is_no_family():
    found = recur(
        [
            Entry(
                "2021",
                "云溪县",
                ledger(
                    "g.txt",
                    ("食堂招标走过场", "unknown"),
                    ("重点学科建设滞后", "unknown"),
                    ("医院停车场收费混乱", "unknown"),
                    ("对外合作项目监管缺位", "unknown"),
                ),
            ),
            Entry(
                "2024",
                "石渠县",
                ledger(
                    "h.txt",
                    ("招聘临时人员暗箱操作", "unknown"),
                    ("新校区工程建设滞后", "unknown"),
                    ("教辅资料收费偏高", "unknown"),
                    ("扶贫产业项目效益差", "unknown"),
                ),
            ),
        ]
    )
    assert found.families == ()
