"""Every suite of the fault model, the quick ones first."""

from __future__ import annotations

from tests.faults import (
    clocks,
    core_curve,
    core_mixed,
    crash,
    daemons,
    damage,
    deaths,
    deliveries,
    documents,
    http_cases,
    http_mixed,
    io_errors,
    planted,
    postgres_faults,
    retry_after,
    tokens,
    year,
)
from tests.faults.table import Suite

SUITES: tuple[Suite, ...] = (
    retry_after.SUITE,
    tokens.SUITE,
    clocks.SUITE,
    deaths.SUITE,
    daemons.SUITE,
    http_cases.SUITE,
    postgres_faults.SUITE,
    damage.SUITE,
    documents.SUITE,
    io_errors.SUITE,
    crash.SUITE,
    core_curve.SUITE,
    core_mixed.SUITE,
    year.SUITE,
    deliveries.SUITE,
    http_mixed.SUITE,
    planted.SUITE,
)
