"""A page's tree, with what no reader sees taken out and what extraction would lose made plain."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml import html as lxml_html

from quoth.index.errors import LoadError
from quoth.index.loaders.body import is_data_table
from quoth.index.loaders.markup import mend_names, without_controls
from quoth.index.text.raised import lowered, raised

_WRITTEN = "written"  # a raised or lowered figure, as characters of its own
_STRUCK = ("del", "s", "strike", "template")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<!-)\bcolor\s*:\s*transparent"
    r"|text-decoration[\w-]*\s*:[^;{}]*\bline-through\b"
    r"|(?:opacity|font-size)\s*:\s*0(?:\.0*)?(?:px|r?em|pt|%)?\s*(?:[;!}]|$)"
    r"|(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-(?:\d{3,}|\d{2,}(?:r?em|vw))"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?:transform\s*:\s*scale|scale\s*:)\s*\(?\s*0\s*[;!})]",
    re.IGNORECASE,
)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"(?:^|(?<=[{}]))([^{}]+)\{([^{}]*)\}")
_NAME = re.compile(r"\s*(?:\w+)?([.#])([\w-]+)\s*")
_MOST_HIDDEN = 0.3  # of a page's text; what hides more is shown by a script
_TABLE = ("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption")
BESIDE = re.compile(
    r"relat|share|social|newsletter|promo|advert|comment|sidebar|recommend|teaser|more|subscri|trend",
    re.IGNORECASE,
)
"""What an element beside an article is called, by its class or id."""
_MOST_LINKED = 0.3  # of a box of facts


def parse_page(page: str) -> Any:
    """The root element, without comments. Raises LoadError for what is no page."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        source = without_controls(page.encode("utf-8", "replace"))
        root = lxml_html.document_fromstring(source, parser=parser)
    except Exception as error:  # lxml names a page without an element in more than one way
        raise LoadError("has no article in it", "It may need a browser to be shown.") from error
    mend_names(root.iter())
    return root


def prepare(root: Any) -> None:
    """Change the tree in place: leave out what is hidden or struck out, write raised figures so that
    they run into no number, take tables that only place things apart, and keep boxes of facts.
    """
    for node in list(root.iter(*_STRUCK)):
        _drop(node)
    _drop_hidden(root)
    figures = list(root.iter("sup", "sub"))
    around = {node.getparent() for node in figures}
    for node in figures:
        _write_figures(node)
    # All at once: dropped one by one, the text around many of them would be copied for each.
    etree.strip_tags(root, _WRITTEN)
    for parent in around:
        _join_texts(parent)
    _unlay(root)
    for aside in list(root.iter("aside")):
        if _is_facts(aside):
            _make_plain(aside)
    for details in list(root.iter("details")):
        _make_plain(details)
        for summary in details.iterdescendants("summary"):
            summary.tag = "p"


def text_size(node: Any) -> int:
    return sum(len(text.strip()) for text in node.itertext())


def names_of(node: Any) -> str:
    """An element's class and id, as one string."""
    return f"{node.get('class', '')} {node.get('id', '')}"


def _drop(node: Any) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _drop_hidden(root: Any) -> None:
    classes, ids = _hidden_names(root)
    whole = None
    for node in list(root.iter()):
        if node.tag in ("html", "head", "body", "script", "style"):
            continue
        style = node.get("style")
        if not (
            "hidden" in node.attrib
            or (style and _HIDING.search(style))
            or (classes and not classes.isdisjoint(node.get("class", "").split()))
            or (ids and node.get("id") in ids)
        ):
            continue
        if whole is None:
            whole = text_size(root)
        if text_size(node) <= _MOST_HIDDEN * whole:
            _drop(node)


def _hidden_names(root: Any) -> tuple[set[str], set[str]]:
    """The classes and the ids that the page's own style sheets hide, on every screen."""
    classes: set[str] = set()
    ids: set[str] = set()
    for sheet in root.iter("style"):
        for selectors, rules in _RULE.findall(_AT_RULE.sub("", sheet.text or "")):
            if not _HIDING.search(rules):
                continue
            for selector in selectors.split(","):
                if name := _NAME.fullmatch(selector):
                    (classes if name[1] == "." else ids).add(name[2])
    return classes, ids


def _write_figures(node: Any) -> None:
    parent = node.getparent()
    if parent is None:
        return
    text, before = node.text_content(), _before(node)
    if node.tag == "sub":
        written = lowered(text, before)
    else:
        linked = parent.tag == "a" or next(node.iterdescendants("a"), None) is not None
        written = raised(text, before, linked=linked)
    node.clear(keep_tail=True)
    node.tag, node.text = _WRITTEN, written


def _join_texts(parent: Any) -> None:
    """Make one text of each run of texts in an element: whoever copies it takes long over many."""
    parent.text = parent.text
    for child in parent:
        child.tail = child.tail


def _before(node: Any) -> str:
    """The text that an element follows, as far as it stands right before it."""
    previous = node.getprevious()
    if previous is None:
        parent = node.getparent()
        inline = parent.tag in ("a", "b", "em", "i", "span", "strong")
        return str(parent.text or (_before(parent) if inline else ""))
    return str(previous.tail or previous.text_content())


def _unlay(root: Any) -> None:
    """Take the tables that put a page's parts in place, and hold no facts, for what they are."""
    laying = [table for table in root.iter("table") if not is_data_table(table)]
    for table in laying:
        for part in (*table.iterdescendants(*_TABLE), table):
            if next(part.iterancestors("table"), table) is table:
                part.tag = "div"


def _is_facts(aside: Any) -> bool:
    """Whether a box beside the text belongs to the article: it stands in it and is no list of links."""
    if next(aside.iterancestors("article"), None) is None or BESIDE.search(names_of(aside)):
        return False
    linked = sum(len(link.text_content()) for link in aside.iterdescendants("a"))
    return linked <= _MOST_LINKED * text_size(aside)


def _make_plain(box: Any) -> None:
    box.tag = "div"
    for name in ("class", "id", "role"):
        box.attrib.pop(name, None)
