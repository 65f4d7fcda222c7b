from __future__ import annotations

import pytest

from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.markup import parse_html, parse_xml


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("injured <del>twelve</del> <ins>three</ins> people", "injured three people"),
        ("<s>Karl Ost</s> Karla Ost, <strike>9</strike> 6 million", "Karla Ost, 6 million"),
        ('a <span style="text-decoration: line-through">b</span> c', "a c"),
        ('a <span style="DISPLAY:none !important">b</span> c', "a c"),
        ('a <span style="color:red;visibility: hidden">b</span> c', "a c"),
        ('a <span style="font-size:0">b</span> c', "a c"),
        ('a <span style="font-size:0.8em;opacity:0.5;left:-12px">b</span> c', "a b c"),
        ('a <span style="opacity: 0">b</span> c', "a c"),
        ('a <span style="position:absolute;left:-9999px">b</span> c', "a c"),
        ("a <b hidden>b</b> c", "a c"),
        ("a <template>b</template> c", "a c"),
        ("given up in 1788<sup>2</sup>, and", "given up in 1788², and"),
        ('since 1642<sup><a href="#n4">4</a></sup>.', "since 1642."),
        ('since 1642<a href="notes.xhtml#n4"><sup>4</sup></a>.', "since 1642."),
        ("holds <b>10</b><sup>9</sup> litres", "holds 10⁹ litres"),
        ("<b>10<sup>9</sup></b> litres, 12 km<sup>2</sup>", "10⁹ litres, 12 km²"),
        ("the 19<sup>th</sup> M<sup>me</sup> CO<sub>2</sub>", "the 19th Mme CO2"),
        ("101<sub>2</sub> is five", "101₂ is five"),
        ("<table><tr><td>in 1788<sup>2</sup><td><s>no</s>yes</table>", "in 1788² | yes"),
        ("<table><tr><td>3<b>1</b>7<br>boats<td><p>a</p><p>b</p></table>", "317 boats | a b"),
    ],
)
def test_a_page_says_what_a_reader_reads(page: str, text: str) -> None:
    assert "".join(block.text for block in blocks_of(parse_html(page.encode()))) == text


def test_a_book_says_the_same() -> None:
    page = (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>in 1788<sup>2</sup> <del>not</del>'
        b' 1642<sup><a href="#n4">4</a></sup></p></body></html>'
    )
    assert [block.text for block in blocks_of(parse_xml(page))] == ["in 1788² 1642"]


def test_deep_and_long_pages_are_settled() -> None:
    deep = "<span>" * 200 + "1788<sup>2</sup>" + "</span>" * 200
    assert "1788²" in "".join(block.text for block in blocks_of(parse_html(deep.encode())))
    many = "<p>" + "1<sup>2</sup>" * 20_000
    assert "1²1²" in next(blocks_of(parse_html(many.encode()))).text
