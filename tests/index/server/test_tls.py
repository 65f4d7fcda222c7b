"""A server behind TLS: asked where its certificate is trusted, and refused in two lines elsewhere."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import trustme

from quoth.index.server.address import Address
from tests.chroma_server import ChromaServer
from tests.index.server.answering import answering, forward
from tests.index.server.conftest import Publish
from tests.tui.command import Run

_QUESTION = "How many arches has the bridge of Corran?"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=["127.0.0.1"])
def url(
    chroma: ChromaServer, authority: trustme.CA, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Of a server whose certificate is for the host that the test names."""
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(request.param).configure_cert(secured)
    with answering(partial(forward, url=chroma.url), secured) as served:
        yield served


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


@pytest.mark.usefixtures("trusted")
def test_what_is_published_over_tls_is_answered_over_it(
    url: str, publish: Publish, run: Run, tmp_path: Path
) -> None:
    publish(Address(url))
    done = run("ask", "--library", tmp_path / "reader", "--chroma-url", url, _QUESTION)
    assert (done.code, "nine arches" in done.out) == (0, True)


@pytest.mark.parametrize("url", ["127.0.0.1", "elsewhere.example"], indirect=True)
def test_a_certificate_that_nobody_vouches_for_is_refused(
    url: str, run: Run, tmp_path: Path
) -> None:
    done = run("ask", "--library", tmp_path / "reader", "--chroma-url", url, _QUESTION)
    assert done.code == 1
    assert done.err.splitlines() == [
        f"quoth: The certificate of {url} is not trusted: unable to get local issuer certificate.",
        "  Check chroma_url, or name its authority's certificate in SSL_CERT_FILE.",
    ]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("url", ["elsewhere.example"], indirect=True)
def test_a_certificate_for_another_host_is_refused(url: str, run: Run, tmp_path: Path) -> None:
    done = run("ask", "--library", tmp_path / "reader", "--chroma-url", url, _QUESTION)
    assert done.code == 1
    first, _ = done.err.splitlines()
    assert first.startswith(f"quoth: The certificate of {url} is not trusted: IP address mismatch")
