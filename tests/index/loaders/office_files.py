"""OpenDocument and rich texts as LibreOffice and Word write them, for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "meta": "meta",
        "manifest": "manifest",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
MILL_ODT = (
    '<text:p text:style-name="Title">The mill of Orsel</text:p>'
    "<text:p>By Paul Aubin, 3 June 2011</text:p>"
    "<text:p>The miller grinds wheat again, for the first time since the war.</text:p>"
    "<text:h>Hours</text:h><text:p>The mill is open on Tuesdays.</text:p>"
)
MILL_RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Times;}}"
    r"{\stylesheet{\s1 heading 1;}{\s2 Title;}{\*\cs3 Default;}}"
    r"\pard\s2 The mill of Orsel\par\pard By Paul Aubin, 3 June 2011\par "
    r"The miller grinds wheat again, for the first time since the war.\par "
    r"\pard\s1 Hours\par\pard The mill is open on Tuesdays.\par}"
)


def write_odt(
    path: Path, body: str, *, styles: str = "", meta: str = "", manifest: str = ""
) -> Path:
    """An OpenDocument text of a body, of automatic styles, and of the XML in its other members."""
    inside = (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_SPACES}>{inside}</office:document-content>",
        "meta.xml": f"<office:document-meta {_SPACES}>{meta}</office:document-meta>",
        "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>{manifest}</manifest:manifest>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return path


def style(name: str, properties: str, family: str = "text") -> str:
    """A style whose text has properties, such as `text:display="none"`."""
    return (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:text-properties {properties}/></style:style>"
    )


def write_rtf(path: Path, body: str) -> Path:
    """A rich text of a body, with the fonts, styles and code page of `MILL_RTF`."""
    head = MILL_RTF[: MILL_RTF.index(r"\pard")]
    path.write_bytes((head + body + "}").encode("latin-1"))
    return path
