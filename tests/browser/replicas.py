"""Two replicas behind the nginx of `deploy/`, on one PostgreSQL and one S3 store, all on this machine and killable."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mist_dash.store import engine, files
from tests.browser.conftest import ROOT
from tests.postgresql import Postgresql, postgresql

DEPLOY = ROOT / "deploy" / "nginx"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-2"}


@dataclass
class Replicas:
    """url: of the proxy. A token with `at(token, 2)` is of a browser that stays with the second replica."""

    url: str
    folder: Path
    database: Postgresql
    ports: tuple[int, ...]
    environment: dict[str, str]
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, number: int) -> None:
        port = self.ports[number - 1]
        command = [sys.executable, "-m", "mist_dash", "serve", "--port", str(port)]
        told = os.environ | self.environment | {"MIST_DATA": str(self.folder / f"replica-{number}")}
        with (self.folder / f"replica-{number}.log").open("a") as log:
            self.processes[number] = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=told)

    def ready(self, number: int) -> None:
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(self.address(number) + "/readyz", timeout=5):
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / f"replica-{number}.log").read_text("utf-8"))

    def address(self, number: int) -> str:
        return f"http://127.0.0.1:{self.ports[number - 1]}"

    def kill(self, number: int, by: signal.Signals = signal.SIGKILL) -> None:
        process = self.processes.pop(number)
        process.send_signal(by)
        process.wait(timeout=20)

    @property
    def logs(self) -> str:
        return "".join(one.read_text("utf-8") for one in self.folder.glob("*.log"))


def at(token: str, number: int) -> str:
    return f"{token}; mist_replica={number}"


@contextmanager
def replicas(folder: Path, numbers: tuple[int, ...] = (1, 2)) -> Iterator[Replicas]:
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("Two replicas need nginx in front of them: apt-get install nginx.")
    with ExitStack() as stack:
        database = stack.enter_context(postgresql(folder / "pg"))
        environment = {"MIST_PROXIES": "127.0.0.1", "MIST_HOSTS": "localhost", "MIST_DEMO": "no"}
        environment |= KEYS | _s3(stack) | {"MIST_DATABASE_URL": database.url, "MIST_RESOURCES": "s3://mist/resources"}
        patched = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in environment.items():
            patched.setenv(name, value)
        *ports, port, plain = _free_ports(len(numbers) + 2)
        _certificate(folder)
        patched.setenv("SSL_CERT_FILE", str(folder / "mist.crt"))
        engine.use(database.url)
        files.use("s3://mist/resources")
        made = Replicas(f"https://localhost:{port}", folder, database, tuple(ports), environment)
        try:
            for number in numbers:
                made.start(number)
            stack.enter_context(_nginx(folder, ports, port, plain))
            for number in numbers:
                made.ready(number)
            yield made
        finally:
            for number in list(made.processes):
                made.kill(number, signal.SIGTERM)
            engine.use("sqlite://")
            files.use("memory:///")


def _s3(stack: ExitStack) -> dict[str, str]:
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    server.start()
    stack.callback(server.stop)
    host, port = server.get_host_and_port()
    where = {"LocationConstraint": KEYS["AWS_REGION"]}
    names = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": KEYS["AWS_REGION"]}
    client = pytest.importorskip("boto3").client("s3", endpoint_url=f"http://{host}:{port}", **names)
    client.create_bucket(Bucket="mist", CreateBucketConfiguration=where)
    return {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ALLOW_HTTP": "true"}


def _certificate(folder: Path) -> None:
    told = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    made = ["-keyout", str(folder / "mist.key"), "-out", str(folder / "mist.crt")]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *told, *made], check=True, stderr=-3)


@contextmanager
def _nginx(folder: Path, ports: list[int], port: int, plain: int) -> Iterator[None]:
    """The files of `deploy/` as they are, but for the names, ports and places of this machine."""
    place = folder / "nginx"
    place.mkdir()
    here = {"/etc/nginx/mist/replicas.conf": f"{place}/replicas.conf", "/etc/nginx/mist": str(folder)}
    here |= {"/var/log/nginx": str(folder), "listen 443": f"listen 127.0.0.1:{port}", "listen 80": f"listen {plain}"}
    here |= {"mist.example.org": "localhost", "8501": str(ports[0]), "8502": str(ports[-1])}
    for name in ("replicas.conf", "mist.conf"):
        text = (DEPLOY / name).read_text("utf-8")
        for old, new in here.items():
            text = text.replace(old, new)
        (place / name).write_text(text, "utf-8")
    temporary = " ".join(
        f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (place / "nginx.conf").write_text(
        f"pid {place}/pid; error_log {folder}/nginx.log; worker_processes 1; events {{ worker_connections 4096; }}\n"
        f"http {{ {temporary} include {place}/mist.conf; }}\n"
    )
    command = ["nginx", "-c", str(place / "nginx.conf"), "-e", str(folder / "nginx.log"), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]
