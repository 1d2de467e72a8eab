"""The gate that every request passes: who is let in, and which forms are believed.

request ── open to all? ── a cookie ── changes something? ── from our own page? ── let in? ── token? ──> page
           (/static, feeds)   or a secret  └── no: only to be let in

Everything asks for the password, if one is set, except for what is named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse

from tracker.web.bodies import TooLargeError, replayed, whole_body
from tracker.web.machines import Reading
from tracker.web.refusals import refusal
from tracker.web.sessions import Visit, cookie_name, form_token, give_cookie, is_form_token

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tracker.web.site import Site

SAFE = frozenset({"GET", "HEAD"})
OPEN_BELOW = ("/static/", "/feeds/")
"""Nothing of the owner's, and addresses that are secrets themselves; all else has to be named in full."""
OPEN = frozenset({"/healthz"})
LOGIN = "/login"
MOST_FIELDS = 50

STRANGE = "This form was not sent from a page of this site. Go back, load the page again and repeat it there."
STALE = "This form was made for another session. Go back, load the page again and repeat it."
LOCKED = (
    "This page can be reached from other machines and has no password: set one with 'tracker password' on the "
    "machine it runs on."
)

NOT_READ = {
    Reading.WRONG: (401, "That is not the secret that programs read with: the settings show it."),
    Reading.TOO_OFTEN: (429, "Too many wrong secrets from here: wait a quarter of an hour."),
}


class Gate:
    """ASGI middleware: lets a request pass, or answers it itself."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have the page answer; what passes has `state.visit` and `state.csrf`."""
        if scope["type"] != "http" or is_open(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        visit, reading = await run_in_threadpool(self._who, request)
        request.state.visit, request.state.csrf = visit, form_token(visit.id)
        sending = self._with_cookie(request, visit, send)
        if answer := self._unwelcome(request, visit, reading):
            await answer(scope, receive, sending)
            return
        if request.method not in SAFE:
            try:
                body = await whole_body(request)
            except TooLargeError:
                await self._refuse(request, 413, "That is more than any form holds.")(scope, receive, sending)
                return
            if not is_form_token(visit.id, _token(request, body)):
                await self._refuse(request, 403, STALE)(scope, receive, sending)
                return
            receive = replayed(body, receive)
            await run_in_threadpool(self._site.access.sessions.keep)
        await self._app(scope, receive, sending)

    def _who(self, request: Request) -> tuple[Visit, Reading]:
        access = self._site.access
        secure = access.names.is_secure(_host(request))
        visit = access.sessions.visit(request.cookies.get(cookie_name(secure=secure)))
        return visit, Reading.NOT_ASKED if visit.welcome else access.machines.judged(request)

    def _unwelcome(self, request: Request, visit: Visit, reading: Reading) -> Response | None:
        """The answer to a request that goes no further, whatever it says."""
        if self._site.access.exposed and not visit.password:
            return self._refuse(request, 403, LOCKED)
        if request.method not in SAFE and not self._from_here(request):
            return self._refuse(request, 403, STRANGE)
        if visit.welcome or request.url.path == LOGIN or reading is Reading.WELCOME:
            return None
        if reading is not Reading.NOT_ASKED:
            return self._refuse(request, *NOT_READ[reading])
        if request.method in SAFE and "text/html" in request.headers.get("accept", ""):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{LOGIN}?next={quote(wanted, safe='')}", 303)
        return self._refuse(request, 401, "The password is asked for first: open /login in a browser.")

    def _from_here(self, request: Request) -> bool:
        """Whether the browser says that a page of this site sent the form; what says nothing is no browser."""
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site not in {None, "same-origin", "none"}:
            return False
        return origin is None or origin == self._site.access.names.origin(_host(request))

    def _refuse(self, request: Request, status: int, line: str) -> Response:
        return refusal(self._site, request, status, line)

    def _with_cookie(self, request: Request, visit: Visit, send: Send) -> Send:
        """A `send` that gives a browser its first cookie, with a page and with nothing else."""
        if not visit.fresh:
            return send
        secure = self._site.access.names.is_secure(_host(request))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                carrier = RedirectResponse("/")
                give_cookie(carrier, visit.id, secure=secure, lasting=False)
                cookies = [pair for pair in carrier.raw_headers if pair[0] == b"set-cookie"]
                message = {**message, "headers": [*message["headers"], *cookies]}
            await send(message)

        return sending


def is_open(method: str, path: str) -> bool:
    """Whether everybody may ask for this."""
    return method in SAFE and (path in OPEN or path.startswith(OPEN_BELOW))


def _host(request: Request) -> str:
    return request.headers.get("host", "")


def _is_page(message: Message) -> bool:
    return any(name == b"content-type" and b"text/html" in value for name, value in message["headers"])


def _token(request: Request, body: bytes) -> str:
    """The token in a form's field, or in a header for what is no form."""
    if given := request.headers.get("x-csrf-token"):
        return given
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ""
    try:
        fields = parse_qs(body.decode(), max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get("csrf", [""])[0]
