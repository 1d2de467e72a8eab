"""Whose tries are counted together."""

from __future__ import annotations

import pytest

from tracker.web.throttle import neighborhood


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
    ],
)
def test_one_line_is_one_neighborhood(one: str, other: str, same: bool) -> None:
    """An IPv6 line has more addresses than anybody could count, an IPv4 address has many spellings."""
    assert (neighborhood(one) == neighborhood(other)) is same
