"""Endpoints that the real service has not: its clock, the truth, the log of calls, faults and consents."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from tracker.simulator.clock import aware, stamp
from tracker.simulator.reply import ApiError, Call, Reply, json_reply
from tracker.simulator.service import Service


def read_clock(_: Service, call: Call) -> Reply:
    """GET /_simulator/clock: the simulated time."""
    return json_reply({"now": stamp(call.now)})


def move_clock(service: Service, call: Call) -> Reply:
    """POST /_simulator/clock: to a moment (`now`) or by a span (`advance_seconds`)."""
    wanted = call.document()
    try:
        if "now" in wanted:
            moved = service.clock.set(datetime.fromisoformat(str(wanted["now"])))
        else:
            moved = service.clock.advance(timedelta(seconds=float(str(wanted["advance_seconds"]))))
    except (KeyError, ValueError, OverflowError) as error:
        raise ApiError(400, f"Give now (with time zone) or advance_seconds: {error}") from error
    return json_reply({"now": stamp(moved)})


def truth(service: Service, call: Call) -> Reply:
    """GET /_simulator/truth: what happened up to now, or up to `until`, in `markets` (comma-separated)."""
    markets = call.query.get("markets")
    until = call.query.get("until")
    try:
        moment = datetime.fromisoformat(until) if until else call.now
        told = service.world.truth(moment, markets.split(",") if markets else None)
    except ValueError as error:
        raise ApiError(400, f"Give until with time zone: {error}") from error
    return json_reply(told.as_json())


def cast(service: Service, _: Call) -> Reply:
    """GET /_simulator/cast: the ids of the lists, album, artist and track to look at, and the app's credentials."""
    app = service.accounts.app
    known = {"client_id": app.client_id, "client_secret": app.client_secret, "account_id": app.account_id}
    return json_reply({**asdict(service.world.cast), **known, "tier": service.tier})


def requests(service: Service, call: Call) -> Reply:
    """GET /_simulator/requests: counts, and the `last` calls (100)."""
    try:
        last = int(call.query.get("last", "100"))
    except ValueError as error:
        raise ApiError(400, "last must be a whole number") from error
    return json_reply(service.ledger.as_json(last))


def reset_requests(service: Service, _: Call) -> Reply:
    """POST /_simulator/reset-requests: forget the calls; limits and quota still remember them."""
    service.ledger.reset()
    return json_reply({})


def add_fault(service: Service, call: Call) -> Reply:
    """POST /_simulator/faults: plan a fault by its traits (moments with time zone), and (re)seed the plan by `seed`."""
    traits = call.document()
    try:
        if "seed" in traits:
            service.faults.reseed(int(str(traits.pop("seed"))))
        for name in ("since", "until"):
            if traits.get(name) is not None:
                traits[name] = aware(datetime.fromisoformat(str(traits[name])))
        if traits:
            service.faults.add(**traits)
    except (TypeError, ValueError) as error:
        raise ApiError(400, str(error)) from error
    return read_faults(service, call)


def read_faults(service: Service, _: Call) -> Reply:
    """GET /_simulator/faults: the faults still to come."""
    return json_reply([_written(asdict(fault)) for fault in service.faults.plan])


def clear_faults(service: Service, call: Call) -> Reply:
    """DELETE /_simulator/faults: plan none any more."""
    service.faults.clear()
    return read_faults(service, call)


def revoke(service: Service, _: Call) -> Reply:
    """POST /_simulator/revoke: the user withdraws every consent."""
    service.accounts.revoke()
    return json_reply({})


def _written(traits: dict[str, object]) -> dict[str, object]:
    """The traits of a fault as JSON can hold them."""
    return {name: stamp(value) if isinstance(value, datetime) else value for name, value in traits.items()}
