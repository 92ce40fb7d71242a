"""Small OLE files for tests: a Word 97 document byte by byte, or any streams in a container ([MS-DOC], [MS-CFB])."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import pack, pack_into

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_START = 0x600


@dataclass(frozen=True)
class Para:
    """A paragraph with its closing mark in `text`; `properties` are its sprms, `style` its number."""

    text: str
    properties: bytes = b""
    style: int = 0
    runs: Sequence[tuple[int, int, bytes]] = ()  # first and last character, and their sprms


@dataclass(frozen=True)
class ListLevel:
    """A level of a list: number format (MSONFC), template with chr(0) to chr(8) for numbers."""

    format: int
    template: str
    start: int = 1


def in_list(number: int, level: int) -> bytes:
    """The properties of a paragraph in a list."""
    return pack("<HBHH", 0x260A, level, 0x460B, number)


IN_CELL = pack("<HB", 0x2416, 1)


def row_end(edges: Sequence[int], down: Sequence[int] = ()) -> bytes:
    """The properties of the mark that ends a table row; `down` is 3 for a cell that starts a merged one, 1 inside."""
    count = len(edges) - 1
    flags = [*down, *[0] * (count - len(down))]
    cells = b"".join(pack("<HH16x", flag << 5, 0) for flag in flags)
    operand = pack(f"<B{count + 1}h", count, *edges) + cells
    return IN_CELL + pack("<HB", 0x2417, 1) + pack("<HH", 0xD608, len(operand) + 1) + operand


def make_doc(
    paragraphs: Sequence[Para],
    *,
    ansi: str | None = None,
    cuts: Sequence[int] = (),
    lists: Sequence[Sequence[ListLevel]] = (),
    notes: str = "",
    flags: int = 0,
    version: int = 0xC1,
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A .doc file. `ansi` writes one-byte pieces in that encoding, `cuts` are places where the piece table is cut."""
    text = "".join(paragraph.text for paragraph in paragraphs)
    whole = text + notes
    width = 2 if ansi is None else 1
    encoded = whole.encode("utf-16-le") if ansi is None else whole.encode(ansi)
    units = len(encoded) // width
    word = bytearray(TEXT_START) + encoded
    word += bytes(-len(word) % SECTOR)

    def page(stretches: list[tuple[int, int, bytes]], entry: int) -> bytes:
        """A page of formatting: `entry` bytes stand in it for each stretch, their properties at its end."""
        out = bytearray(SECTOR)
        out[511] = len(stretches)
        places = [start for start, _, _ in stretches] + [stretches[-1][1]]
        pack_into(f"<{len(places)}I", out, 0, *places)
        at = 510
        for number, (_, _, properties) in enumerate(stretches):
            if not properties:
                continue
            at = (at - len(properties)) // 2 * 2
            out[at : at + len(properties)] = properties
            out[4 * len(places) + entry * number] = at // 2
        return bytes(out)

    def table_of(stretches: list[tuple[int, int, bytes]], entry: int, per_page: int) -> bytes:
        """Write the pages and give the table that lists them."""
        groups = [stretches[at : at + per_page] for at in range(0, len(stretches), per_page)]
        numbers = []
        for group in groups:
            numbers.append(len(word) // SECTOR)
            word.extend(page(group, entry))
        places = [group[0][0] for group in groups] + [groups[-1][-1][1]]
        return pack(f"<{len(places)}I", *places) + pack(f"<{len(numbers)}I", *numbers)

    at = TEXT_START
    formats, characters = [], []
    for paragraph in paragraphs:
        size = len(paragraph.text.encode(ansi or "utf-16-le"))
        packed = pack("<H", paragraph.style) + paragraph.properties
        packed += bytes(len(packed) % 2 == 0)
        formats.append((at, at + size, bytes([(len(packed) + 1) // 2]) + packed))
        characters += [
            (at + first * width, at + last * width, bytes([len(sprms)]) + sprms)
            for first, last, sprms in paragraph.runs
        ]
        at += size
    structures: dict[int, bytes] = {13: table_of(formats, 13, 4)}
    if characters:
        structures[12] = table_of(characters, 1, 1)
    places = [0, *cuts, units]
    pieces = b"".join(
        pack("<HIH", 0, TEXT_START + 2 * place if ansi is None else (TEXT_START + place) * 2 | 0x40000000, 0)
        for place in places[:-1]
    )
    plc = pack(f"<{len(places)}I", *places) + pieces
    structures[33] = b"\x02" + pack("<I", len(plc)) + plc
    table = bytearray(8)
    for number, structure in structures.items():
        pack_into("<II", word, 0x9A + 8 * number, len(table), len(structure))
        table += structure
    if lists:
        names = b"".join(pack("<ii18sBB", 100 + at, 0, b"\xff" * 18, 0, 0) for at in range(len(lists)))
        pack_into("<II", word, 0x9A + 8 * 73, len(table), 2 + len(names))
        table += pack("<H", len(lists)) + names
        for levels in lists:
            for at in range(9):
                level = levels[min(at, len(levels) - 1)]
                used = [place + 1 for place, c in enumerate(level.template) if ord(c) < 9]
                table += pack("<iBB9sBii", level.start, level.format, 0, bytes(used).ljust(9, b"\0"), 2, 0, 0)
                table += pack("<BBBBH", 0, 0, 0, 0, len(level.template)) + level.template.encode("utf-16-le")
        pack_into("<II", word, 0x9A + 8 * 74, len(table), 4 + 20 * len(lists))
        table += pack("<I", len(lists))
        table += b"".join(pack("<iiiBBBB", 100 + at, 0, 0, 0, 0, 0, 0) for at in range(len(lists)))
        table += b"\xff\xff\xff\xff" * len(lists)
    pack_into("<HH", word, 0, 0xA5EC, version)
    pack_into("<H", word, 0x0A, 0x0200 | flags)
    main = len(text.encode(ansi or "utf-16-le")) // width
    pack_into("<8i", word, 0x4C, main, units - main, 0, 0, 0, 0, 0, 0)
    return make_ole({"WordDocument": bytes(word), "1Table": bytes(table), **(extra or {})})


def make_ole(streams: Mapping[str, bytes], clsid: bytes = bytes(16)) -> bytes:
    """A compound file with these streams, each at least 4096 bytes long so that none is a small one."""
    sectors = bytearray()
    chains: list[int] = []
    entries = []
    for name, content in sorted(streams.items(), key=lambda item: (len(item[0]), item[0].upper())):
        padded = content.ljust(4096, b"\0")
        padded += bytes(-len(padded) % SECTOR)
        entries.append((name, len(chains), max(len(content), 4096)))
        count = len(padded) // SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), END]
        sectors += padded
    directory = _entry("Root Entry", 5, child=(len(entries) + 1) // 2 if entries else FREE, start=END, clsid=clsid)
    directory += b"".join(
        _entry(name, 2, start=start, size=size, left=left, right=right)
        for (name, start, size), (left, right) in zip(entries, _tree(len(entries)), strict=True)
    )
    directory += _entry("", 0) * (-len(directory) // 128 % 4)
    first = len(chains)
    count = len(directory) // SECTOR
    chains += [*range(first + 1, first + count), END]
    sectors += directory
    fat_count = 1
    while (len(chains) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    fat_start = len(chains)
    chains += [FAT] * fat_count
    chains += [FREE] * (fat_count * SECTOR // 4 - len(chains))
    sectors += pack(f"<{len(chains)}I", *chains)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<IIIIIIIII", 0, fat_count, first, 0, 4096, END, 0, END, 0)
    header += pack("<109I", *range(fat_start, fat_start + fat_count), *[FREE] * (109 - fat_count))
    return header + bytes(sectors)


def _tree(count: int) -> list[tuple[int, int]]:
    """Left and right neighbours that make a balanced tree of entries 1 to `count`, whose root is the middle one."""
    found = [(FREE, FREE)] * count

    def grow(low: int, high: int) -> int:
        if low > high:
            return FREE
        middle = (low + high) // 2
        found[middle - 1] = (grow(low, middle - 1), grow(middle + 1, high))
        return middle

    grow(1, count)
    return found


def _entry(
    name: str,
    kind: int,
    *,
    start: int = 0,
    size: int = 0,
    left: int = FREE,
    right: int = FREE,
    child: int = FREE,
    clsid: bytes = bytes(16),
) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    return (
        encoded.ljust(64, b"\0")
        + pack("<HBBIII", len(encoded), kind, 1, left, right, child)
        + clsid
        + bytes(20)
        + pack("<IQ", start, size)
    )
