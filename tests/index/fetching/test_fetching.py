"""Adding pages and feeds, from a server on this machine that misbehaves in every way."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quoth.index.building.discovery import find_files
from quoth.index.errors import FetchError, LibraryError, UsageError
from quoth.index.fetching import addresses
from quoth.index.fetching.adding import add
from quoth.index.fetching.addresses import addresses_of, is_public
from quoth.index.fetching.rules import Rules
from quoth.index.fetching.saving import save, source_url
from quoth.index.fetching.urls import follow, web_address
from quoth.index.loaders import load
from quoth.index.progress import Progress
from tests.index.loaders.samples import FIXTURES

LOCAL = Rules(allow_private=True, connect_seconds=5, total_seconds=10)
PAGE = (FIXTURES / "market.html").read_bytes()
HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    body: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: bool = True
    delay: float = 0
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Site:
    """A server's answers by path, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.answers[path] = Answer(status=status, headers={"Location": location})

    def feed(self, path: str, text: str, kind: str = "application/rss+xml") -> str:
        self.answers[path] = Answer(text.encode(), kind)
        return self.url + path


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server's name
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, Answer(b"gone", status=404))
            time.sleep(answer.delay)
            self.send_response(answer.status)
            if answer.kind:
                self.send_header("Content-Type", answer.kind)
            if answer.length and not answer.write:
                self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if answer.write:
                    answer.write(self)
                self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True  # the client has hung up, as it should

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def get(site: Site, path: str, folder: Path, rules: Rules = LOCAL) -> Path:
    (saved,) = add(site.url + path, folder, rules).saved
    return saved


def visible(folder: Path) -> list[str]:
    return [Path(path).name for path in find_files([str(folder)])]


def test_a_page(site: Site, tmp_path: Path) -> None:
    site.answers["/market?day=2"] = Answer(PAGE)
    folder = tmp_path / "library" / "added"
    path = get(site, "/market?day=2#top", folder)
    assert path.read_bytes() == PAGE
    assert path.name.startswith("Le-marché-rouvre-Gazette-du-Val-")
    assert load(path).title == "Le marché couvert rouvre ses portes"
    assert source_url(path) == f"{site.url}/market?day=2"
    assert visible(folder) == [path.name]


def test_who_asks(site: Site, tmp_path: Path) -> None:
    site.answers["/"] = Answer(PAGE, headers={"Set-Cookie": "id=1"})
    site.redirect("/from", "/")
    add(f"{site.url}/from", tmp_path, LOCAL)
    for _, headers in site.asked:
        assert headers["User-Agent"].startswith("Quoth/")
        assert headers["Host"] == f"127.0.0.1:{site.port}"
        assert not {"Cookie", "Referer", "Authorization", "Accept-Language"} & headers.keys()


def test_adding_again_updates_the_file(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = Answer(b"<title>One</title>")
    first = get(site, "/a", tmp_path)
    site.answers["/a"] = Answer(b"<title>Two</title>")
    assert get(site, "/a", tmp_path) == first
    assert first.read_bytes() == b"<title>Two</title>"
    site.answers["/a"] = Answer(b"Three", "text/plain")
    third = get(site, "/a", tmp_path)
    assert third == first.with_suffix(".txt")
    assert sorted(file.name for file in tmp_path.iterdir()) == [f".{third.name}.json", third.name]


@pytest.mark.parametrize(
    ("path", "kind", "suffix"),
    [
        ("/a", "text/html", ".html"),
        ("/a", "Application/XHTML+XML; charset=UTF-8", ".html"),
        ("/a", "application/pdf", ".pdf"),
        ("/a.cgi", "text/plain", ".txt"),
        ("/READ.MD", "text/plain", ".md"),
        ("/a", "text/markdown", ".md"),
    ],
)
def test_kinds(site: Site, tmp_path: Path, path: str, kind: str, suffix: str) -> None:
    site.answers[path] = Answer(b"body", kind)
    saved = get(site, path, tmp_path)
    assert saved.suffix == suffix
    assert saved.name.startswith(f"{path[1:].partition('.')[0]}-")


@pytest.mark.parametrize(
    ("kind", "sent", "saved"),
    [
        ("text/plain; charset=koi8-r", "Дождь".encode("koi8-r"), "Дождь".encode()),
        ("text/html; charset=koi8-r", "<p>Дождь".encode("koi8-r"), "<p>Дождь".encode()),
        ("text/html; charset=koi8-r", b'<meta charset="koi8-r">\xc4', b'<meta charset="koi8-r">\xc4'),
        ("text/html; charset=utf-8", b"<p>\xe9", b"<p>\xe9"),
        ("text/html; charset=nosuch", b"<p>\xe9", b"<p>\xe9"),
        ("text/html; charset=iso-8859-1", b"<p>\x93", b"<p>\x93"),
        ("application/pdf; charset=utf-16", b"%PDF", b"%PDF"),
    ],
)  # fmt: skip
def test_what_only_the_server_knows_of_the_encoding(
    site: Site, tmp_path: Path, kind: str, sent: bytes, saved: bytes
) -> None:
    site.answers["/a"] = Answer(sent, kind)
    assert get(site, "/a", tmp_path).read_bytes() == saved


def test_redirects(site: Site, tmp_path: Path) -> None:
    site.redirect("/1", "/2", 301)
    site.redirect("/2", f"{site.url}/3", 307)
    site.redirect("/3", "été".encode().decode("latin-1"), 308)
    site.answers["/%C3%A9t%C3%A9"] = Answer(PAGE)
    path = get(site, "/1", tmp_path)
    assert path.read_bytes() == PAGE
    assert source_url(path) == f"{site.url}/1"  # so that adding it again finds the file


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "//u:p@127.0.0.1/", "http://[", "data:,x",
     "javascript:1"],
)  # fmt: skip
def test_redirects_that_are_not_followed(site: Site, tmp_path: Path, location: str) -> None:
    site.redirect("/a", location)
    with pytest.raises(FetchError, match="is not followed") as refusal:
        add(f"{site.url}/a", tmp_path, LOCAL)
    assert refusal.value.hint
    assert not list(tmp_path.iterdir())


def test_redirects_without_end(site: Site, tmp_path: Path) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(FetchError, match="leads on more than 5 times"):
        add(f"{site.url}/a", tmp_path, LOCAL)
    assert len(site.asked) == 6


def test_a_redirect_to_this_machine(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.redirect("/a", f"http://localhost:{site.port}/secret")
    site.answers["/secret"] = Answer(PAGE)
    # The first step seems to lead out; what it names is looked at all the same.
    monkeypatch.setattr(addresses, "is_public", lambda _: not site.asked)
    with pytest.raises(FetchError, match="on this machine or a private network"):
        add(f"{site.url}/a", tmp_path)
    assert [path for path, _ in site.asked] == ["/a"]


def test_this_machine_is_refused_before_it_is_asked(site: Site, tmp_path: Path) -> None:
    for url in (f"{site.url}/a", f"http://localhost:{site.port}/a"):
        with pytest.raises(FetchError, match="on this machine or a private network"):
            add(url, tmp_path)
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255",
     "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
     "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
     "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::", "2001:0:1::1",
     "2001:db8::1", "100::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1"],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)  # fmt: skip
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0",
     "localhost", "LOCALHOST", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
     "127。0。0。1", "①②⑦.0.0.1"],
)  # fmt: skip
def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    with pytest.raises(FetchError):
        addresses_of(web_address(f"http://{host}/"), allow_private=False)


def _names(*addresses: str) -> Callable[..., list[tuple[object, ...]]]:
    return lambda *_, **__: [(0, 0, 0, "", (address, 80)) for address in addresses]


def test_one_private_address_spoils_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    place = web_address("http://example.org/")
    monkeypatch.setattr(socket, "getaddrinfo", _names("1.1.1.1", "2606:4700::1111"))
    assert addresses_of(place, allow_private=False) == ["1.1.1.1", "2606:4700::1111"]
    monkeypatch.setattr(socket, "getaddrinfo", _names("1.1.1.1", "10.0.0.1"))
    with pytest.raises(FetchError, match="private"):
        addresses_of(place, allow_private=False)


def test_the_name_is_asked_once_and_its_address_used(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its address between the check and the connection gains nothing."""
    site.answers["/"] = Answer(PAGE)
    real, asked = socket.getaddrinfo, []

    def rebinding(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if host == "example.org" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    add(f"http://example.org:{site.port}/", tmp_path, LOCAL)
    assert asked == ["example.org", "127.0.0.1"]  # the second has nothing to look up
    assert site.asked[0][1]["Host"] == f"example.org:{site.port}"


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"there is no host nowhere\.example"):
        add("https://nowhere.example/a", tmp_path)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        add(f"http://127.0.0.1:{port}/", tmp_path, LOCAL)


def test_a_server_without_tls(site: Site, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        add(site.url.replace("http:", "https:"), tmp_path, LOCAL)


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "www.example.org/a", "file:///etc/passwd", "ftp://example.org", "http://",
     "https:///a", "http://[::1", "http://a:b/", "http://a:99999/", "http://a b/", "http://a%0ab/",
     "http://a/\nb", "http://a/\x00", "http://.../", "javascript:alert(1)", "http://" + "é" * 99],
)  # fmt: skip
def test_what_is_no_web_address(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        add(url, tmp_path)
    assert refusal.value.hint
    assert refusal.value.message.isprintable()


@pytest.mark.parametrize("url", ["http://me@a.org/", "https://me:pw@a.org/", "http://@a.org/"])
def test_no_credentials(url: str) -> None:
    with pytest.raises(UsageError, match="user name"):
        web_address(url)


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        (" HTTP://Example.ORG:80#x ", "http://example.org/"),
        ("https://example.org.:443/a b?c=d e&f=%20", "https://example.org/a%20b?c=d%20e&f=%20"),
        ("https://fr.example/Été?q=é", "https://fr.example/%C3%89t%C3%A9?q=%C3%A9"),
        ("http://bücher.example:8080/", "http://xn--bcher-kva.example:8080/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_one_spelling(url: str, spelled: str) -> None:
    assert web_address(url).url == spelled
    assert web_address(spelled).url == spelled


def test_links() -> None:
    base = web_address("https://example.org/a/b")
    assert follow(base, " ../c ").url == "https://example.org/c"
    assert follow(base, "//other.org").url == "https://other.org/"


@pytest.mark.parametrize(
    ("status", "says"), [(404, "Not Found"), (500, "Internal"), (299, "no known")]
)
def test_a_refusal(site: Site, tmp_path: Path, status: int, says: str) -> None:
    site.answers["/a"] = Answer(PAGE, status=status)
    with pytest.raises(FetchError, match=f"answers {status} .{says}"):
        add(f"{site.url}/a", tmp_path, LOCAL)


@pytest.mark.parametrize(
    "kind", ["image/png", "application/json", "application/octet-stream", "", "x\x1b[31m/y"]
)
def test_kinds_that_are_not_kept(site: Site, tmp_path: Path, kind: str) -> None:
    site.answers["/a"] = Answer(b"{}", kind)
    with pytest.raises(FetchError, match="of a kind that is not kept"):
        add(f"{site.url}/a", tmp_path, LOCAL)


@pytest.mark.parametrize("announced", [True, False])
def test_a_page_that_is_too_large(site: Site, tmp_path: Path, announced: bool) -> None:
    rules = replace(LOCAL, most_bytes=1000)
    site.answers["/a"] = Answer(b"x" * 1001, length=announced)
    with pytest.raises(FetchError, match=r"is larger than 0\.001 MB"):
        add(f"{site.url}/a", tmp_path, rules)
    site.answers["/a"] = Answer(b"x" * 1000, length=announced)
    assert add(f"{site.url}/a", tmp_path, rules).saved


def test_a_page_without_end(site: Site, tmp_path: Path) -> None:
    def forever(handler: BaseHTTPRequestHandler) -> None:
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.answers["/a"] = Answer(write=forever)
    with pytest.raises(FetchError, match="is larger than 1 MB"):
        add(f"{site.url}/a", tmp_path, replace(LOCAL, most_bytes=1_000_000))


def test_packed_pages(site: Site, tmp_path: Path) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.answers["/a"] = Answer(gzip.compress(PAGE), headers=packed)
    assert get(site, "/a", tmp_path).read_bytes() == PAGE
    for body, headers, reason in (
        (gzip.compress(b"x" * 99_000_000), packed, "is larger than"),
        (gzip.compress(PAGE)[:-20], packed, "damaged or cut short"),
        (b"not packed", packed, "damaged or cut short"),
        (PAGE, {"Content-Encoding": "br"}, "packed in a way"),
    ):
        site.answers["/a"] = Answer(body, headers=headers)
        with pytest.raises(FetchError, match=reason):
            add(f"{site.url}/a", tmp_path, LOCAL)


def test_a_page_cut_short(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = Answer(PAGE, length=False, headers={"Content-Length": "99999"})
    with pytest.raises(FetchError, match="cut short"):
        add(f"{site.url}/a", tmp_path, LOCAL)


def drip(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def silence(_: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


@pytest.mark.parametrize(
    ("write", "rules"),
    [
        (silence, replace(LOCAL, connect_seconds=0.2)),
        (silence, replace(LOCAL, total_seconds=0.2)),
        (drip, replace(LOCAL, total_seconds=0.3)),
    ],
)
def test_a_slow_server(
    site: Site, tmp_path: Path, write: Callable[[BaseHTTPRequestHandler], None], rules: Rules
) -> None:
    site.answers["/a"] = Answer(write=write)
    started = time.monotonic()
    with pytest.raises(FetchError, match="did not answer in time"):
        add(f"{site.url}/a", tmp_path, rules)
    assert time.monotonic() - started < 1.5
    assert not list(tmp_path.iterdir())


def test_the_time_is_for_all_redirects_together(site: Site, tmp_path: Path) -> None:
    for step in range(5):
        site.redirect(f"/{step}", f"/{step + 1}")
        site.answers[f"/{step}"].delay = 0.15
    with pytest.raises(FetchError, match="did not answer in time"):
        add(f"{site.url}/0", tmp_path, replace(LOCAL, total_seconds=0.4))
    assert 2 <= len(site.asked) <= 3


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("../../etc/passwd", "etc-passwd-"),
        ("..\\..\\boot", "boot-"),
        ("a\0b\x1b[31mc\n\u202ed", "ab"),
        (".hidden", "hidden-"),
        ("CON", "CON-"),
        ("日本語" * 200, "日本語日本語"),
        ("***", ""),
    ],
)
def test_hostile_names(tmp_path: Path, title: str, start: str) -> None:
    path = save(tmp_path, "http://a.org/", title, ".html", b"x")
    assert path.parent == tmp_path
    assert path.name.startswith(start)
    assert path.stem.replace("-", "").isalnum()
    assert len(path.name.encode()) < 150
    assert visible(tmp_path) == [path.name]


def test_urls_that_differ_have_files_that_differ(tmp_path: Path) -> None:
    urls = ["http://a.org/x", "http://a.org/X", "http://a.org/x/", "https://a.org/x"]
    assert len({save(tmp_path, url, "Same", ".html", b"x") for url in urls}) == 4


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be written"):
        save(tmp_path / "file" / "added", "http://a.org/", "T", ".html", b"x")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Gazette &amp; Co</title><language>fr-FR</language><atom:link rel="self" href="/feed"/>
<item><media:title>no</media:title><title>Le marché</title><link>/market</link></item>
<item><title>Sans page</title><link>/gone</link><pubDate>Tue, 10 Jun 2003 04:00:00 GMT</pubDate>
<dc:creator>Lise Morel</dc:creator><description>Un résumé.</description>
<content:encoded><![CDATA[<p>La digue a tenu &amp; le port a rouvert mardi matin.</p>
<p>Les chalutiers sont sortis.</p>]]></content:encoded></item>
<item><title>Ni page ni texte</title><link>/gone</link></item>
<item><title>Bad</title><link>file:///etc/passwd</link></item>
<item><title>Feed</title><link>/feed</link></item>
<item><title>Again</title><link>/market</link></item>
<item><title>Guid</title><guid>{site}/guid</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Der &lt;b&gt;Bote&lt;/b&gt;</title>
<entry><title>Der Markt</title><link rel="edit" href="/no"/><link href="market"/><id>urn:1</id></entry>
<entry><title>Das Wehr</title><id>urn:2</id><published>2009-12-13T18:30:02Z</published>
<author><name>Ada Klein</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Das <b>Wehr</b> hielt
dem Hochwasser am Sonntag stand.</p></div></content></entry>
<entry><title>Zahlen</title><id>urn:3</id><updated>2010-01-02T00:00:00Z</updated>
<content>Der Pegel sank auf 3 &lt; 4 Meter, meldete der Bote am Abend.</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
<item><title>Market</title><link>{site}/market</link><dc:date>2001-02-03</dc:date></item></rdf:RDF>"""


def test_an_rss_feed(site: Site, tmp_path: Path) -> None:
    site.answers["/market"] = site.answers["/guid"] = Answer(PAGE)
    url = site.feed("/feed", RSS.replace("{site}", site.url))
    told: list[Progress] = []
    added = add(url, tmp_path, LOCAL, told.append)
    market, bare, guid = added.saved
    assert market.read_bytes() == guid.read_bytes() == PAGE
    assert market.name.startswith("Le-marché-")
    article = load(bare)
    assert (article.title, article.author) == ("Sans page", "Lise Morel")
    assert (article.published, article.source) == (date(2003, 6, 10), "Gazette & Co")
    assert article.language == "fr"
    assert "La digue a tenu & le port a rouvert mardi matin." in article.text
    assert source_url(bare) == f"{site.url}/gone"
    reasons = [error.message for error in added.failed]
    assert [reason.split(" ", 1)[1] for reason in reasons] == [
        "leads to file:///etc/passwd, which is not followed.",
        "is a feed in a feed.",
    ]
    assert told[0].fraction == 0
    assert told[-1].detail == "4 of 5 pages"


def test_an_atom_feed(site: Site, tmp_path: Path) -> None:
    site.answers["/market"] = Answer(PAGE)
    added = add(site.feed("/atom", ATOM, "application/atom+xml"), tmp_path, LOCAL)
    market, weir, numbers = added.saved
    assert not added.failed
    assert source_url(market) == f"{site.url}/market"
    article = load(weir)
    assert (article.title, article.author) == ("Das Wehr", "Ada Klein")
    assert (article.published, article.source) == (date(2009, 12, 13), "Der Bote")
    assert article.language == "de"
    assert article.text == "Das Wehr hielt dem Hochwasser am Sonntag stand."
    assert "3 < 4 Meter" in load(numbers).text
    assert add(f"{site.url}/atom", tmp_path, LOCAL) == added
    assert len(visible(tmp_path)) == 3


def test_an_rdf_feed(site: Site, tmp_path: Path) -> None:
    site.answers["/market"] = Answer(PAGE)
    added = add(site.feed("/rdf", RDF.replace("{site}", site.url), "text/xml"), tmp_path, LOCAL)
    assert [source_url(path) for path in added.saved] == [f"{site.url}/market"]


def test_a_feed_is_read_to_a_limit(site: Site, tmp_path: Path) -> None:
    site.answers |= {f"/{number}": Answer(PAGE) for number in range(9)}
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(9))
    url = site.feed("/feed", f"<rss><channel>{items}</channel></rss>")
    added = add(url, tmp_path, replace(LOCAL, items=4))
    assert (len(added.saved), added.left) == (4, 5)


def test_a_feed_with_mistakes(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = Answer(PAGE)
    text = "<rss><channel><item><title>R&D &nbsp;&eacute;</title><link>/a</link></item>"
    (path,) = add(site.feed("/feed", text), tmp_path, LOCAL).saved
    assert path.name.startswith("R-D-é-")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html><body/></html>", "is XML, but no feed"),
        ("nothing", "is XML, but no feed"),
        ("", "is XML, but no feed"),
        ("<rss><channel/></rss>", "Nothing in the feed"),
        ("<rss><channel><item><link>/gone</link></item></channel></rss>", "Nothing in the feed"),
        ("<rss><channel><item/></channel></rss>", "Nothing in the feed"),
    ],
)
def test_feeds_with_nothing_in_them(site: Site, tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as refusal:
        add(site.feed("/feed", text), tmp_path, LOCAL)
    assert refusal.value.hint
    assert not list(tmp_path.iterdir())


def test_a_feed_tells_nothing_of_this_machine(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    text = (
        f'<!DOCTYPE rss [<!ENTITY f SYSTEM "{secret.as_uri()}">]><rss><channel><item>'
        "<title>T</title><description>It says &f; and no more.</description></item></channel></rss>"
    )
    (path,) = add(site.feed("/feed", text), tmp_path / "added", LOCAL).saved
    assert b"hunter2" not in path.read_bytes()
    assert b"It says  and no more." in path.read_bytes()


def test_whoever_waits_can_stop(site: Site, tmp_path: Path) -> None:
    site.answers["/market"] = Answer(PAGE)
    url = site.feed("/feed", RDF.replace("{site}", site.url))

    def stop(progress: Progress) -> None:
        if progress.detail:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(url, tmp_path, LOCAL, stop)
