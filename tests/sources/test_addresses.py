"""Which addresses may be reached, and that no others are: by a canary on 127.0.0.2, and by what is connected to."""

from __future__ import annotations

import ipaddress
import socket
import time

import pytest

from citecheck.model.source import LinkState, Reason
from citecheck.sources.address import BLOCKED_NETWORKS, BadUrl, is_blocked, parse_target, vet
from citecheck.sources.policy import WebPolicy
from tests.sources.answers import read, unchecked
from tests.sources.conftest import Fetch
from tests.sources.faultserver import Canary, FaultServer, plain, redirect

STRICT = WebPolicy()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.8.9.1",
        "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.5", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
        "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a9fe:a9fe::", "2002:7f00:1::",
        "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_case_1_and_2_addresses_that_are_not_public_are_blocked(address: str) -> None:
    assert is_blocked(ipaddress.ip_address(address))
    shown = f"[{address}]" if ":" in address else address
    target = parse_target(f"http://{shown}/", STRICT)
    assert vet(target, [address], STRICT)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
     "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
     "198.20.0.0", "223.255.255.255", "168.63.129.17", "2606:4700::1", "2a00:1450::1", "2001:200::1",
     "::ffff:8.8.8.8", "2003::1", "3fff:1000::1"],
)  # fmt: skip
def test_public_addresses_are_not_blocked(address: str) -> None:
    assert not is_blocked(ipaddress.ip_address(address))


def test_the_table_holds_each_network_once_and_whole() -> None:
    assert len(set(BLOCKED_NETWORKS)) == len(BLOCKED_NETWORKS)
    for network in BLOCKED_NETWORKS:
        assert is_blocked(network.network_address)
        assert is_blocked(network.broadcast_address)


SPELLINGS = [
    "2130706434", "0x7f000002", "0x7f.0.0.2", "0177.0.0.2", "0177.0.0.02", "127.2", "127.0.2", "127.0.0.2.",
    "127.0.0.002", "%31%32%37.0.0.2", "１２７.０.０.２", "127。0。0。2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]",
    "[0:0:0:0:0:ffff:7f00:0002]", "[::127.0.0.2]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]", "user@127.0.0.2",
    "example.com@127.0.0.2", "user:pass@127.0.0.2", "127.0.0.1@127.0.0.2", "017700000002", "0x7F000002",
    "127.0.0.2%00.example.com", "127.0.0.2\\@example.com", "example.com\\@127.0.0.2", "[::ffff:127.0.0.2%25lo]",
    "127.0.0.2#@example.com", "①②⑦.⓪.⓪.②",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_case_3_no_spelling_reaches_the_canary(
    fetch: Fetch, canary: Canary, connects: list[str], spelling: str
) -> None:
    host, _, rest = spelling.partition("#")
    url = f"http://{host}:{canary.port}/" + (f"#{rest}" if rest else "")
    unchecked(fetch(url), Reason.BLOCKED_ADDRESS, Reason.BAD_URL, Reason.DNS)
    assert canary.hits == 0
    assert connects == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_case_3_no_spelling_reaches_the_canary_by_a_redirect(
    server: FaultServer, fetch: Fetch, canary: Canary, spelling: str
) -> None:
    location = f"http://{spelling.partition('#')[0]}:{canary.port}/"
    fetched = fetch(server.url("/away", redirect(location)))
    assert fetched.state is LinkState.UNCHECKED
    assert canary.hits == 0


@pytest.mark.parametrize(
    "place",
    ["//127.0.0.2:{port}/", "http:127.0.0.2:{port}/", "///127.0.0.2:{port}/", "/\\127.0.0.2:{port}/",
     "http:///127.0.0.2:{port}/", "HTTP://127.0.0.2:{port}/"],
)  # fmt: skip
def test_case_3_no_relative_redirect_reaches_the_canary(
    server: FaultServer, fetch: Fetch, canary: Canary, place: str
) -> None:
    fetch(server.url("/relative", redirect(place.format(port=canary.port))))
    assert canary.hits == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_case_1_a_redirect_inside_is_blocked(
    server: FaultServer, fetch: Fetch, canary: Canary, connects: list[str], status: str
) -> None:
    url = server.url(f"/inside-{status[:3]}", redirect(f"http://127.0.0.2:{canary.port}/", status))
    fetched = fetch(url)
    unchecked(fetched, Reason.BLOCKED_ADDRESS)
    assert "127.0.0.2" in fetched.detail
    assert "--allow-network" in fetched.advice
    assert canary.hits == 0
    assert set(connects) <= {"127.0.0.1"}


def test_case_4_a_name_with_one_address_inside_is_blocked(
    server: FaultServer, fetch: Fetch, connects: list[str]
) -> None:
    for mixed in (["93.184.216.34", "10.0.0.1"], ["10.0.0.1", "93.184.216.34"], ["2606:4700::1", "::1"]):
        fetched = fetch("http://mixed.example.com/", lookup=lambda host, port, mixed=mixed: mixed)
        unchecked(fetched, Reason.BLOCKED_ADDRESS)
    assert connects == []


def test_case_5_a_name_that_turns_inside_between_two_look_ups_is_connected_to_as_vetted(
    server: FaultServer, fetch: Fetch, canary: Canary, connects: list[str]
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"], ["127.0.0.2"]])
    server.url("/rebound", plain())
    read(fetch(f"http://rebind.example.com:{server.port}/rebound", lookup=lambda host, port: next(answers)))
    assert canary.hits == 0
    assert set(connects) == {"127.0.0.1"}


def test_case_5_a_name_that_turns_inside_before_a_redirect_back_to_it_stays_vetted(
    server: FaultServer, fetch: Fetch, canary: Canary
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    server.url("/rebound-first", redirect(f"http://rebind.example.com:{canary.port}/"))
    fetch(f"http://rebind.example.com:{server.port}/rebound-first", lookup=lambda host, port: next(answers))
    assert canary.hits == 0


def test_case_6_what_a_page_names_is_not_requested(server: FaultServer, fetch: Fetch, canary: Canary) -> None:
    inside = f"http://127.0.0.2:{canary.port}/"
    page = f"""<!DOCTYPE html [<!ENTITY x SYSTEM "{inside}">]><html><head><link rel=canonical href="{inside}">
    <link rel=stylesheet href="{inside}"><base href="{inside}"><meta http-equiv=refresh content="0;url={inside}">
    <script src="{inside}"></script></head><body><p>words and more words &x;<img src="{inside}"><iframe src="{inside}">
    </iframe><object data="{inside}"></object><svg><image href="{inside}"/><use xlink:href="{inside}"/></svg></p>"""
    fetch(server.url("/names-inside", plain(page.encode())))
    fetch(server.url("/names-inside.svg", plain(page.encode(), headers=("Content-Type: image/svg+xml",))))
    fetch(server.url("/names-inside.xml", plain(page.encode(), headers=("Content-Type: application/xml",))))
    assert canary.hits == 0


def test_case_6_a_robots_redirect_inside_is_not_followed(fetch: Fetch, canary: Canary) -> None:
    with FaultServer() as own:
        own.url("/robots.txt", redirect(f"http://127.0.0.2:{canary.port}/robots.txt"))
        fetched = fetch(own.url("/page", plain()))
        unchecked(fetched, Reason.ROBOTS)
        assert canary.hits == 0
        assert own.asked("/page") == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/x", "data:text/html,<p>x", "javascript:alert(1)",
     "\\\\host\\share", "//127.0.0.1/x", "http://", "http:///x", "http://[::1", "http://a b/", "http://exa\nmple.com/",
     "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://./", "http://a..b/", "http://" + "a" * 300 + ".com/",
     "", "http://%zz/", "http://[::1]extra/", "http://xn--a/", "mailto:a@b.c", "http://exa<mple.com/"],
)  # fmt: skip
def test_case_8_other_schemes_and_bad_urls_are_not_asked(fetch: Fetch, connects: list[str], url: str) -> None:
    unchecked(fetch(url), Reason.BAD_URL, Reason.BLOCKED_ADDRESS, Reason.DNS)
    assert connects == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/html,x", "javascript:x()"])
def test_case_8_redirects_to_other_schemes_are_not_followed(server: FaultServer, fetch: Fetch, place: str) -> None:
    unchecked(fetch(server.url(f"/to-{place[:4]}", redirect(place))), Reason.REDIRECTS)


@pytest.mark.parametrize("port", [1, 21, 22, 25, 110, 143, 445, 993, 3306, 5432, 6379, 9200, 11211, 27017])
def test_ports_of_other_services_are_not_asked(fetch: Fetch, connects: list[str], port: int) -> None:
    unchecked(fetch(f"http://127.0.0.1:{port}/"), Reason.BLOCKED_ADDRESS)
    assert connects == []


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 8765, 50000])
def test_usual_and_high_ports_are_asked(port: int) -> None:
    assert parse_target(f"http://example.com:{port}/", STRICT).port == port


def test_an_allowed_network_lets_its_addresses_through_and_no_others() -> None:
    policy = WebPolicy(allow_networks=("10.1.0.0/16", "fd12::/16"))
    for address, free in (("10.1.2.3", True), ("10.2.0.1", False), ("fd12::1", True), ("fd13::1", False)):
        shown = f"[{address}]" if ":" in address else address
        assert (vet(parse_target(f"http://{shown}/", policy), [address], policy) == "") is free


@pytest.mark.parametrize("network", ["169.254.0.0/16", "0.0.0.0/0"])
def test_a_network_does_not_free_the_metadata_addresses_in_it(network: str) -> None:
    policy = WebPolicy(allow_networks=(network,))
    target = parse_target("http://169.254.169.254/latest/meta-data", policy)
    assert vet(target, ["169.254.169.254"], policy)
    alone = WebPolicy(allow_networks=("169.254.169.254/32",))
    assert vet(target, ["169.254.169.254"], alone) == ""


@pytest.mark.parametrize(
    ("allowed", "url", "free"),
    [
        ("wiki.example.org", "http://wiki.example.org/", True),
        ("wiki.example.org", "http://wiki.example.org:8080/", True),
        ("wiki.example.org:8080", "http://wiki.example.org:8080/", True),
        ("wiki.example.org:8080", "http://wiki.example.org/", False),
        ("wiki.example.org", "http://evil-wiki.example.org/", False),
        ("wiki.example.org", "http://wiki.example.org.evil.com/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
    ],
)
def test_an_allowed_host_is_exactly_that_host(allowed: str, url: str, free: bool) -> None:
    policy = WebPolicy(allow_hosts=(allowed,))
    address = "::1" if "[" in url else "10.0.0.5"
    assert (vet(parse_target(url, policy), [address], policy) == "") is free


def test_an_allowed_host_is_fetched(server: FaultServer, fetch: Fetch) -> None:
    server.url("/allowed-host", plain())
    read(fetch(f"http://localhost:{server.port}/allowed-host", allow_hosts=("localhost",), allow_networks=()))
    unchecked(
        fetch(f"http://localhost:{server.port}/allowed-host", allow_hosts=(), allow_networks=()), Reason.BLOCKED_ADDRESS
    )


def test_an_address_of_the_newer_kind_is_fetched(fetch: Fetch) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with FaultServer(address="::1") as own:
        own.url("/six", plain())
        url = f"http://[::1]:{own.port}/six"
        read(fetch(url, allow_networks=("::1/128",)))
        assert own.log[-1].headers["host"] == f"[::1]:{own.port}"
        unchecked(fetch(url), Reason.BLOCKED_ADDRESS)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://EXAMPLE.com", "http://example.com/"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("https://example.com:443/a?b=c#d", "https://example.com/a?b=c"),
        ("http://example.com/caf\u00e9 ".strip(), "http://example.com/caf%C3%A9"),
        ("http://example.com/a%20b", "http://example.com/a%20b"),
        ("http://b\u00fccher.example/x", "http://xn--bcher-kva.example/x"),
        ("http://user:secret@example.com/", "http://example.com/"),
        ("http://example.com./x", "http://example.com/x"),
    ],
)
def test_a_target_is_plain_ascii_without_user_and_fragment(url: str, asked: str) -> None:
    assert parse_target(url, STRICT).url == asked


@pytest.mark.parametrize("char", ["\t", "\n", "\r", "\x00", " ", "\x7f", "\u00a0", "\u2028"])
def test_blanks_and_controls_are_refused(char: str) -> None:
    with pytest.raises(BadUrl):
        parse_target(f"http://example.com/a{char}b", STRICT)


def test_nothing_is_connected_to_when_a_name_is_slow(fetch: Fetch, connects: list[str]) -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(1.5)
        return ["127.0.0.1"]

    unchecked(fetch("http://slow.example.com/", lookup=slow, url_deadline=0.3), Reason.TIMEOUT)
    assert connects == []


def test_a_name_that_does_not_exist_is_dead_after_two_look_ups(fetch: Fetch) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        if host == "example.com":
            return ["93.184.216.34"]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fetched = fetch("http://no-such-name.example.org/x", lookup=lookup)
    assert fetched.state is LinkState.DEAD
    assert asked.count("no-such-name.example.org") == 2


def test_case_63_names_that_nobody_can_look_up_are_unchecked(fetch: Fetch) -> None:
    def offline(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def unsure(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    fetched = fetch("http://no-such-name.example.org/x", lookup=offline)
    unchecked(fetched, Reason.DNS)
    assert "offline" in fetched.detail
    unchecked(fetch("http://no-such-name.example.org/x", lookup=unsure), Reason.DNS)
