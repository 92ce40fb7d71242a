"""Heat maps: how often each theme stands in each column, as SVG and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.text import Text

CELL_WIDTH: Final = 64
CELL_HEIGHT: Final = 26
HEAD: Final = 60
LABEL: Final = 150
SHADES: Final = ("#fff3e0", "#ffe0b2", "#ffcc80", "#ffa726", "#fb8c00", "#e65100")
PLAIN_SHADES: Final = (" ", "·", "░", "▒", "▓", "█")
FONT: Final = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A title, rows and columns by name, and the counts of rows in columns."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def shade(self, row: str, column: str) -> int:
        """How dark a cell is, from 0 (nothing) to 5 (the most there is)."""
        count = self.counts.get((row, column), 0)
        most = max(self.counts.values(), default=1)
        return 0 if not count else 1 + (count - 1) * 4 // max(most - 1, 1)


def as_svg(maps: Sequence[HeatMap]) -> str:
    """The maps below one another as one SVG picture; labels stay text, nothing is loaded."""
    from html import escape

    parts: list[str] = []
    top = width = 0
    for heat in maps:
        parts.append(f'<text x="8" y="{top + 22}" font-size="16" font-weight="bold">{escape(heat.title)}</text>')
        for at, column in enumerate(heat.columns):
            x = LABEL + at * CELL_WIDTH + CELL_WIDTH // 2
            parts.append(
                f'<text x="{x}" y="{top + HEAD - 8}" font-size="12" text-anchor="middle">'
                f"<title>{escape(column)}</title>{escape(shortened(column))}</text>"
            )
        for number, row in enumerate(heat.rows):
            y = top + HEAD + number * CELL_HEIGHT
            parts.append(f'<text x="{LABEL - 8}" y="{y + 18}" font-size="13" text-anchor="end">{escape(row)}</text>')
            for at, column in enumerate(heat.columns):
                x, count, shade = LABEL + at * CELL_WIDTH, heat.counts.get((row, column), 0), heat.shade(row, column)
                parts.append(
                    f'<rect x="{x}" y="{y}" width="{CELL_WIDTH - 2}" height="{CELL_HEIGHT - 2}" fill="{SHADES[shade]}"/>'
                )
                if count:
                    ink = "#fff" if shade > 3 else "#000"
                    middle = x + CELL_WIDTH // 2 - 1
                    parts.append(
                        f'<text x="{middle}" y="{y + 17}" font-size="12" text-anchor="middle" fill="{ink}">{count}</text>'
                    )
        width = max(width, LABEL + len(heat.columns) * CELL_WIDTH + 8)
        top += HEAD + len(heat.rows) * CELL_HEIGHT + 24
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}" viewBox="0 0 {width} {top}" '
        f'font-family="{FONT}" role="img"><rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def shortened(name: str) -> str:
    """A column's name as far as it fits above its column; the whole of it shows on pointing at it."""
    return name if len(name) <= 5 else name[:4] + "…"


def lines_of(heat: HeatMap, columns: int, *, plain: bool) -> Iterator[Text]:
    """The map for a terminal of that width; columns that do not fit are left out, the last ones kept."""
    from rich.text import Text

    from rectiparse.cli.wrapping import clip, width

    label = min(max((width(row) for row in heat.rows), default=0), 24) + 2
    cell = 6
    shown = heat.columns[-max(1, (columns - label) // cell) :]
    head = Text(" " * label)
    for column in shown:
        name = clip(column, cell - 1)
        head.append(name + " " * (cell - width(name)), "dim")
    yield head
    for row in heat.rows:
        name = clip(row, label - 2)
        line = Text(name + " " * (label - width(name)))
        for column in shown:
            count, shade = heat.counts.get((row, column), 0), heat.shade(row, column)
            text = f"{count:>3} " if count else "    "
            if plain:
                line.append(f"{text}{PLAIN_SHADES[shade]} ")
            else:
                ink = "#ffffff" if shade > 3 else "#000000"
                line.append(f"{text} ", f"{ink} on {SHADES[shade]}" if count else "")
                line.append(" ")
        line.rstrip()
        yield line
