"""The taxonomy: what it finds in a problem, and what it says of a file that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.comparing.bonds import bonds_of
from rectiparse.errors import GrammarError
from rectiparse.grammar.themes import MOST_THEMES, Phrases, load_themes, plain, plain_all, shipped_themes


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("执行“三重一大”制度不规范", "民主集中制"),
        ("自觉落实“第一议题”学习制度有温差", "第一议题"),
        ("双重组织生活落实不好", "双重组织生活"),
        ("超标准接待、无公函接待", "公务接待"),
        ("公车私用", "公务用车"),
        ("低保动态调整不及时", "低保"),
        ("敬老院改造后老年人入住率低", "养老服务"),
        ("散埋乱葬问题突出", "殡葬"),
        ("固定资产账实不符", "资产管理"),
        ("化整为零规避政府采购", "采购"),
        ("工程应招标未招标", "招标投标"),
        ("非税收入未及时缴库", "非税收入"),
        ("村（居）务公开不及时", "村务公开"),
        ("涉密计算机连接互联网", "保密"),
        ("上轮巡察反馈问题整改不到位", "巡察整改"),
        ("执行《青禾县最低生活保障操作规程》不严", "低保"),
        ("贯彻落实党中央关于乡村振兴的决策部署有差距", "乡村振兴"),
    ],
)
def test_the_first_theme_of_a_title(title, theme):
    assert shipped_themes().themes_of(title)[0] == theme


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("信访接待场所简陋", "公务接待"),  # what a term stands in tells it apart
        ("社会组织党建薄弱", "社会组织"),
        ("预算编制粗放", "编制用工"),
        ("任前公示不规范", "政务公开"),
        ("数据安全管理不到位", "安全生产"),
    ],
)
def test_neighbours_are_told_apart(text, theme):
    assert theme not in shipped_themes().themes_of(text)


def test_a_phrase_shut_out_of_one_theme_still_speaks_for_the_other():
    assert "预算管理" in shipped_themes().themes_of("预算编制粗放")


def test_what_an_instruction_is_about_is_no_matter_of_its_own():
    found = shipped_themes().find("养老")
    cited = shipped_themes().profile("学习习近平总书记关于养老工作的重要指示精神不及时")
    assert cited["养老服务"].weight < found["养老服务"].weight
    assert "养老服务" not in shipped_themes().themes_of("学习习近平总书记关于养老工作的重要指示精神不及时")


def test_a_title_tells_more_than_a_point_and_a_point_more_than_text():
    themes = shipped_themes()
    title = themes.profile("公务接待不规范")["公务接待"].weight
    point = themes.profile("", ["一是公务接待不规范。"])["公务接待"].weight
    text = themes.profile("", text="公务接待不规范。")["公务接待"].weight
    passing = themes.profile("", text="来人公务接待时提到此事。")["公务接待"].weight
    assert title > point > text > passing


@given(st.lists(st.text(alphabet="党建“” ＡＢ１（）\n", max_size=6), max_size=5))
def test_many_phrases_are_made_plain_as_each_alone(phrases):
    assert plain_all(phrases) == [plain(phrase) for phrase in phrases]


def test_marks_blanks_and_full_width_letters_make_no_difference():
    themes = shipped_themes()
    assert themes.themes_of("“三 会\n一课”制度不落实") == themes.themes_of("三会一课制度不落实")
    assert plain("ＡＢ１２（“”）") == "AB12"


def test_no_theme_no_name():
    assert shipped_themes().themes_of("蓝莓分拣线长期空转") == ()
    assert shipped_themes().themes_of("") == ()


def test_no_more_than_a_few_themes_best_first():
    text = "；".join(phrase for theme in shipped_themes().themes.values() for phrase in [*theme.terms][:1])
    assert len(shipped_themes().themes_of("公务接待不规范", text=text)) == MOST_THEMES
    assert shipped_themes().themes_of("公务接待不规范", text=text)[0] == "公务接待"


def test_the_shipped_tree_holds_together():
    themes = shipped_themes().themes
    assert len(themes) >= 80
    for name, theme in themes.items():
        assert theme.parent is None or theme.parent in themes
        assert set(theme.near) <= set(themes)
        assert theme.parent is None or theme.terms, name
        line = shipped_themes().lineage(name)
        assert len(line) == len(set(line)) <= 4


def test_each_term_of_a_theme_speaks_for_it_where_nothing_else_stands():
    themes = shipped_themes()
    for name, theme in themes.themes.items():
        for term in theme.terms:
            assert name in themes.find(term), (name, term)


def test_bonds_are_mutual_and_groups_bind_nothing():
    bonds = bonds_of(shipped_themes())
    for a, kin in bonds.items():
        assert kin[a] == 1
        for b, bond in kin.items():
            assert bonds[b][a] == bond
            assert 0 < bond <= 1
    assert set(bonds["财经纪律"]) == {"财经纪律"}
    assert bonds["收入征缴"]["违规收费"] == bonds["违规收费"]["收入征缴"] > 0
    assert "预算编制" not in bonds["规避采购"]
    assert bonds["公务接待"]["八项规定"] > bonds["公务接待"]["公务用车"] > 0


def test_a_part_is_told_apart_and_the_ledger_names_the_whole():
    themes = shipped_themes()
    title = "化整为零规避政府采购"
    assert themes.themes["规避采购"].part
    assert "规避采购" in themes.find(title)
    assert themes.themes_of(title)[0] == "采购"
    assert themes.themes_of("预算编制粗糙，绩效自评走过场") == ("预算管理",)  # two parts, one name


def test_parts_lie_below_a_theme_that_a_ledger_can_name():
    themes = shipped_themes()
    for name, theme in themes.themes.items():
        if theme.part:
            assert any(not themes.themes[upper].part for upper in themes.lineage(name)[1:-1]), name


def test_what_any_matter_can_carry_is_no_theme_beyond_doubt():
    themes = shipped_themes()
    assert "主体责任" not in themes.find("食品安全主体责任落实不到位")
    assert "民主集中制" not in themes.find("重大决策部署落实打折扣")
    assert themes.find("窗口力量薄弱")["人员不足"].weight < 1


def test_failings_are_told_by_their_words():
    themes = shipped_themes()
    assert themes.failings_of("项目推进缓慢，制度不健全") == {"迟缓", "制度缺失"}
    assert themes.failings_of("固定资产") == frozenset()


def test_the_longest_phrase_wins_and_none_lies_within_another():
    found = list(Phrases(["党建", "党建主体责任", "主体责任", "责任履行"]).find("党建主体责任履行"))
    assert found == [(0, "党建主体责任"), (4, "责任履行")]


PLAIN_TEXT = st.text(alphabet="党建主体责任履行公务接待低保“”《》关于的重要指示，。 \n", max_size=200)


@settings(deadline=None, max_examples=60)
@given(PLAIN_TEXT, PLAIN_TEXT, PLAIN_TEXT)
def test_any_text_gives_weights_within_bounds(title, point, text):
    profile = shipped_themes().profile(title, [point], text)
    assert all(0 < found.weight <= 1 for found in profile.values())
    assert all(found.phrase in plain(f"{title}\n{point}\n{text}") or found.phrase for found in profile.values())


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "，" * 100_000, "党" * 100_000, "关于" * 50_000, "《" * 100_000, " " * 100_000]
)
def test_a_hundred_thousand_of_anything_ends(text):
    assert shipped_themes().profile(text, [text], text) is not None


def write(tmp_path, text):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_adds_themes_and_phrases(tmp_path):
    path = write(
        tmp_path,
        "themes:\n"
        "  - {name: 茶叶产业, parent: 乡村振兴, terms: [茶园, {茶企: 0.6}], hints: [炒青]}\n"
        "  - {name: 公务接待, terms: [摆桌]}\n"
        "  - {name: 茶青收购, parent: 茶叶产业, part: true, terms: [压级压价]}\n"
        "boilerplate: [我茶]\n",
    )
    themes = load_themes(path)
    assert themes.themes_of("茶园管护不到位") == ("茶叶产业",)
    assert "茶叶产业" in themes.themes_of("收茶青压级压价")
    assert themes.find("茶企")["茶叶产业"].weight == 0.6
    assert "公务接待" in themes.themes_of("下乡摆桌")
    assert "公务接待" in themes.themes_of("超标准接待")
    assert themes.lineage("茶叶产业")[-1] == "基层与三农"
    assert "公务接待" not in shipped_themes().themes_of("下乡摆桌")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("themes:\n  - {name: 甲, terms: [甲甲]\n", 3, "YAML"),
        ("themes:\n  - name: 甲\n    term: [甲甲]\n", 3, "unknown key"),
        ("themes:\n  - terms: [甲甲]\n", 2, "name"),
        ("themes:\n  - name: 甲\n    terms:\n      甲甲: 2\n", 3, "above 0 and not above 1"),
        ("themes:\n  - name: 甲\n    terms: [甲]\n", 3, "too short"),
        ("themes:\n  - {name: 乙, terms: [乙乙]}\n  - name: 甲\n    parent: 丙\n", 3, "no theme “丙”"),
        ("themes:\n  - name: 甲\n    near: [丁]\n", 2, "no theme “丁”"),
        ("themes:\n  - name: 甲\n    parent: 甲\n", 2, "its own parent"),
        ("themen: []\n", 1, "unknown key"),
        ("- 甲\n", 1, ""),
    ],
)
def test_a_wrong_file_is_said_with_its_line(tmp_path, text, line, words):
    path = write(tmp_path, text)
    with pytest.raises(GrammarError) as error:
        load_themes(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert words in message
    assert "\n" not in message


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(GrammarError, match="cannot be read"):
        load_themes(tmp_path / "none.yaml")


def test_an_empty_file_changes_nothing(tmp_path):
    assert load_themes(write(tmp_path, "")).themes == shipped_themes().themes
