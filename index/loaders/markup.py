"""XML and HTML from strangers, parsed safely.

Nothing is fetched, no DTD is read and no entity is expanded, so that a file can neither look at
this machine nor grow beyond its own size.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.entities import html5
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_STRAY = re.compile(rb"&(?!#\d+;|#x[0-9a-fA-F]+;|amp;|lt;|gt;|quot;|apos;)")
_CONTROLS = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX](?:0*(?:[0-8bBcCeEfF]|1[\da-fA-F])|[dD][89a-fA-F][\da-fA-F]{2}"
    rb"|[fF]{3}[eEfF]))(?:;|(?![\da-fA-F]))"
)
_NAME = re.compile(r"(?:\{[^{}]*\})?[A-Za-z_][\w:.-]*", re.ASCII)
_SAFELY = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse_xml(data: bytes, *, mend: bool = False) -> Any:
    """The root element, without comments. Raises ValueError for what is no XML.

    `mend` keeps what can be read of XML that is not well formed.
    """
    data = _NAMED.sub(_numbered, data)
    try:
        return _parse(data, etree.XMLParser(**_SAFELY))
    except ValueError:
        if not mend:
            raise
    return _parse(_STRAY.sub(b"&amp;", data), etree.XMLParser(recover=True, **_SAFELY))


def parse_html(data: bytes) -> Any:
    """The root element of a page in UTF-8, whatever its mistakes. Raises ValueError for no page."""
    parser = etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8")
    root = _parse(without_controls(data), parser)
    mend_names(root.iter())
    return root


def without_controls(page: bytes) -> bytes:
    """The source of a page in UTF-8 without characters that lxml reads and then does not write, as such
    or by their numbers.
    """
    return _CONTROLS.sub(b" ", page)


def mend_names(nodes: Iterable[Any]) -> None:
    """Give the elements a name whose own lxml reads and then does not write, as that of "<p<b>"."""
    for node in nodes:
        if not _NAME.fullmatch(str(node.tag)):
            node.tag = "span"


def local_name(node: Any) -> str:
    """An element's name without its namespace, in lower case."""
    # Not by etree.QName, which refuses the <o:p> of many a mail.
    return str(node.tag).rpartition("}")[2].lower()


def walk(root: Any) -> Any:
    """("start" or "end", element) for each element below and with `root`, however deep."""
    return etree.iterwalk(root, events=("start", "end"))


def inner_html(node: Any) -> str:
    """What stands between an element's tags, as HTML."""
    children = (etree.tostring(child, method="html", encoding="unicode") for child in node)
    return html.escape(node.text or "", quote=False) + "".join(children)


def _numbered(entity: re.Match[bytes]) -> bytes:
    """HTML's name for a character as its number, which XML knows without a DTD."""
    characters = html5.get(entity[1].decode("ascii"), "&")
    if characters in "&<>\"'":
        return entity[0]
    return "".join(f"&#{ord(character)};" for character in characters).encode()


def _parse(data: bytes, parser: Any) -> Any:
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root is None:
        raise ValueError("nothing in it")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    return root
