"""The job that sends messages: from a real vanish to a real receiver, and in a thread of its own."""

from __future__ import annotations

import threading
from pathlib import Path

from jobs import deliveries
from jobs.pulse import Pulse
from jobs.schedule import Job, started
from tests.living import living
from tests.notify.receiver import receiving
from tracker.core.channels import Manner, NewChannel
from tracker.core.notices import Notice, NoticeKind
from tracker.simulator import small_world
from tracker.wiring import App


def test_what_is_told_arrives_once(tmp_path: Path) -> None:
    """The job says how many went out, and nothing when there is nothing to do."""
    with living(small_world(), tmp_path) as life, receiving() as receiver:
        store, now = life.app.store, life.sim.now()
        address = f"json://127.0.0.1:{receiver.port}/"
        store.add_channel(NewChannel(address, "mine", Manner(private=True)), now)
        assert deliveries.work(life.app) == ""
        store.keep_notices([Notice(NoticeKind.LOGIN, "7", "The login ends soon.")], [NoticeKind.LOGIN], now)
        assert deliveries.work(life.app) == "1 message sent"
        assert deliveries.work(life.app) == ""
        assert [body["message"] for body in receiver.bodies] == ["The login ends soon."]


def test_a_channel_that_refuses_is_told_in_the_log(tmp_path: Path) -> None:
    """By its name, with the reason."""
    with living(small_world(), tmp_path) as life, receiving() as receiver:
        receiver.status = 410
        store, now = life.app.store, life.sim.now()
        store.add_channel(NewChannel(f"json://127.0.0.1:{receiver.port}/", "mine", Manner(private=True)), now)
        store.keep_notices([Notice(NoticeKind.LOGIN, "7", "The login ends soon.")], [NoticeKind.LOGIN], now)
        assert deliveries.work(life.app) == "mine is stopped: the channel answered 410"


def test_a_job_apart_delays_no_other_and_gives_no_sign_of_life(tmp_path: Path) -> None:
    """While it hangs the checks go on; while they hang it must not look as if they went on."""
    beaten, checked, hanging = threading.Event(), threading.Event(), threading.Event()

    class Heard(Pulse):
        """A pulse that tells who beat it."""

        def beat(self) -> None:
            beaten.set()

    def hang(_: App) -> str:
        hanging.wait(20)
        return ""

    def check(_: App) -> str:
        checked.set()
        return ""

    with living(small_world(), tmp_path) as life:
        apart = Job("deliveries", 60, hang, apart=True)
        with started(life.app, Heard(), (apart,)):
            assert not beaten.wait(0.3)
            hanging.set()
        hanging.clear()
        with started(life.app, Heard(), (apart, Job("checks", 60, check))):
            assert checked.wait(10)
            assert beaten.wait(10)
            hanging.set()
