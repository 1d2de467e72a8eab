"""The one way in and out: every call is faulted, identified, metered, answered and noted here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from tracker.simulator.access import Caller
from tracker.simulator.clock import stamp
from tracker.simulator.faults import Fault
from tracker.simulator.ledger import Asked
from tracker.simulator.reply import ApiError, Call, Reply
from tracker.simulator.service import Service, challenge
from tracker.simulator.turn import Turn
from tracker.simulator.wires import delivered

Handler = Callable[[Service, Call], Reply]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Door:
    """One endpoint: its family's name, who answers, which side it belongs to, and whether tier C lost it.

    `writes` are the doors of the same address for other methods than GET; each of them is `writing`.
    """

    family: str
    handler: Handler
    side: Literal["data", "accounts", "control", "open"] = "data"
    lost_in_c: bool = False
    writing: bool = False
    writes: Mapping[str, Door] = field(default_factory=dict)


def opened(service: Service, door: Door) -> Endpoint:
    """Make the function that Starlette calls for a door."""

    async def endpoint(request: Request) -> Response:
        call = _call(service, request, await request.body())
        chosen = door.writes.get(call.method, door)
        if door.side == "control":
            reply = _guarded(service, door, call)
        else:
            reply = await _faulted(service, chosen, call)
            _note(service, chosen, call, reply)
        return delivered(reply)

    return endpoint


async def _faulted(service: Service, door: Door, call: Call) -> Reply:
    taken = service.faults.take(door.family, call)
    answer = partial(_guarded, service, door)
    for fault in taken:
        if fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        answer = partial(_answered, service, fault, answer)
    return answer(call)


def _answered(service: Service, fault: Fault, truth: Callable[[Call], Reply], call: Call) -> Reply:
    return fault.answer(Turn(call, truth, service.faults.chance, service.world, service.accounts))


def _guarded(service: Service, door: Door, call: Call) -> Reply:
    try:
        if door.side == "data":
            _admit(service, door, call)
        return door.handler(service, call)
    except ApiError as error:
        return error.reply()


def _admit(service: Service, door: Door, call: Call) -> None:
    if call.caller.kind in ("none", "invalid"):
        wrong = "missing_token" if call.caller.kind == "none" else "invalid_token"
        raise ApiError(401, "Missing/invalid/expired access token", headers=challenge(wrong))
    refusal = service.meter.refuse(service.clock.now())  # `call.now` may be a lie
    if refusal:
        headers = {"retry-after": str(refusal.retry_after), "cache-control": "private, max-age=0"}
        raise ApiError(429, refusal.message, reason=refusal.reason, headers=headers)
    if door.lost_in_c and not service.full:
        raise ApiError(403, "Forbidden")
    if call.method != "GET" and not door.writing:
        raise ApiError(405, "Method not allowed")


def _call(service: Service, request: Request, body: bytes) -> Call:
    scheme, host = request.url.scheme, request.headers.get("host", "simulator")
    data_side = request.url.path.startswith("/v1/")
    caller = service.accounts.caller(request.headers.get("authorization")) if data_side else Caller("none")
    return Call(
        method=request.method,
        path=request.url.path,
        params=request.path_params,
        query=request.query_params,
        headers=request.headers,
        body=body,
        base=f"{scheme}://{host}/v1",
        caller=caller,
        now=service.clock.now(),
    )


def _note(service: Service, door: Door, call: Call, reply: Reply) -> None:
    query = "&".join(f"{name}={value}" for name, value in call.query.items())
    conditional = "if-none-match" in call.headers
    service.ledger.note(
        Asked(
            stamp(call.now),
            call.method,
            call.path,
            query,
            door.family,
            reply.status,
            call.caller.kind,
            conditional,
        )
    )
