"""What is measured of an FTP server. Each measure yields its figures; see `Figure`."""

import contextlib
import dataclasses
import os
import statistics
import subprocess
import time

from berth import NAME, PASSWORD
from daemons import CHEAP
from ftp_client import Client
from side_by_side import side_by_side

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
FILES = 10_000
STREAMS = 8
# Below what a server grants one address: Berth 50.
SESSIONS_PER_ADDRESS = 40


@dataclasses.dataclass(frozen=True)
class Figure:
    """One figure: of what, in which unit."""

    label: str
    unit: str
    # None if the server does not do it.
    value: float | None
    # Whether it is the same that is measured of all.
    comparable: bool = True

    @property
    def less_is_better(self):
        return not self.unit.endswith("/s")


@dataclasses.dataclass(frozen=True)
class Amount:
    """How much is measured."""

    # Of the big file, in bytes.
    size: int
    # How often the big file is moved each time.
    tries: int = 3
    # For what is counted as long as this.
    seconds: float = 1.5
    sessions: int = 200
    handshakes: int = 10_000


def prepare_home(home, size, owner):
    """The files that all servers serve."""
    home.mkdir()
    # Real bytes: of a sparse file the system would hand out one page of zeros again and again.
    block = os.urandom(MIB)
    for name, length in (("big", size), ("stream", size // 4)):
        with open(home / name, "wb") as file:
            for _ in range(length // MIB):
                file.write(block)
    (home / "small").write_bytes(block[:KIB])
    (home / "many").mkdir()
    for number in range(FILES):
        (home / f"many/file-{number:05}.dat").write_bytes(b"ten bytes\n")
    for path in (home, *home.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid)


def how(tls):
    return "FTPS" if tls else "FTP"


def signed_in(server, tls, name=NAME, source="127.0.0.1"):
    client = Client(server.port, tls, source)
    client.sign_in(name, PASSWORD)
    return client


def _a_second(clients, seconds, deed):
    """How many of a deed so many clients do in a second."""

    def work(number, ready):
        ready()
        start, count = time.monotonic(), 0
        while (elapsed := time.monotonic() - start) < seconds or not count:
            deed()
            count += 1
        return count / elapsed

    return sum(side_by_side(clients, work))


def sign_ins(server, tls, amount, name=NAME, what="sign-ins"):
    """From the connection to the answer to QUIT; over TLS each with a full handshake."""
    for clients in (1, 8):
        rate = _a_second(clients, amount.seconds, lambda: signed_in(server, tls, name).quit())
        label = f"{how(tls)} {what}, {clients} client{'s' * (clients > 1)}"
        yield Figure(label, "/s", rate, server.argon2 or name == CHEAP)


def sign_ins_without_hash(server, amount):
    yield from sign_ins(server, False, amount, CHEAP, "sign-ins, hash left out")


def handshakes(server, tls, amount):
    """AUTH TLS and QUIT, without a sign-in."""
    if tls:
        rate = _a_second(8, amount.seconds, lambda: Client(server.port, tls).quit())
        yield Figure("FTPS handshakes, no sign-in, 8 clients", "/s", rate)


def many_handshakes(server, amount):
    """How many were made, how many failed, and how many seconds it took."""
    clients = 4

    def work(number, ready):
        ready()
        failed = 0
        for _ in range(amount.handshakes // clients):
            try:
                Client(server.port, tls=True, source=f"127.0.0.{2 + number}").quit()
            except Exception:
                failed += 1
        return failed

    start = time.monotonic()
    failed = sum(side_by_side(clients, work))
    return amount.handshakes // clients * clients, failed, time.monotonic() - start


def _curl(server, tls, upload, name):
    """Seconds that a file took, the sign-in left out, and seconds of the server's CPU, all in all."""
    home, url = server.home, f"ftp://127.0.0.1:{server.port}/"
    curl = ["curl", "--silent", "--show-error", "--user", f"{NAME}:{PASSWORD}", "--max-time", "120"]
    curl += ["--ssl-reqd", "--insecure"] if tls else []
    curl += ["--write-out", "%{time_pretransfer} %{time_total}"]
    curl += ["--upload-file", home / name, url + "uploaded"] if upload else ["--output", "/dev/null", url + name]
    before = server.processes.cpu_seconds()
    said = subprocess.run(curl, capture_output=True, text=True)
    if said.returncode:
        raise SystemExit(f"{server.name}: {said.stderr}")
    # A forked child may still be ending, or a file being put in its place.
    time.sleep(0.1)
    cpu = server.processes.cpu_seconds() - before
    with contextlib.suppress(FileNotFoundError):
        (home / "uploaded").unlink()
    start, end = map(float, said.stdout.split())
    return end - start, cpu


def big_files(server, tls, amount):
    for upload in (False, True):
        _, cpu_of_sign_in = _curl(server, tls, upload, "small")
        # The quickest of a few: what else the machine did is in the others.
        seconds, cpu = min(_curl(server, tls, upload, "big") for _ in range(amount.tries))
        label = f"{how(tls)} {'STOR' if upload else 'RETR'} of {amount.size // MIB:,} MiB"
        yield Figure(label, "MiB/s", amount.size / MIB / seconds)
        yield Figure(f"{label}, CPU of the server", "s/GiB", (cpu - cpu_of_sign_in) * GIB / amount.size)


def streams(server, tls, _amount):
    def work(number, ready):
        client = signed_in(server, tls).prepare_transfers()
        ready()
        start = time.monotonic()
        size = client.transfer("RETR stream")
        end = time.monotonic()
        client.quit()
        return size, start, end

    sizes, starts, ends = zip(*side_by_side(STREAMS, work))
    yield Figure(f"{how(tls)} RETR, {STREAMS} streams", "MiB/s", sum(sizes) / MIB / (max(ends) - min(starts)))


def small_files(server, tls, amount):
    """One after the other on one control connection, each with its data connection."""
    client = signed_in(server, tls).prepare_transfers()
    start, count = time.monotonic(), 0
    while (elapsed := time.monotonic() - start) < amount.seconds or not count:
        if client.transfer("RETR small") != KIB:
            raise SystemExit(f"{server.name}: a file came short")
        count += 1
    client.quit()
    yield Figure(f"{how(tls)} RETR of 1 KiB", "files/s", count / elapsed)


def listings(server, tls, _amount):
    for command in ("LIST", "MLSD"):
        if command == "MLSD" and server.name == "vsftpd":
            yield Figure(f"{how(tls)} {command} of {FILES:,} files", "ms", None)
            continue
        client = signed_in(server, tls).prepare_transfers()
        client.command("CWD many")
        taken = []
        for _ in range(15):
            start = time.monotonic()
            lines = client.transfer(command, in_lines=True)
            taken.append(time.monotonic() - start)
            # MLSD also lists the folder itself and the one above.
            if not FILES <= lines <= FILES + 2:
                raise SystemExit(f"{server.name}: {command} lists {lines} of {FILES} files")
        client.quit()
        yield Figure(f"{how(tls)} {command} of {FILES:,} files", "ms", statistics.median(taken) * 1000)


def _sessions(server, tls, amount, name):
    """Memory before and while so many sessions do nothing, in KiB."""

    def one_more(number):
        return signed_in(server, tls, name, f"127.0.0.{2 + number // SESSIONS_PER_ADDRESS}")

    # What the first sign-in takes once and for all is not a session's.
    one_more(0).quit()
    time.sleep(0.5)
    before = server.processes.memory_kib()
    clients = [one_more(number) for number in range(amount.sessions)]
    time.sleep(1)
    after = server.processes.memory_kib()
    for client in clients:
        client.quit()
    return before, after


def memory_of_a_session(server, tls, amount):
    """The server must be new: what it kept of others would be theirs."""
    before, after = _sessions(server, tls, amount, CHEAP)
    yield Figure(f"{how(tls)} memory for each idle session", "KiB", (after - before) / amount.sessions)


def memory_in_all(server, tls, amount):
    _, after = _sessions(server, tls, amount, NAME)
    yield Figure(f"{how(tls)} memory in all, {amount.sessions} idle sessions", "MiB", after / KIB)
