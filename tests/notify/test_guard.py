"""No message goes to an inner address, however it is written; with the owner's word it does."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest

from tests.notify.receiver import Receiver, channel
from tracker.core.letters import Refused, Sent
from tracker.core.messages import trial
from tracker.notify.guard import AddressRefused, guarded
from tracker.notify.mailer import ChannelMailer

HOSTS = (
    "127.0.0.1 127.0.0.1. 127.1 127.0.1 127.0.0.2 127.255.255.254 2130706433 0x7f000001 0x7F000001 0x7f.0.0.1 0x7f.1 "
    "0177.0.0.1 0177.1 017700000001 00000177.0.0.1 127.0x0.0.1 127.0.0x1 127.00.00.01 0x7f.0x0.0x0.0x1 "
    "0 0.0.0.0 0x0 00 0.0 0.0.0.0. localhost LOCALHOST localhost. localhost.localdomain ip6-localhost "
    "[::1] [::] [0:0:0:0:0:0:0:1] [0000::0001] [::0.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:127.0.0.1] "
    "[0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] "
    "[2002:7f00:0001::1] [::1%25lo] [::1%lo] [fe80::1] [fc00::1] [::ffff:0:127.0.0.1]"
).split()
ODD = (
    "user@127.0.0.1 user:pass@127.0.0.1 example.org@127.0.0.1 example.org:80@127.0.0.1 example.org%40127.0.0.1 "
    "127.0.0.1%2eexample.org example.org\\@127.0.0.1 127.0.0.1\\example.org １２７.０.０.１ 127。0。0。1 ⑫⑦.0.0.1 ①②⑦.⓪.⓪.① "
    "ⓛocalhost localhost\t localhost\r\n %31%32%37.0.0.1 127%2e0%2e0%2e1 %6cocalhost 127.0.0.1%00.example.org "
    "127.0.0.1#example.org 127.0.0.1?example.org"
).split(" ")
FORMS = [
    *(f"{schema}://{host}:{{port}}/x" for schema in ("json", "http") for host in (*HOSTS, *ODD)),
    "json://127.0.0.1:{port}",
    "form://127.0.0.1:{port}/x",
    "xml://127.0.0.1:{port}/x",
    "ntfy://127.0.0.1:{port}/topic",
    "gotify://127.0.0.1:{port}/abcdefghijklmno",
    "mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4",
    "rocket://user:pass@127.0.0.1:{port}/#channel",
    "matrix://user:pass@127.0.0.1:{port}/#room",
    "apprise://127.0.0.1:{port}/token",
    "hassio://127.0.0.1:{port}/token",
    "mailto://user:pass@127.0.0.1:{port}?to=a@example.org&smtp=127.0.0.1",
    "mailto://user:pass@example.org:{port}?to=a@example.org&smtp=localhost",
    "http:127.0.0.1:{port}/x",
    "http:/127.0.0.1:{port}/x",
    "http:///127.0.0.1:{port}/x",
    "//127.0.0.1:{port}/x",
    "HTTP://127.0.0.1:{port}/x",
    "jsons://127.0.0.1:{port}/x?verify=no",
]


def test_there_are_forms_enough() -> None:
    """Each is another; a good hundred of them."""
    assert len(set(FORMS)) >= 120


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_inner_address_is_connected_to(form: str, receiver: Receiver) -> None:
    """Not one connection arrives, and nothing claims that the message was sent."""
    outcome = ChannelMailer().send(channel(form.format(port=receiver.port), private=False), trial("k"))
    assert not isinstance(outcome, Sent)
    assert receiver.connections == 0


def test_the_same_address_is_connected_to_with_the_owner_s_word(receiver: Receiver) -> None:
    """It is the guard that kept it shut, and nothing else."""
    outcome = ChannelMailer().send(channel(f"http://localhost:{receiver.port}/x"), trial("k"))
    assert outcome == Sent()
    assert receiver.connections == 1


def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(receiver: Receiver) -> None:
    """The address itself may look harmless: what counts is where the connection goes."""
    with guarded(private=False) as watched, pytest.raises(AddressRefused):
        socket.create_connection(("localhost", receiver.port), 1).close()
    assert watched.refused in {"127.0.0.1", "::1"}
    assert receiver.connections == 0


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    """Where the owner has allowed one address, its server cannot send the message on to another."""
    receiver.status, receiver.location = 307, f"http://127.0.0.1:{receiver.port}/elsewhere"
    for more in ("", "?redirect=yes"):
        outcome = ChannelMailer().send(channel(f"json://127.0.0.1:{receiver.port}/x{more}"), trial("k"))
        assert not isinstance(outcome, Sent)
    assert receiver.paths == ["/x", "/x"]


def test_metadata_addresses_are_refused_even_with_the_owner_s_word() -> None:
    """Nobody has a channel there."""
    outcome = ChannelMailer().send(channel("json://169.254.169.254/x"), trial("k"))
    assert isinstance(outcome, Refused)


def test_a_channel_starts_no_program() -> None:
    """The guard would not see where that connects to."""
    with guarded(private=True), pytest.raises(AddressRefused):
        subprocess.run([sys.executable, "--version"], check=False)


def test_a_channel_has_no_business_with_local_sockets() -> None:
    """A desktop's bus is no channel of a server."""
    with guarded(private=True), socket.socket(socket.AF_UNIX) as local, pytest.raises(AddressRefused):
        local.connect("/nowhere")


def test_the_guard_minds_its_own_thread_only(receiver: Receiver) -> None:
    """Checks go on connecting while a message is being sent, and this thread too once it is sent."""
    opened: list[bool] = []

    def connect() -> None:
        socket.create_connection(("127.0.0.1", receiver.port), 1).close()
        opened.append(True)

    go = threading.Event()

    def connect_when_told() -> None:
        go.wait(5)
        connect()

    other = threading.Thread(target=connect_when_told)
    other.start()
    with guarded(private=False):
        go.set()
        other.join()
    connect()
    assert opened == [True, True]
