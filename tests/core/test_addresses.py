"""Which addresses are public, in whatever spelling."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.addresses import Reach, literal, reach

PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.0.1",
    "172.32.0.1",
    "223.255.255.255",
)
PUBLIC_6 = ("2606:4700:4700::1111", "2a00:1450:4001::1")
OWN = (
    "127.0.0.1",
    "127.255.0.9",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.9.9",
    "192.168.0.1",
    "100.64.0.1",
    "::1",
    "fd00::1",
)
NEVER = (
    "0.0.0.0 0.1.2.3 169.254.169.254 192.0.0.8 192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 198.18.0.1 "
    ":: 64:ff9b::7f00:1 64:ff9b::1 2002:7f00:1:: 2001::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ::7f00:1 ::ffff:0:7f00:1 "
    "100::1 4000::1 no-address 127.1"
).split()


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_6, "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    """Also just beside the blocks that are not."""
    assert reach(address) is Reach.PUBLIC


@pytest.mark.parametrize("address", [*OWN, "::ffff:127.0.0.1", "::ffff:10.0.0.1"])
def test_addresses_of_one_s_own_network_need_the_owner_s_word(address: str) -> None:
    """Loopback and private blocks, also inside an IPv6 address."""
    assert reach(address) is Reach.OWN


@pytest.mark.parametrize("address", [*NEVER, "::ffff:169.254.169.254"])
def test_addresses_that_lead_nowhere_are_never_allowed(address: str) -> None:
    """Link-local, metadata, multicast, translation and reserved blocks; and what is no numeric address."""
    assert reach(address) is Reach.NEVER


@given(st.ip_addresses())
def test_nothing_is_public_that_the_library_of_python_knows_as_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """Two lists that were made by different people agree; of an IPv4 address in an IPv6 one, the inner counts."""
    address = getattr(address, "ipv4_mapped", None) or address
    inner = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    assert not (inner or address.is_reserved) or reach(str(address)) is not Reach.PUBLIC


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1. 0X7F.0.0.1 "
    "１２７.0.0.1 127。0。0。1 127.0x0.0.01".split(),
)
def test_every_spelling_of_an_address_is_read(host: str) -> None:
    """As resolvers read them: short, decimal, octal, hexadecimal, with a dot behind, in wide digits."""
    assert literal(host) == "127.0.0.1"


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "1.2.3.4.5", "256.1.1.1", "", "08.1", "a"]
)
def test_names_are_no_addresses(host: str) -> None:
    """They are looked up, and judged by what comes of that."""
    assert literal(host) is None


@given(st.ip_addresses(v=6))
def test_an_address_in_brackets_is_read(address: ipaddress.IPv6Address) -> None:
    """As it stands in a URL."""
    assert literal(f"[{address}]") == str(address)
