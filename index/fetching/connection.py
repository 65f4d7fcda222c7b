"""One connection to one checked address, which no server can hold for longer than it is given.

The standard library's client, because the address that was checked and the TLS name of its host
are all that is needed: no pool, no proxy, no cookies, no redirect that nobody looked at.
"""

from __future__ import annotations

import functools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from quoth.index.errors import FetchError
from quoth.index.fetching.addresses import addresses_of
from quoth.index.fetching.rules import Rules
from quoth.index.fetching.urls import WebAddress


@contextmanager
def connected(place: WebAddress, rules: Rules, deadline: float) -> Iterator[HTTPConnection]:
    """A connection that is cut at the deadline, a time of `time.monotonic`.

    Raises FetchError for all that fails while it is used: the network, TLS, HTTP, the deadline.
    """
    try:
        with closing(_reach(place, rules, deadline)) as wire, _cut_at(deadline, wire, place):
            if place.scheme == "https":
                wire = _tls().wrap_socket(wire, server_hostname=place.host)
            connection = HTTPConnection(place.host, place.port)
            connection.default_port = 443 if place.scheme == "https" else 80
            connection.sock = wire
            with closing(connection):
                yield connection
    except TimeoutError as error:
        raise _late(place) from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(
            f"{place} cannot be trusted: {error.verify_message.rstrip('.')}.",
            "Open it in a browser to see.",
        ) from error
    except (OSError, HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise FetchError(f"{place} cannot be reached: {reason}.", "Try again later.") from error


def _reach(place: WebAddress, rules: Rules, deadline: float) -> socket.socket:
    """A socket to the first address of a host that answers."""
    failure: OSError | None = None
    for address in addresses_of(place, allow_private=rules.allow_private):
        patience = min(rules.connect_seconds, deadline - time.monotonic())
        if patience <= 0:
            raise _late(place)
        try:
            return socket.create_connection((address, place.port), patience)
        except OSError as error:
            failure = error
    raise failure or OSError("no address")


@contextmanager
def _cut_at(deadline: float, wire: socket.socket, place: WebAddress) -> Iterator[None]:
    """Shut the socket down at the deadline: a time-out of its own begins anew with every byte."""
    late = threading.Event()
    guard = wire.dup()  # TLS takes the descriptor away from the socket it wraps

    def cut() -> None:
        late.set()
        with suppress(OSError):
            guard.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        guard.close()
        if late.is_set():
            raise _late(place)


def _late(place: WebAddress) -> FetchError:
    return FetchError(f"{place} did not answer in time.", "Try again later.")


@functools.cache
def _tls() -> ssl.SSLContext:
    """Trusts what the platform trusts and, where that is nothing, what browsers do."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
