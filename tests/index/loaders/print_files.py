"""PDF files as presses and scanners make them, each with one of the traps of reading print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

SIZE, LEADING, WIDTH = 9.0, 11.0, 180.0
FONT = "Times-Roman"
MILL = (
    "The mill at Harrowbeck stopped on the last day of October. Its owner, Petra Voss, had kept"
    " eleven people at the looms since 2004 and said she could not pay for another winter of"
    " electricity. The looms go to a school in Ghent, which sent two lorries for them on Friday"
    " morning."
)
TOWN = (
    "The town has bought the building for one crown. It wants a library on the ground floor and"
    " nine flats above. The architect Jonas Brandt drew the plans in a week and says the roof will"
    " hold, if the gutters are mended before the snow comes. Work should begin in March."
)
RIVER = (
    "Below the weir the river has changed its bed three times since the war. Farmers remember"
    " a ford where the ferry now lies, and the parish still pays a man to ring the bell in fog."
    " Nobody has crossed on foot since the summer of 1976, when the water fell to the knee."
)


def canvas(path: Path, title: str = "") -> Canvas:
    made = Canvas(str(path), pagesize=(595, 842), invariant=1)
    made.setAuthor("")
    made.setTitle(title)
    return made


def wrapped(text: str, width: float = WIDTH, size: float = SIZE) -> list[str]:
    return list(simpleSplit(text, FONT, size, width))


def draw(
    page: Canvas,
    lines: Iterable[str],
    x: float,
    y: float,
    size: float = SIZE,
    step: float = LEADING,
) -> float:
    """The lines below each other; returns the height of the next."""
    page.setFont(FONT, size)
    for line in lines:
        page.drawString(x, y, line)
        y -= step
    return y


def across(
    page: Canvas, columns: Sequence[Sequence[str]], lefts: Sequence[float], y: float
) -> None:
    """Columns drawn line by line over all of them, as some programs write them."""
    page.setFont(FONT, SIZE)
    for number in range(max(map(len, columns))):
        for lines, x in zip(columns, lefts, strict=True):
            if number < len(lines):
                page.drawString(x, y - number * LEADING, lines[number])


def by_words(
    page: Canvas, columns: Sequence[Sequence[str]], lefts: Sequence[float], y: float
) -> None:
    """The same, a piece for each word, as the text layer of a scan has them."""
    page.setFont(FONT, SIZE)
    for number in range(max(map(len, columns))):
        for lines, left in zip(columns, lefts, strict=True):
            x = left
            for word in lines[number].split() if number < len(lines) else ():
                page.drawString(x, y - number * LEADING, word)
                x += stringWidth(f"{word} ", FONT, SIZE)


def justified(page: Canvas, lines: Sequence[str], x: float, y: float, width: float = WIDTH) -> None:
    """Lines as wide as the column, by the white between their words; the last as it is."""
    for number, line in enumerate(lines):
        text = page.beginText(x, y - number * LEADING)
        text.setFont(FONT, SIZE)
        if number < len(lines) - 1 and " " in line:
            text.setWordSpace((width - stringWidth(line, FONT, SIZE)) / line.count(" "))
        text.textOut(line)
        page.drawText(text)


def raw_pdf(
    path: Path,
    content: bytes,
    *,
    differences: Mapping[int, str] | None = None,
    unicode_of: Mapping[int, int] | None = None,
) -> Path:
    """A page with a font whose codes have names (`differences`) or characters of our own choice."""
    names = " ".join(f"{code} /{name}" for code, name in sorted((differences or {}).items()))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Odd /FirstChar 32 /LastChar 255"
    font += f" /Widths [{' '.join(['500'] * 224)}]"
    font += f" /Encoding << /Type /Encoding /Differences [{names}] >>" if names else ""
    font += " /ToUnicode 6 0 R" if unicode_of else ""
    pairs = "".join(f"<{code:02x}> <{to:04x}>\n" for code, to in (unicode_of or {}).items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(unicode_of or {})} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    ).encode()
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"{page} /Resources << /Font << /F1 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        f"{font} >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(table), table),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 7\n0000000000 65535 f \n%btrailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    path.write_bytes(data + end % (rows, len(data)))
    return path


def raw_text(lines: Sequence[bytes], size: int = 12, step: int = 14) -> bytes:
    """The page's program that draws these lines, in the codes of the page's font."""
    shown = b" ".join(b"0 -%d Td <%s> Tj" % (step, line.hex().encode()) for line in lines)
    return b"BT /F1 %d Tf 60 760 Td %b ET" % (size, shown)
