"""The containers: nothing runs as root, nothing is published beyond this machine, and the files are valid."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
SERVICES = ("tracker", "database")


def compose(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real Compose, which needs no container engine to read its file."""
    program = Path(sysconfig.get_path("scripts")) / "docker-compose"
    where = ("--file", file, "--project-directory", ROOT, "--env-file", ROOT / ".env.example")
    command: list[str | Path] = [program, *where, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"})


@cache
def resolved() -> dict[str, Any]:
    """The file as Compose itself understands it."""
    answer = compose(COMPOSE_FILE, "config", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    model: dict[str, Any] = json.loads(answer.stdout)
    return model


def test_compose_accepts_the_file_as_it_is() -> None:
    """Compose must find neither an error nor anything to warn about."""
    answer = compose(COMPOSE_FILE, "config", "--quiet")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_compose_would_refuse_a_slip(tmp_path: Path) -> None:
    """A misspelled key must be refused, or the test above would prove nothing."""
    model = yaml.safe_load(COMPOSE_FILE.read_text(encoding="utf-8"))
    model["services"]["tracker"]["depend_on"] = model["services"]["tracker"].pop("depends_on")
    slip = tmp_path / "docker-compose.yml"
    slip.write_text(yaml.safe_dump(model), encoding="utf-8")
    answer = compose(slip, "config", "--quiet")
    assert answer.returncode != 0
    assert "depend_on" in answer.stderr


def test_the_services_are_the_ones_looked_at() -> None:
    """A new service must come under the tests below."""
    assert set(resolved()["services"]) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little(name: str) -> None:
    """Each service must run as a numbered user without rights, on a root file system it cannot write to."""
    service = resolved()["services"][name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert not service.get("cap_add")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_listens_to_this_machine_alone(name: str) -> None:
    """A published port must be bound to loopback: Docker's own rules go past a firewall."""
    service = resolved()["services"][name]
    assert service.get("network_mode") is None
    assert all(port.get("host_ip") == "127.0.0.1" for port in service.get("ports", []))


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_keeps_has_a_name(name: str) -> None:
    """Data must live in named volumes, so that no folder of the host is opened to a container."""
    volumes = resolved()["services"][name]["volumes"]
    assert [volume["type"] for volume in volumes] == ["volume"]


def test_the_database_is_reached_by_the_tracker_alone() -> None:
    """The database must sit in an internal network, and be healthy before the tracker starts."""
    model = resolved()
    assert list(model["services"]["database"]["networks"]) == ["store"]
    assert model["networks"]["store"]["internal"] is True
    assert model["services"]["tracker"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert model["services"]["database"]["healthcheck"]["test"][0] == "CMD"


def test_passwords_come_as_files() -> None:
    """No password may stand in the file: the environment holds paths of secrets, which Git never sees."""
    model = resolved()
    tracker, database = (model["services"][name]["environment"] for name in SERVICES)
    assert tracker["TRACKER_DATABASE_URL_FILE"] == "/run/secrets/database_url"
    assert database["POSTGRES_PASSWORD_FILE"] == "/run/secrets/postgres_password"
    assert not {"TRACKER_DATABASE_URL"} & set(tracker)
    assert not {"POSTGRES_PASSWORD"} & set(database)
    assert {"/secrets/", "/.env"} <= set((ROOT / ".gitignore").read_text(encoding="utf-8").split())


def test_the_environment_is_made_of_settings() -> None:
    """Every variable that the file hands to the tracker must be a setting that it knows."""
    from tracker.settings import Settings, unknown_names

    environment = resolved()["services"]["tracker"]["environment"]
    assert unknown_names(environment) == []
    assert {name.removesuffix("_FILE") for name in environment} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_to_a_major_version(name: str) -> None:
    """An image from elsewhere must name its major version: a new one would not read the old data."""
    service = resolved()["services"][name]
    assert "build" in service or re.fullmatch(r"[a-z]+:\d+(\.\d+)*", service["image"])


def instructions() -> list[str]:
    """The Dockerfile's instructions, one a line, without comments."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_runs_without_root() -> None:
    """The last user that the Dockerfile names must be a number other than zero, as in the Compose file."""
    users = [line.split()[1] for line in instructions() if line.startswith("USER ")]
    assert users[-1] == resolved()["services"]["tracker"]["user"]


def test_the_image_is_made_of_what_the_lock_names() -> None:
    """Every installation in the image must come from the hash-pinned lock, or be this project alone."""
    installs = [line for line in instructions() if "pip install" in line]
    assert len(installs) == 2
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation ." in line for line in installs)
    assert not [line for line in instructions() if line.startswith("ADD ")]


def test_the_base_can_be_exchanged() -> None:
    """The base must be an argument, so that the image can be built where its registry is out of reach."""
    assert instructions()[0].startswith("ARG BASE=")
    assert {line.split()[1] for line in instructions() if line.startswith("FROM ")} == {"${BASE}"}


def test_what_is_copied_is_there_and_let_through() -> None:
    """Each copied file must exist and be let through by .dockerignore, which keeps out everything else."""
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copies = [
        line.split()[1:-1] for line in instructions() if line.startswith("COPY ") and "--from" not in line
    ]
    sources = [source for line in copies for source in line]
    assert "*" in let_through
    assert {source for source in sources if not (ROOT / source).exists()} == set()
    assert {source for source in sources if f"!{source}" not in let_through} == set()
