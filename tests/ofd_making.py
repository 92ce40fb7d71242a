"""Small OFD files for tests (GB/T 33190-2016): text objects, paths and pictures put where a test wants them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

SIZE = 5.6  # millimetres: 三号


class Words(NamedTuple):
    """A text object whose first baseline starts at `x`, `y` millimetres; without `steps` each character's own width."""

    x: float
    y: float
    text: str
    size: float = SIZE
    steps: str | None = None
    ctm: str = ""


class Stroke(NamedTuple):
    """A thin line from one point to another."""

    x: float
    y: float
    u: float
    v: float


class Picture(NamedTuple):
    """A picture over the box."""

    x: float
    y: float
    width: float
    height: float


Item = Words | Stroke | Picture


def _drawn(item: Item) -> str:
    if isinstance(item, Words):
        steps = "" if item.steps is None else f' DeltaX="{item.steps}"'
        matrix = f' CTM="{item.ctm}"' if item.ctm else ""
        return (
            f'<ofd:TextObject ID="1" Font="2" Size="{item.size}"{matrix} Boundary="{item.x} {item.y - item.size} 100 10">'
            f'<ofd:TextCode X="0" Y="{item.size}"{steps}>{escape(item.text)}</ofd:TextCode></ofd:TextObject>'
        )
    if isinstance(item, Stroke):
        return (
            f'<ofd:PathObject ID="1" Boundary="{item.x} {item.y} 100 100" LineWidth="0.3"><ofd:AbbreviatedData>'
            f"M 0 0 L {item.u - item.x} {item.v - item.y}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return f'<ofd:ImageObject ID="1" Boundary="{item.x} {item.y} {item.width} {item.height}" ResourceID="3"/>'


def make_ofd(
    pages: Sequence[Iterable[Item]],
    *,
    template: Iterable[Item] = (),
    namespace: str = "http://www.ofdspec.org/2016",
    parts: dict[str, str] | None = None,
) -> bytes:
    """An OFD file; `template` lies under every page, `parts` replaces or adds entries."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{{0}} xmlns:ofd="{namespace}">'

    def page(items: Iterable[Item], under: str = "") -> str:
        body = "".join(map(_drawn, items))
        return f'{head.format("Page")}{under}<ofd:Content><ofd:Layer ID="9">{body}</ofd:Layer></ofd:Content></ofd:Page>'

    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    entries = {
        "OFD.xml": head.format("OFD")
        + "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": head.format("Document")
        + "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        + '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        + f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": page(template),
    }
    for at, items in enumerate(pages):
        entries[f"Doc_0/Pages/Page_{at}/Content.xml"] = page(
            items, '<ofd:Template TemplateID="7" ZOrder="Background"/>'
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (entries | (parts or {})).items():
            file.writestr(name, content)
    return stream.getvalue()
