"""How fast and how large a comparison grows, beside other ways to find alike texts.

    python benchmarks/comparing.py                 500, 1,000, … 10,000 problems against as many
    python benchmarks/comparing.py --sizes 2000    one size
    python benchmarks/comparing.py --others        also scikit-learn's TF-IDF with cosine and rapidfuzz, where installed

Problems are made up from the taxonomy's own phrases with a fixed seed; each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time

from rectiparse.comparing import compare
from rectiparse.document import Span
from rectiparse.grammar.themes import load_themes
from rectiparse.ledger import DocumentFacts, Ledger, Measure, Problem, Source

NOWHERE = Span(0, 0)
FAILINGS = (
    "不规范",
    "不到位",
    "滞后",
    "流于形式",
    "制度不健全",
    "监管不力",
    "不及时",
    "重视不够",
    "底数不清",
    "程序缺失",
)
PLACES = (
    "青禾县",
    "白石镇",
    "明川市",
    "柳溪乡",
    "石桥社区",
    "云岭村",
    "东港街道",
    "南坪园区",
    "清河中心校",
    "北塘卫生院",
)
ACTS = ("抽查", "检查", "核对", "走访", "调阅资料", "翻阅台账", "座谈了解", "比对数据")
WAYS = (
    "未经集体研究",
    "没有登记造册",
    "超出规定时限",
    "缺少原始凭证",
    "未按要求公示",
    "责任没有压实",
    "长期无人过问",
    "材料前后不一",
)
STEPS = (
    "由{place}牵头制定{term}办法",
    "组织一次{term}专项检查",
    "对{term}逐项建立台账并按月销号",
    "召开会议研究{term}有关事项",
)


def made_up(count: int, seed: int) -> Ledger:
    """A ledger of so many problems, of about 250 characters each with their measures."""
    chance = random.Random(seed)
    terms = [[*theme.terms] for theme in load_themes().themes.values() if theme.terms]
    problems = []
    for number in range(1, count + 1):
        main, side = chance.choice(terms), chance.choice(terms)
        detail = "".join(
            f"{chance.randint(2015, 2025)}年{chance.choice(ACTS)}{chance.choice(PLACES)}，{chance.choice(main if chance.random() < 0.7 else side)}"
            f"{chance.choice(WAYS)}，涉及{chance.randint(2, 400)}{chance.choice('项户人次')}。"
            for _ in range(chance.randint(2, 5))
        )
        measures = tuple(
            Measure(
                id=f"P{number}.M{step}",
                marker=f"（{step}）",
                title="",
                text=chance.choice(STEPS).format(place=chance.choice(PLACES), term=chance.choice(main)),
                span=NOWHERE,
            )
            for step in range(1, chance.randint(2, 5))
        )
        title = f"{chance.choice(PLACES)}{chance.choice(main)}{chance.choice(FAILINGS)}"
        problems.append(
            Problem(id=f"P{number}", marker=None, title=title, detail=detail, measures=measures, span=NOWHERE)
        )
    source = Source(name=f"made-up-{seed}", format="txt", sha256="0" * 64, characters=0)
    return Ledger(source=source, document=DocumentFacts(grammar="base"), problems=tuple(problems))


def ours(count: int) -> str:
    old, new = made_up(count, 1), made_up(count, 2)
    start = time.perf_counter()
    comparison = compare(old, new)
    seconds = time.perf_counter() - start
    return f"{seconds:8.2f} s {peak():6.0f} MB   recurring {len(comparison.recurring)}, candidates {len(comparison.candidates)}"


def scikit_learn(count: int) -> str:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import linear_kernel

    old, new = texts(count, 1), texts(count, 2)
    start = time.perf_counter()
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2)).fit(old + new)
    found = (linear_kernel(vectors.transform(new), vectors.transform(old)) >= 0.25).sum()
    return f"{time.perf_counter() - start:8.2f} s {peak():6.0f} MB   over 0.25: {found}"


def rapidfuzz(count: int) -> str:
    from rapidfuzz import fuzz, process

    old, new = texts(count, 1), texts(count, 2)
    start = time.perf_counter()
    found = (process.cdist(new, old, scorer=fuzz.token_set_ratio, workers=2) >= 50).sum()
    return f"{time.perf_counter() - start:8.2f} s {peak():6.0f} MB   over 50: {found}"


def texts(count: int, seed: int) -> list[str]:
    return [f"{problem.title}。{problem.detail}" for problem in made_up(count, seed).problems]


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


WAYS_TO_COMPARE = {"rectiparse": ours, "scikit-learn": scikit_learn, "rapidfuzz": rapidfuzz}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1000, 2000, 5000, 10000])
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(WAYS_TO_COMPARE[args.one[0]](int(args.one[1])))
        return
    for way in WAYS_TO_COMPARE if args.others else ("rectiparse",):
        for size in args.sizes:
            done = subprocess.run(
                [sys.executable, __file__, "--one", way, str(size)], capture_output=True, text=True, check=False
            )
            print(
                f"{way:<13} {size:>6} × {size:<6} {(done.stdout or done.stderr).strip().splitlines()[-1]}", flush=True
            )


if __name__ == "__main__":
    main()
