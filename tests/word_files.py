"""Word files written by hand, part by part, so that a test can hold exactly the XML it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(body: str, *, parts: Mapping[str, str | bytes] | None = None, **linked: str) -> bytes:
    """A .docx with the XML `body`; `linked` gives the inner XML of parts such as styles, numbering, footnotes.

    `parts` are further entries, or replace those made here, by their name in the zip file.
    """
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE}.{kind}+xml"/>' for kind in linked)
    relations = "".join(f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in linked)
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": relationships(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": relationships(relations),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{kind}.xml": part(kind, inner) for kind, inner in linked.items()},
        **(parts or {}),
    }
    return zipped(entries)


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these entries, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relationships(inner: str) -> str:
    """A relationships part."""
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def part(root: str, inner: str) -> str:
    """An XML part with the root element `w:root`."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'


def run(text: str, properties: str = "") -> str:
    """A run with `text`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    text: str = "", *, list_id: object = None, level: object = None, style: object = None, extra: str = ""
) -> str:
    """A paragraph with `text`, in a list and with a style where they are given; `extra` goes into its properties."""
    numbers = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    numbers += "" if list_id is None else f'<w:numId w:val="{list_id}"/>'
    properties = "" if style is None else f"<w:pStyle w:val={quoteattr(str(style))}/>"
    properties += f"<w:numPr>{numbers}</w:numPr>" if numbers else ""
    return f"<w:p><w:pPr>{properties}{extra}</w:pPr>{run(text) if text else ''}</w:p>"


def level(at: object, given: Mapping[str, object]) -> str:
    """A `w:lvl` from a short form: format, text, start, restart, legal, suffix, style, hidden, width."""
    format_ = given.get("format", "decimal")
    shape = f'<w:numFmt w:val="{format_}"/>'
    if "custom" in given:
        shape = (
            '<mc:AlternateContent><mc:Choice Requires="w14">'
            f'<w:numFmt w:val="custom" w:format={quoteattr(str(given["custom"]))}/></mc:Choice>'
            f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
        )
    start = given.get("start", 1)
    elements = [
        "" if start is None else f'<w:start w:val="{start}"/>',
        shape,
        f'<w:lvlRestart w:val="{given["restart"]}"/>' if "restart" in given else "",
        f'<w:pStyle w:val="{given["style"]}"/>' if "style" in given else "",
        "<w:isLgl/>" if given.get("legal") else "",
        f'<w:suff w:val="{given["suffix"]}"/>' if "suffix" in given else "",
        f"<w:lvlText w:val={quoteattr(str(given.get('text', '')))}/>",
        "<w:rPr><w:vanish/></w:rPr>" if given.get("hidden") else "",
    ]
    return f'<w:lvl w:ilvl="{at}">{"".join(elements)}</w:lvl>'


def numbering(definitions: Mapping[object, object], lists: Mapping[object, object]) -> str:
    """The inner XML of a numbering part from a short form; see tests/cases/numbering."""
    out = []
    for key, definition in definitions.items():
        if isinstance(definition, Mapping):
            link = "".join(f'<w:{name} w:val="{style}"/>' for name, style in definition.items() if name != "levels")
            levels = definition.get("levels", [])
        else:
            link, levels = "", definition
        assert isinstance(levels, list)
        inner = "".join(level(at, given) for at, given in enumerate(levels) if given is not None)
        out.append(f'<w:abstractNum w:abstractNumId="{key}">{link}{inner}</w:abstractNum>')
    for key, short in lists.items():
        given = short if isinstance(short, Mapping) else {"of": short}
        starts, levels = given.get("starts", {}), given.get("levels", {})
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{at}">'
            + (f'<w:startOverride w:val="{starts[at]}"/>' if at in starts else "")
            + (level(at, levels[at]) if at in levels else "")
            + "</w:lvlOverride>"
            for at in sorted({*starts, *levels})
        )
        out.append(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{given["of"]}"/>{overrides}</w:num>')
    return "".join(out)


def styles(given: Mapping[str, Mapping[str, object]]) -> str:
    """The inner XML of a styles part from a short form: name, type, base, list, level, outline, hidden, default."""
    out = []
    for key, style in given.items():
        numbers = f'<w:ilvl w:val="{style["level"]}"/>' if "level" in style else ""
        numbers += f'<w:numId w:val="{style["list"]}"/>' if "list" in style else ""
        inner = f"<w:numPr>{numbers}</w:numPr>" if numbers else ""
        inner += f'<w:outlineLvl w:val="{style["outline"]}"/>' if "outline" in style else ""
        out.append(
            f'<w:style w:type="{style.get("type", "paragraph")}" w:styleId="{key}"'
            f"{' w:default=' + chr(34) + '1' + chr(34) if style.get('default') else ''}>"
            f'<w:name w:val="{style.get("name", key)}"/>'
            + (f'<w:basedOn w:val="{style["base"]}"/>' if "base" in style else "")
            + (f"<w:pPr>{inner}</w:pPr>" if inner else "")
            + ("<w:rPr><w:vanish/></w:rPr>" if style.get("hidden") else "")
            + "</w:style>"
        )
    return "".join(out)
