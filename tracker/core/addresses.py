"""Which network addresses are public, whatever spelling they come in: where a message may go without the owner's word."""

from __future__ import annotations

from enum import Enum, auto
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_OWN_4 = "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16".split()
_NEVER_4 = (
    "0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 "
    "203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
).split()
_OWN_6 = "::1/128 fc00::/7".split()
_NEVER_6 = (
    "::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 "
    "3fff::/20 5f00::/16 fe80::/10 fec0::/10 ff00::/8"
).split()
OWN = [IPv4Network(net) for net in _OWN_4], [IPv6Network(net) for net in _OWN_6]
NEVER = [IPv4Network(net) for net in _NEVER_4], [IPv6Network(net) for net in _NEVER_6]


class Reach(Enum):
    """Where an address leads: to the world, to the owner's own machine or network, or nowhere it should."""

    PUBLIC = auto()
    OWN = auto()
    NEVER = auto()


def reach(address: str) -> Reach:
    """Where a numeric address (as a socket has it) leads; whatever is no such address leads nowhere.

    Only 2000::/3 is public in IPv6; an IPv4 address inside an IPv6 one is judged as what it is.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return Reach.NEVER
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, IPv4Address):
        return _reach_of_4(found)
    if any(found in net for net in OWN[1]):
        return Reach.OWN
    never = any(found in net for net in NEVER[1]) or found not in IPv6Network("2000::/3")
    return Reach.NEVER if never else Reach.PUBLIC


def literal(host: str) -> str | None:
    """The numeric address that a host is in any spelling that resolvers take, None where it is a name.

    `127.1`, `0x7f000001`, `0177.0.0.1`, `2130706433`, `[::1]`, `127.0.0.1.` and full-width digits are all the same.
    """
    plain = host.strip().translate(_WIDE).removesuffix(".")
    if plain.startswith("["):
        plain = plain.strip("[]")
    if ":" in plain:
        try:
            return str(IPv6Address(plain.partition("%")[0]))
        except AddressValueError:
            return None
    numbers = [_number(part) for part in plain.split(".")]
    known = [number for number in numbers if number is not None]
    return _joined(known) if len(known) == len(numbers) <= _PARTS else None


def _reach_of_4(found: IPv4Address) -> Reach:
    if any(found in net for net in OWN[0]):
        return Reach.OWN
    return Reach.NEVER if any(found in net for net in NEVER[0]) else Reach.PUBLIC


_PARTS = 4
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | dict.fromkeys((0x3002, 0xFF0E, 0xFF61), ".")


def _number(part: str) -> int | None:
    """A part of an address: decimal, hexadecimal with 0x, octal with 0."""
    text = part.lower()
    base = 16 if text.startswith("0x") else 8 if len(text) > 1 and text.startswith("0") else 10
    digits = text.removeprefix("0x") if base == 16 else text
    if not digits.isascii() or not digits.isalnum():
        return None
    try:
        return int(digits, base)
    except ValueError:
        return None


def _joined(numbers: list[int]) -> str | None:
    """An address of one to four parts, the last of which fills what is left."""
    *heads, last = numbers
    if any(head > 255 for head in heads) or last >= 256 ** (_PARTS - len(heads)):
        return None
    value = last + sum(head << (8 * (3 - place)) for place, head in enumerate(heads))
    return str(IPv4Address(value))
