"""The one place where ports meet adapters, and where clock, sleep and chance are real."""

from __future__ import annotations

import random
import secrets
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from tracker.core.budget import Limits
from tracker.core.errors import LoginNeeded, Passing, UsageError
from tracker.core.jsonform import LoginView
from tracker.core.keeping import Terms, next_lapses
from tracker.core.panel.rows import Choice
from tracker.core.rules import Rules
from tracker.core.terms import InForce
from tracker.musicbrainz.client import MusicBrainz, user_agent
from tracker.net.http import Sender
from tracker.spotify.account import identifier
from tracker.spotify.auth import PACKING_SCOPE, AppLogin, PkceLogin
from tracker.spotify.batches import Batches
from tracker.spotify.catalog import ServiceCatalog
from tracker.spotify.door import Door
from tracker.spotify.finder import ServiceFinder
from tracker.spotify.login import Login
from tracker.spotify.offers import ServiceOffers
from tracker.spotify.pace import Pace
from tracker.spotify.packed_lists import ServiceShelf
from tracker.spotify.tokenfile import TokenFile
from tracker.spotify.tokens import AppToken
from tracker.store.repository import open_store
from tracker.usecases.delivering import Post
from tracker.usecases.look import Observer
from tracker.usecases.naming import Naming
from tracker.usecases.offering import Offering
from tracker.usecases.seeking import Seeker
from tracker.usecases.shelving import Packer
from tracker.usecases.turns import Turns
from tracker.usecases.visiting import Visitor
from tracker.usecases.watching import Means

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.core.channels import Channel
    from tracker.core.letters import Outcome
    from tracker.core.messages import Message
    from tracker.core.openname import Tally as NamingTally
    from tracker.core.ports import Clock
    from tracker.panel.descriptor import Written
    from tracker.panel.formats import Format
    from tracker.settings import Loaded, Settings
    from tracker.spotify.endpoints import Auth
    from tracker.store.copying import Tally
    from tracker.store.repository import SqlStore

LOGIN_FILE = "login.json"
MARK_FILE = "record.json"
EVERYTHING = Choice()


class SystemClock:
    """The machine's clock; a sleep on it can be cut short from another thread."""

    def __init__(self) -> None:
        """Start with nobody having asked to stop."""
        self._stopped = threading.Event()

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait; raise Passing if the program is told to stop meanwhile."""
        if self._stopped.wait(seconds):
            raise Passing("The program is ending.", why="stopped")

    def stop(self) -> None:
        """End all sleeps, now and to come."""
        self._stopped.set()


class LazyMailer:
    """The way out for messages, opened with the first of them: its library takes as long to load as all the rest."""

    def send(self, channel: Channel, message: Message) -> Outcome:
        """Send a message once."""
        from tracker.notify.mailer import ChannelMailer

        return ChannelMailer().send(channel, message)


class Ear(threading.local):
    """Who wants to hear of the calls that the present thread sends."""

    on_call: Callable[[], None] | None = None

    @contextmanager
    def given_to(self, on_call: Callable[[], None]) -> Iterator[None]:
        """Tell `on_call` of every call that this thread sends until the block ends."""
        self.on_call = on_call
        try:
            yield
        finally:
            self.on_call = None

    def tell(self) -> None:
        """A call was sent."""
        if self.on_call:
            self.on_call()


@dataclass(frozen=True, slots=True)
class App:
    """The opened program: everything that a verb, a job or a page needs."""

    loaded: Loaded
    clock: Clock
    store: SqlStore
    sender: Sender
    door: Door
    login: Login | None
    catalog: ServiceCatalog
    observer: Observer
    means: Means
    limits: Limits
    post: Post
    ear: Ear
    naming: Naming | None
    seeker: Seeker
    packer: Packer
    offering: Offering
    visitor: Visitor
    app_token: AppToken | None

    @property
    def settings(self) -> Settings:
        """The settings without their origins."""
        return self.loaded.settings

    def required_login(self) -> Login:
        """The login of the configured app; raises UsageError if no client id is set."""
        if self.login is None:
            raise UsageError(
                "SPOTIPY_CLIENT_ID is not set: register an app at the service and set its client id."
            )
        return self.login

    def login_address(self, state: str) -> str:
        """Where the owner agrees: to reading, and to writing private lists while the packed lists are switched on."""
        more = (PACKING_SCOPE,) if self.store.packed.rows() else ()
        return self.required_login().authorize_url(state, more)

    def finish_login(self, code: str, state: str) -> None:
        """Change the code for tokens and keep them; see `Login.exchange` for what is refused."""
        self.required_login().exchange(code, state, identifier(self.door))

    def disconnect(self) -> tuple[bool, dict[str, int]]:
        """Forget the account: whether there was a login, and how many rows of each table were deleted."""
        return self.forget_tokens(), self.store.forget_login()

    def forget_tokens(self) -> bool:
        """Delete the login from this machine, and the app's own token from memory; True if there was a login.

        The login's file goes even where no app is configured any more.
        """
        if self.app_token:
            self.app_token.forget()
        file = TokenFile(self.settings.TRACKER_HOME / LOGIN_FILE)
        return self.login.forget() if self.login else file.forget()

    def profile(self) -> InForce:
        """The profile that counts: research only where it was acknowledged."""
        return InForce(self.settings.TRACKER_PROFILE, self.store.acknowledgements.standing("research"))

    def terms(self) -> Terms:
        """The terms of keeping in force, and the watches that lapse first."""
        return Terms(self.settings.TRACKER_TITLE_DAYS, tuple(next_lapses(self.store.all())))

    def login_view(self) -> LoginView:
        """Where the login stands, without asking anybody; a file that cannot be read is no login."""
        if self.login is None:
            return LoginView("none")
        try:
            state = self.login.state()
        except LoginNeeded:
            return LoginView("needs_login")
        return LoginView(state.state, state.authorized_at, state.expires_at)

    def naming_tally(self) -> NamingTally | None:
        """How far durable names have come; None where nothing is asked."""
        return self.store.lookups.tally(self.clock.now()) if self.naming else None

    def stop(self) -> None:
        """Cut short whatever is waiting, so that the program can end soon."""
        if isinstance(self.clock, SystemClock):
            self.clock.stop()

    def close(self) -> None:
        """Give back connections and files."""
        self.sender.close()
        if self.naming:
            self.naming.names.close()
        self.store.close()


def open_app(
    loaded: Loaded,
    *,
    clock: Clock | None = None,
    durable: bool = True,
    on_call: Callable[[], None] = lambda: None,
) -> App:
    """Open database and client as the settings say. `durable` False is for records that are thrown away."""
    settings, clock = loaded.settings, clock or SystemClock()
    limits = Limits(settings.TRACKER_REQUESTS_PER_DAY, settings.TRACKER_REQUESTS_PER_SECOND)
    store = _record(settings, durable=durable)
    sender = Sender(settings.TRACKER_API_URL)
    login, tokens = _logins(settings, clock)
    turns, ear = Turns(store, clock), Ear()

    def called() -> None:
        turns.beat()
        on_call()
        ear.tell()

    door = Door(
        sender, tokens, Pace(store, limits, clock), random.random, on_call=called, own=store.packed.refs
    )
    batches = Batches(door, store.tier, clock)
    catalog = ServiceCatalog(door, settings.TRACKER_ACCOUNT_MARKET, store.canaries, batches)
    finder = ServiceFinder(door, settings.TRACKER_ACCOUNT_MARKET, store.canaries)
    home = settings.TRACKER_ACCOUNT_MARKET or _sole(settings.TRACKER_MARKETS)
    rules = Rules(looks=settings.TRACKER_CONFIRM_LOOKS, hours=settings.TRACKER_CONFIRM_HOURS)
    observer = Observer(catalog, store, clock, rules, turns, home=home)
    means = Means(home, door.has("app"))
    return App(
        loaded=loaded,
        clock=clock,
        store=store,
        sender=sender,
        door=door,
        login=login,
        catalog=catalog,
        observer=observer,
        means=means,
        limits=limits,
        post=Post(store, LazyMailer(), clock, random.random),
        ear=ear,
        naming=_naming(settings, store, clock, turns),
        seeker=Seeker(finder, store.replacements, store, store, turns, clock, limits),
        packer=_packer(door, login, store, clock, limits, home),
        offering=Offering(ServiceOffers(batches), store.offers, store, store, turns, clock, limits),
        visitor=Visitor(observer, store.visits, limits, means.account_market),
        app_token=app_token if isinstance(app_token := tokens.get("app"), AppToken) else None,
    )


def _record(settings: Settings, *, durable: bool) -> SqlStore:
    mark = settings.TRACKER_HOME / MARK_FILE if durable else None
    return open_store(
        settings.database_url, durable=durable, name_days=settings.TRACKER_TITLE_DAYS, mark=mark
    )


def restore_record(loaded: Loaded, backup: Path) -> Tally:
    """Fill the record of the settings, which must hold nothing yet, from a backup; see `tracker.store.backup`."""
    from tracker.store.backup import restore
    from tracker.store.mark import MarkFile

    settings = loaded.settings
    return restore(settings.database_url, backup, MarkFile(settings.TRACKER_HOME / MARK_FILE))


def export_record(
    app: App, target: Path, form: Format, choice: Choice = EVERYTHING, *, force: bool = False
) -> list[Written]:
    """Write the record as a data package into a new folder; see `tracker.panel.package`."""
    from tracker.panel.descriptor import Making
    from tracker.panel.package import write_package

    now = app.clock.now()
    with app.store.panel.opened(choice, now) as rows:
        return write_package(target, rows, Making(now, program_version(), form, choice), force=force)


def fill_record(loaded: Loaded, package: Path, clock: Clock | None = None) -> int:
    """Fill the record of the settings, which must hold nothing yet, from a data package of ours; how many rows."""
    from tracker.panel.reading import FolderPackage
    from tracker.store.filling import fill
    from tracker.store.mark import MarkFile

    settings, found = loaded.settings, FolderPackage(package)
    found.prove()
    found.check()
    now = (clock or SystemClock()).now()
    return fill(settings.database_url, found, MarkFile(settings.TRACKER_HOME / MARK_FILE), now)


def program_version() -> str:
    """The version of the program that is installed; of a bare checkout there is none."""
    try:
        return version("disappearing-tracks")
    except PackageNotFoundError:
        return "unreleased"


def _logins(settings: Settings, clock: Clock) -> tuple[Login | None, dict[Auth, Login | AppToken]]:
    """The owner's login and the app's, as far as there is an id and a secret for them."""
    client_id, secret = settings.SPOTIPY_CLIENT_ID, settings.SPOTIPY_CLIENT_SECRET
    if client_id is None:
        return None, {}
    accounts = PkceLogin(client_id, settings.SPOTIPY_REDIRECT_URI, settings.TRACKER_ACCOUNTS_URL)
    login = Login(accounts, TokenFile(settings.TRACKER_HOME / LOGIN_FILE), clock)
    tokens: dict[Auth, Login | AppToken] = {"user": login}
    if secret:
        app_login = AppLogin(client_id, secret.get_secret_value(), settings.TRACKER_ACCOUNTS_URL)
        tokens["app"] = AppToken(app_login, clock)
    return login, tokens


def _packer(
    door: Door, login: Login | None, store: SqlStore, clock: Clock, limits: Limits, market: str | None
) -> Packer:
    """What keeps the packed lists; without a login, or with one for reading only, nothing is ever written."""

    def allowed() -> bool:
        return login is not None and PACKING_SCOPE in login.state().scopes

    return Packer(
        ServiceShelf(door), store.packed, store, clock, limits, market, allowed, lambda: secrets.token_hex(8)
    )


def _naming(settings: Settings, store: SqlStore, clock: Clock, turns: Turns) -> Naming | None:
    """What asks MusicBrainz; None without a contact, for it wants to know who asks."""
    if settings.TRACKER_CONTACT is None:
        return None
    try:
        own = version("disappearing-tracks")
    except PackageNotFoundError:  # run from a copy that was never installed
        own = "0"
    agent = user_agent(own, settings.TRACKER_CONTACT)
    names = MusicBrainz(settings.TRACKER_MUSICBRAINZ_URL, agent, clock)
    return Naming(names, store.lookups, clock, turns.beat)


def _sole(markets: tuple[str, ...]) -> str | None:
    """One market chosen for everything is taken for the account's; of several, none is."""
    return markets[0] if len(markets) == 1 else None
