"""How fast rectiparse is beside its peers and its floors: ratios, taken in one run.

    python benchmarks/speed.py                     all parts, one after the other; nothing else should run meanwhile
    python benchmarks/speed.py extraction start    some of: extraction start docx growth batch
    python benchmarks/speed.py --peers PYTHON      an interpreter that has what benchmarks/peers.txt names; without it the
                                                   parts that need peers are left out
    python benchmarks/speed.py --texts FOLDER      the texts; default: ../shared/seeds, else samples

The peers' environment: python3 -m venv .peers && .peers/bin/pip install --pre -r benchmarks/peers.txt

Each thing measured runs in a process of its own, warmed before each round, its rounds in turn with those of what it is held
against; medians are compared. What runs in one thread is timed by the processor's clock, so that other programs on the
machine count as little as can be. Memory is the peak of the process over what it held before it began.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).parent.parent
ROUNDS = 5
STARTS = 15
DOCX_CHARACTERS = 20_000
START_CHARACTERS = 6_000
SIZES = (20_000, 200_000, 2_000_000, 20_000_000)  # bytes
EMPTY_TYPER = "import typer\napp = typer.Typer()\n@app.command()\ndef main() -> None: ...\napp()\n"


# What runs in the measured processes: each takes a path and gives a function to be timed.


def whole_extraction(path: str) -> Callable[[], object]:
    from rectiparse.pipeline import extract
    from rectiparse.writing import json as written

    texts = [file.read_bytes() for file in text_files(Path(path))]
    return lambda: [written.dump(extract(text)) for text in texts]


def jionlp_times(path: str) -> Callable[[], object]:
    import jionlp

    texts = [file.read_text(encoding="utf-8-sig") for file in text_files(Path(path))]
    return lambda: [jionlp.ner.extract_time(text, time_base={"year": 2023}) for text in texts]


def recognizers_dates(path: str) -> Callable[[], object]:
    from recognizers_date_time import recognize_datetime
    from recognizers_text import Culture

    lines = [line for file in text_files(Path(path)) for line in file.read_text(encoding="utf-8-sig").splitlines()]
    return lambda: [recognize_datetime(line, Culture.Chinese) for line in lines]


def own_docx(path: str) -> Callable[[], object]:
    from rectiparse import read

    return lambda: read(path)


def docx2python_docx(path: str) -> Callable[[], object]:
    from docx2python import docx2python

    return lambda: docx2python(path).text


def mammoth_docx(path: str) -> Callable[[], object]:
    import mammoth

    def convert() -> object:
        with Path(path).open("rb") as file:
            return mammoth.convert_to_html(file)

    return convert


def markitdown_docx(path: str) -> Callable[[], object]:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda: converter.convert(path)


MEASURED = {
    function.__name__: function
    for function in (
        whole_extraction, jionlp_times, recognizers_dates, own_docx, docx2python_docx, mammoth_docx, markitdown_docx,
    )
}  # fmt: skip


def serve(name: str, path: str) -> None:
    """Warm up, then time one round for each line that comes in."""
    if name == "growth":
        grow(path)
        return
    run = MEASURED[name](path)
    run()
    for _ in sys.stdin:
        run()
        start = time.process_time()
        run()
        print(json.dumps(time.process_time() - start), flush=True)


def grow(path: str) -> None:
    """Read and extract one text: seconds, and the peak of memory in bytes over what was there before."""
    from rectiparse.pipeline import extract

    data = Path(path).read_bytes()
    first = data[: SIZES[0]].decode(errors="ignore").encode()
    for _ in range(ROUNDS):
        extract(first)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    extract(data)
    seconds = time.process_time() - start
    print(json.dumps([seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024]))


# What measures.


def text_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".txt")


def in_turn(path: Path, runners: dict[str, str]) -> dict[str, float]:
    """The median seconds of each measured function, named with the interpreter that runs it, one round each in turn."""
    started = {
        name: subprocess.Popen(
            [python, __file__, "--serve", name, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        for name, python in runners.items()
    }  # fmt: skip
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(ROUNDS):
        for name, process in started.items():
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            while not (line := process.stdout.readline()).startswith(tuple("0123456789")):
                if not line:
                    raise SystemExit(f"{name} does not run under {runners[name]}")
            seconds[name].append(json.loads(line))
    for process in started.values():
        process.communicate()
    return {name: statistics.median(times) for name, times in seconds.items()}


def walls(commands: dict[str, list[str]]) -> dict[str, float]:
    """The median wall time of each command, in turn; the first round warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(STARTS + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}


def row(part: str, what: str, found: str, level: str) -> None:
    print(f"{part:<11}{what:<58}{found:>12}  {level}", flush=True)


def extraction(texts: Path, peers: str | None, _: Path) -> None:
    characters = sum(len(file.read_text(encoding="utf-8-sig")) for file in text_files(texts))
    runners = {"whole_extraction": sys.executable}
    if peers:
        runners |= {"jionlp_times": peers, "recognizers_dates": peers}
    seconds = in_turn(texts, runners)
    own = seconds.pop("whole_extraction")
    row("extraction", f"characters a second, {characters} characters", f"{characters / own:,.0f}", "")
    for name, level in (("jionlp_times", "≥ 4"), ("recognizers_dates", "≥ 100")):
        if name in seconds:
            row("", f"× {name}", f"{seconds[name] / own:.2f}", level)


def start(texts: Path, _: str | None, scratch: Path) -> None:
    empty, document = scratch / "empty.py", scratch / "start.txt"
    empty.write_text(EMPTY_TYPER, encoding="utf-8")
    longest = max((file.read_text(encoding="utf-8-sig") for file in text_files(texts)), key=len)
    document.write_text((longest * (START_CHARACTERS // len(longest) + 1))[:START_CHARACTERS], encoding="utf-8")
    own = [sys.executable, "-m", "rectiparse"]
    seconds = walls(
        {"empty": [sys.executable, str(empty)], "help": [*own, "--help"], "extract": [*own, "extract", str(document)]}
    )
    row("start", "an empty typer command, seconds", f"{seconds['empty']:.3f}", "")
    row("", "× that: --help", f"{seconds['help'] / seconds['empty']:.2f}", "≤ 1.2")
    row("", f"× that: extract of {START_CHARACTERS} characters", f"{seconds['extract'] / seconds['empty']:.2f}", "≤ 2")


def docx(texts: Path, peers: str | None, scratch: Path) -> None:
    from docx import Document

    document, written = Document(), 0
    lines = [line for file in text_files(texts) for line in file.read_text(encoding="utf-8-sig").splitlines()]
    while written < DOCX_CHARACTERS:
        for line in lines:
            document.add_paragraph(line)
            written += len(line)
    path = scratch / "read.docx"
    document.save(str(path))
    runners = {"own_docx": sys.executable}
    if peers:
        runners |= dict.fromkeys(("docx2python_docx", "mammoth_docx", "markitdown_docx"), peers)
    seconds = in_turn(path, runners)
    own = seconds.pop("own_docx")
    row("docx", f"seconds to read {written} characters", f"{own:.4f}", "")
    for name, others in seconds.items():
        row("", f"× {name}", f"{others / own:.2f}", "> 1")


def growth(texts: Path, _: str | None, scratch: Path) -> None:
    base = "\n".join(file.read_text(encoding="utf-8-sig") for file in text_files(texts)).encode()
    path, first = scratch / "grown.txt", 0.0
    for size in SIZES:
        text = (base * (size // len(base) + 1))[:size].decode(errors="ignore")
        path.write_text(text, encoding="utf-8")
        runs = []
        for _ in range(ROUNDS if size < SIZES[-1] else 1):
            done = subprocess.run(
                [sys.executable, __file__, "--serve", "growth", str(path)], stdout=subprocess.PIPE, check=True
            )
            runs.append(json.loads(done.stdout))
        seconds, memory = (statistics.median(values) / len(text) for values in zip(*runs, strict=True))
        first = first or seconds
        row("growth", f"{size:,} bytes: time a character, × that of the first", f"{seconds / first:.2f}", "≤ 1.3")
        row("", "bytes of memory a character, at the peak", f"{memory:.0f}", "< 60")


def batch(texts: Path, _: str | None, scratch: Path) -> None:
    bodies = [file.read_text(encoding="utf-8-sig") for file in text_files(texts)]
    for count in (1_000, 10_000):
        folder = scratch / str(count)
        folder.mkdir()
        for number in range(count):
            body = bodies[number % len(bodies)]
            (folder / f"{number:05}.txt").write_text(f"{body}\n编号{number}\n", encoding="utf-8")

    def run(count: int, jobs: int, *options: str) -> tuple[float, float]:
        """Wall seconds, and the peak of the parent's own memory in MB."""
        code = (
            "import resource,sys;from rectiparse.cli import main;code=main(sys.argv[1:]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024,file=sys.stderr);sys.exit(code)"
        )
        command = ["batch", str(scratch / str(count)), "-o", str(scratch / "out"), "-q", "-j", str(jobs), *options]
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code, *command], stderr=subprocess.PIPE, check=True, text=True)
        return time.perf_counter() - began, float(done.stderr.splitlines()[-1])

    run(1_000, 2)
    one, two = (statistics.median(run(1_000, jobs, "--force")[0] for _ in range(3)) for jobs in (1, 2))
    _, small = run(1_000, 2, "--force")
    again = statistics.median(run(1_000, 2)[0] for _ in range(3))
    row("batch", "1,000 documents with 2 jobs, documents a second", f"{1000 / two:.0f}", "")
    row("", "× that of 1 job", f"{one / two:.2f}", "≥ 1.8")
    row("", "× faster: a second, unchanged run", f"{two / again:.1f}", "≥ 50")
    shutil.rmtree(scratch / "out")
    _, large = run(10_000, 2)
    row("", f"the parent's memory at 10,000 documents ({large:.0f} MB), × at 1,000", f"{large / small:.2f}", "≤ 1.2")


PARTS = {part.__name__: part for part in (extraction, start, docx, growth, batch)}


def machine() -> str:
    model = "an unnamed processor"
    if Path("/proc/cpuinfo").exists():
        named = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        model = named[0].partition(":")[2].strip() if named else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    seeds = TOP.parent / "shared" / "seeds"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--texts", type=Path, default=seeds if seeds.is_dir() else TOP / "samples")
    parser.add_argument("--peers", default=str(TOP / ".peers" / "bin" / "python"))
    parser.add_argument("--serve", nargs=2, metavar=("NAME", "PATH"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(*args.serve)
        return
    unknown = [part for part in args.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {unknown[0]}; there are {', '.join(PARTS)}")
    peers = args.peers if shutil.which(args.peers) else None
    print(f"{machine()}; texts: {args.texts}; peers: {'measured' if peers else 'left out'}\n")
    for name in args.parts or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            PARTS[name](args.texts, peers, Path(scratch))


if __name__ == "__main__":
    main()
