"""How much a check adds to an extraction, over many documents at once.

    python benchmarks/checking.py                  1,000 documents made from the samples: extracted alone, then checked
    python benchmarks/checking.py --count 100      fewer
    python benchmarks/checking.py --rules          also the time that each rule takes
    python benchmarks/checking.py FILE…            documents of your own, each as often as it takes to make up the count

Each document is a sample whose paragraphs are drawn with a fixed seed, so that no two are the same and some are copies.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

from rectiparse.checking import RULES, Case, Checker
from rectiparse.checking.crossing import trace
from rectiparse.document import Document
from rectiparse.pipeline import extract
from rectiparse.reading import read

SAMPLES = Path(__file__).parent.parent / "samples"
KEPT = 0.9  # of the paragraphs of a sample


def made_up(count: int, files: list[Path]) -> list[Document]:
    chance = random.Random(6)
    texts = [read(path).text for path in files]
    documents = []
    for number in range(count):
        lines = texts[number % len(texts)].split("\n")
        kept = [line for line in lines if chance.random() < KEPT] or lines
        documents.append(read("\n".join(kept).encode(), name=f"{number:04}.txt"))
    return documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rules", action="store_true")
    args = parser.parse_args()
    shipped = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README")
    documents = made_up(args.count, args.files or shipped)
    characters = sum(len(document.text) for document in documents)
    for document in documents[:20]:
        Checker().add(document)  # what loads on first use

    start = time.process_time()
    for document in documents:
        extract(document)
    alone = time.process_time() - start

    checker = Checker()
    start = time.process_time()
    for document in documents:
        checker.add(document)
    each = time.process_time() - start
    findings = checker.findings()
    whole = time.process_time() - start
    print(f"{len(documents)} documents, {characters:,} characters, {len(findings)} findings")
    print(f"extracted              {alone:7.2f} s  {characters / alone / 1e6:.2f} million characters a second")
    print(f"extracted and checked  {each:7.2f} s")
    print(f"… and held together    {whole:7.2f} s  {alone / whole:.0%} of the speed of extraction alone")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
    if args.rules:
        by_rule(documents)


def by_rule(documents: list[Document]) -> None:
    seconds = dict.fromkeys((*(rule.name for rule in RULES), "view of the text", "traces"), 0.0)
    traces = []
    for document in documents:
        case = Case(document.name, extract(document), document)
        start = time.process_time()
        assert case.view is not None
        assert case.nodes is case.nodes
        assert case.figures is case.figures
        seconds["view of the text"] += time.process_time() - start
        for rule in RULES:
            if rule.look:
                start = time.process_time()
                list(rule.look(case))
                seconds[rule.name] += time.process_time() - start
        start = time.process_time()
        traces.append(trace(case))
        seconds["traces"] += time.process_time() - start
    for rule in RULES:
        if rule.cross:
            start = time.process_time()
            list(rule.cross(traces))
            seconds[rule.name] += time.process_time() - start
    for name, taken in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {name:<26}{taken:7.2f} s")


if __name__ == "__main__":
    main()
