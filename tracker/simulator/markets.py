"""The countries in which the simulated service is offered."""

from __future__ import annotations

_CODES = (
    "AD AE AR AT AU BE BG BO BR CA CH CL CO CR CY CZ DE DK DO EC EE EG ES FI FR GB GR GT HK HN HU ID IE IL "
    "IN IS IT JP KR LT LU LV MC MT MX MY NI NL NO NZ PA PE PH PL PT PY RO SE SG SI SK SV TH TR TW US UY VN ZA"
)
MARKETS: tuple[str, ...] = tuple(_CODES.split())
