"""Who may come in: by the name that a browser asks for, where the asking page comes from, and a token.

Plain rules, which ``guard`` applies to whatever arrives.

- A page of another site may make a browser ask this machine by a name of its own (DNS rebinding): only names that this
  server has are answered.
- A page of another site may open a connection to this one: what says that it comes from elsewhere is refused. It may
  lead a whole tab here, by a link that somebody follows, and nothing else.
- Beyond the machine itself a token is needed: once in the address, then in a cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import socket
import time
from collections import deque
from dataclasses import dataclass, field

from sim.errors import InputError

TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")
MADE = "made"
COOKIE = "entente-token"
ELSEWHERE = ("cross-site", "same-site")  # Sec-Fetch-Site of pages of other sites, and of other ports of this machine
HEARD, WITHIN = 20, 60.0  # wrong tokens of one address that are heard within so many seconds
STRONG = 22  # characters of a token that nobody guesses: 128 bits, as those that are made here
MOST_ADDRESSES = 1000


def token_for(host: str, given: str | None) -> str:
    """The token that is needed ('' for none): the one that is given, a made one, and always one beyond this machine.

    InputError for one that is too short or does not fit into an address.
    """
    if given in (None, MADE):
        return secrets.token_urlsafe(16) if given == MADE or not is_loopback(host) else ""
    if not TOKEN.fullmatch(str(given)):
        allowed = f"8 to 200 letters, digits, '-' and '_'; or '{MADE}', and one is made"
        raise InputError("not a token", key="token", value="*" * len(str(given)), allowed=allowed)
    return str(given)


def is_loopback(host: str) -> bool:
    """Whether an address is one of this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def name_of(host: str) -> str:
    """The name in a Host header, without its port: 'localhost' of 'localhost:8080', '::1' of '[::1]:8080'."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


@dataclass
class Door:
    """What the server lets in. host : where it listens.  token : what is needed, '' for none."""

    host: str
    token: str = ""
    _wrong: dict[str, deque[float]] = field(default_factory=dict)  # address -> when

    def knows(self, host: str) -> bool:
        """Whether this is a name (a Host header) of the server.

        Beyond loopback any number will do: who wants to lead a browser here by a name of its own needs a name.
        """
        name = name_of(host)
        if is_loopback(name):
            return True
        if is_loopback(self.host):
            return False
        here = socket.gethostname().lower()
        return _is_number(name) or name in (self.host.lower(), here, here.partition(".")[0], f"{here}.local")

    def is_from_here(self, origin: str | None, host: str) -> bool:
        """Whether what asks is a page of this server; None: it does not say, which browsers do for all that is not."""
        return origin is None or origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())

    def may_ask(self, site: str, mode: str, dest: str) -> bool:
        """Whether what asks may: a page of another site may only lead a whole tab here.

        site, mode, dest : what a browser sends as Sec-Fetch-Site, -Mode and -Dest; '' where it sends none.
        """
        return site not in ELSEWHERE or (mode, dest) == ("navigate", "document")

    # ---- the token -------------------------------------------------------------------------------------------------
    @property
    def cookie(self) -> str:
        """What stands in the cookie: made from the token, which it does not give away."""
        return hmac.new(self.token.encode(), b"entente: this browser was let in", hashlib.sha256).hexdigest()

    def takes_cookie(self, value: str) -> bool:
        """Whether a cookie lets in."""
        return not self.token or hmac.compare_digest(value.encode(), self.cookie.encode())

    def takes_token(self, given: str, address: str = "") -> bool:
        """Whether a token lets in. The right one always does, unless it could be guessed and its address has tried."""
        if len(self.token) < STRONG and self.is_tired(address):
            return False
        right = bool(self.token) and hmac.compare_digest(given.encode(), self.token.encode())
        if not right:
            if len(self._wrong) > MOST_ADDRESSES:  # those of long ago
                self._wrong = {one: tries for one, tries in self._wrong.items() if self.is_tired(one)}
            self._wrong.setdefault(address, deque(maxlen=HEARD)).append(time.monotonic())
        return right

    def is_tired(self, address: str = "") -> bool:
        """Whether so many wrong tokens came from an address of late that it has to wait."""
        tries = self._wrong.get(address)
        return tries is not None and len(tries) == HEARD and time.monotonic() - tries[0] < WITHIN


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def addresses(host: str, port: int, token: str = "") -> list[str]:
    """The addresses at which a browser finds the server, the best one first."""
    names = [host] if host not in ("0.0.0.0", "::", "") else [*_own(), "localhost"]
    shown = [f"[{name}]" if ":" in name else name for name in names]
    return [f"http://{name}:{port}/" + (f"?token={token}" if token else "") for name in shown]


def _own() -> list[str]:
    """The address of this machine in its network, if it is in one; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # an address that exists nowhere (RFC 5737)
        except OSError:
            return []
        own = str(asked.getsockname()[0])
    return [] if is_loopback(own) else [own]
