"""Which addresses may be reached: our own table, judged address by address, for every name on every hop.

Python's `ipaddress.is_global` is no guard: it calls NAT64, 6to4 and multicast addresses global.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from citecheck.model.source import Reason
from citecheck.sources.policy import WebPolicy

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

BLOCKED_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""IANA's special-purpose registries (RFC 6890), with the ranges that carry another address and a cloud's own host."""

METADATA_ADDRESSES = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "fd00:ec2::254", "168.63.129.16")))
"""Hosts that hand out a cloud machine's secrets: a network that holds them does not allow them."""

_MAPPED = ipaddress.ip_network("::ffff:0:0/96")
_PORTS = frozenset((80, 443, 8080, 8443))
_FIRST_FREE_PORT = 1024
_BAD_PORTS = frozenset(
    (
        1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432,
        5672, 5900, 5984, 5985, 5986, *range(6000, 6064), 6379, 6443, 6566, *range(6665, 6670), 6679, 6697, 8086,
        9042, 9092, 9200, 9300, 10080, 10250, 11211, 27017, 50070,
    )
)  # fmt: skip
"""Ports of mail, databases, windows and control planes, to which a request could do harm (WHATWG Fetch, and others)."""

_SAFE_PATH = "/%:@!$&'()*+,;=~-._[]|^"


class BadUrl(Exception):
    """A URL that is not asked for; the message says why in words."""

    def __init__(self, message: str, reason: Reason = Reason.BAD_URL) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL ready to be asked: `url` has no user part and no fragment, and is ASCII. `host` has no brackets."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port in one."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def literal(self) -> IPAddress | None:
        """The host as an address, when it is written as one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def parse_target(url: str, policy: WebPolicy) -> Target:
    """The target of a URL. Raises `BadUrl` for other schemes, bad hosts and ports that are not allowed."""
    if any(char.isspace() or ord(char) < 32 or char in "\\\x7f" for char in url.strip()):
        raise BadUrl("there is a blank, a control character or a backslash in the address")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadUrl("the address cannot be read") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise BadUrl(f"only http and https are fetched, not {scheme or 'an address without a scheme'}")
    host = _host(parts.hostname or "")
    if port is None:
        port = 443 if scheme == "https" else 80
    if not _port_allowed(host, port, policy):
        raise BadUrl(f"port {port} is not one that pages are served at", Reason.BLOCKED_ADDRESS)
    shown = f"[{host}]" if ":" in host else host
    if port != (443 if scheme == "https" else 80):
        shown += f":{port}"
    path = quote(parts.path or "/", safe=_SAFE_PATH)
    query = f"?{quote(parts.query, safe=_SAFE_PATH + '?')}" if parts.query else ""
    return Target(f"{scheme}://{shown}{path}{query}", scheme, host, port)


def vet(target: Target, addresses: Sequence[str], policy: WebPolicy) -> str:
    """Why a target must not be connected to, in words; "" when every one of its addresses may be."""
    if not addresses:
        return "its name has no address"
    if _host_allowed(target, policy):
        return ""
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if fault := _fault(address, policy):
            return f"{target.host} is at {address}, {fault}"
    return ""


def _fault(address: IPAddress, policy: WebPolicy) -> str:
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return _fault(inner, policy)
    allowed = [network for network in _networks(policy) if address.version == network.version and address in network]
    if address in METADATA_ADDRESSES:
        alone = any(network.num_addresses == 1 for network in allowed)
        return "" if alone else "which hands out a machine's secrets"
    if allowed or not is_blocked(address):
        return ""
    return "which is not on the public internet"


def is_blocked(address: IPAddress) -> bool:
    """Whether an address is in the table of those that are never reached unasked."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return is_blocked(address.ipv4_mapped)
    return any(address.version == network.version and address in network for network in BLOCKED_NETWORKS)


def is_inside(addresses: Sequence[str]) -> bool:
    """Whether any of the addresses is not on the public internet."""
    return any(is_blocked(ipaddress.ip_address(text.partition("%")[0])) for text in addresses)


def _networks(policy: WebPolicy) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(text, strict=False) for text in policy.allow_networks]


def _host_allowed(target: Target, policy: WebPolicy) -> bool:
    return any(target.host == name and port in (None, target.port) for name, port in _allowed_hosts(policy))


def _allowed_hosts(policy: WebPolicy) -> list[tuple[str, int | None]]:
    hosts: list[tuple[str, int | None]] = []
    for text in policy.allow_hosts:
        name, colon, port = text.lower().rpartition(":")
        if colon and port.isdigit() and (":" not in name or name.endswith("]")):
            hosts.append((name.strip("[]"), int(port)))
        else:
            hosts.append((text.lower().strip("[]"), None))
    return hosts


def _port_allowed(host: str, port: int, policy: WebPolicy) -> bool:
    if port in _PORTS or port in policy.allow_ports or (host, port) in _allowed_hosts(policy):
        return True
    return port >= _FIRST_FREE_PORT and port not in _BAD_PORTS


def _host(host: str) -> str:
    if not host:
        raise BadUrl("the address has no host")
    if "%" in host:
        raise BadUrl("the host's name holds a percent sign")
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise BadUrl("the host is not an address") from None
    name = host.rstrip(".")
    if name.isascii():
        plain = name.lower()
    else:
        try:
            plain = idna.encode(name, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            raise BadUrl("the host's name is not a valid one") from None
    labels = plain.split(".")
    if len(plain) > 253 or not all(0 < len(label) <= 63 for label in labels):
        raise BadUrl("the host's name is not a valid one")
    if not all(char.isalnum() or char in "-_" for label in labels for char in label):
        raise BadUrl("the host's name is not a valid one")
    return plain
