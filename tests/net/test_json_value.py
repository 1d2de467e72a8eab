"""Quick JSON: whatever comes, the same value as by the slow way, or none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.net.reply import DEEPEST, _plainly_flat, _too_deep, json_value


def slow(body: bytes) -> object:
    """The standard decoder, and the walk through all that it gives."""
    try:
        value: object = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return None if _too_deep(value) else value


def _refuse(text: str) -> object:
    raise ValueError(text)


TEXTS = st.one_of(st.text(), st.text('{}[]"\\', max_size=4))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_every_value_comes_out_as_it_was_sent(value: object, ascii_only: bool) -> None:
    """Texts with brackets and quotes, half surrogate pairs, large numbers."""
    body = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert repr(json_value(body)) == repr(slow(body))


@given(st.binary(max_size=12) | st.text('{}[]",:\\1e.-+ tn', max_size=14).map(str.encode))
@example(b"[1e999]")
@example(b"[NaN]")
@example(b"\xef\xbb\xbf[1]")
@example('["é"]'.encode("utf-16"))
@example(b'["\\ud800"]')
@example(b"[123456789012345678901234567890]")
def test_every_body_is_read_as_the_standard_decoder_reads_it(body: bytes) -> None:
    """Also what is almost JSON: what the one refuses and the other takes is taken."""
    assert repr(json_value(body)) == repr(slow(body))


HIDING = ("{}", '{"":"}"}', '["]"]', '["\\""]', '["\\\\"]')


@pytest.mark.parametrize("beside", HIDING)
@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, DEEPEST + 1])
def test_no_text_hides_how_deep_a_value_is(beside: str, depth: int) -> None:
    """Brackets and quotes inside of texts, at every level, change nothing."""
    body = f"[{beside},".encode() * (depth - 2) + b"[1]" + b"]" * (depth - 2)
    deep = _too_deep(json.loads(body))
    assert (json_value(body) is None) is deep
    assert not (deep and _plainly_flat(body))


@given(st.lists(st.sampled_from(["[", "]", "{}", '"["', '"]"', '"\\""', '"a"', ","]), max_size=130))
def test_what_is_called_flat_is_flat(parts: list[str]) -> None:
    """The quick look errs on one side only."""
    body = "".join(parts).encode()
    try:
        value = json.loads(body)
    except ValueError:
        return
    assert not (_plainly_flat(body) and _too_deep(value))
