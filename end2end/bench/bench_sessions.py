#!/usr/bin/env python3
"""Holds many idle FTP sessions at once and prints what they cost: `make bench-sessions`.

Each is signed in, with its hash and its home directory, and then says nothing. They come from many
addresses of loopback, since one may have but some; half of the machine's work is that of the clients.
"""

import argparse
import concurrent.futures
import contextlib
import os
import pathlib
import resource
import tempfile
import time

from berth import NAME, PASSWORD, Berth
from ftp_client import Client
from report import machine, table

# Of one address; 127.0.3.1 and what follows it have as many as that.
SESSIONS_OF_ADDRESS = 100
# Who sign in at once: enough to keep the hashing threads busy.
SIGNING_IN = 16
# Sign-ins after which memory is measured first: what hashes and the database keep is there by then.
WARM_UP = 50
# For how long they are silent.
SILENCE = 20


def measure(folder, sessions, tls):
    """A line of the table."""
    berth = Berth(
        folder,
        BERTH_FTP_MAX_SESSIONS=str(sessions + WARM_UP + 1000),
        BERTH_FTP_MAX_SESSIONS_PER_ADDRESS=str(SESSIONS_OF_ADDRESS),
        BERTH_FTP_MAX_SESSIONS_PER_ACCOUNT=str(sessions + WARM_UP + 1000),
        BERTH_FTP_IDLE_TIMEOUT="86400",
        BERTH_WEBSPACE_BASES=str(folder),
    )
    with contextlib.ExitStack() as stack:
        stack.callback(berth.stop)
        home = folder / "home"
        home.mkdir()
        berth.add_account_of(home)
        threads = stack.enter_context(concurrent.futures.ThreadPoolExecutor(SIGNING_IN))

        def sign_in(number):
            number += WARM_UP
            source = f"127.0.{3 + number // SESSIONS_OF_ADDRESS // 250}.{1 + number // SESSIONS_OF_ADDRESS % 250}"
            client = Client(berth.ftp, tls=tls, source=source)
            client.sign_in(NAME, PASSWORD)
            return client

        for client in threads.map(sign_in, range(-WARM_UP, 0)):
            client.quit()
        # What hashing took is given back after a while.
        time.sleep(SILENCE)
        before = berth.processes.memory_kib()
        start = time.monotonic()
        clients = list(threads.map(sign_in, range(sessions)))
        for client in clients:
            stack.callback(client.close)
        taken = time.monotonic() - start
        cpu = berth.processes.cpu_seconds()
        time.sleep(SILENCE)
        cpu = (berth.processes.cpu_seconds() - cpu) / SILENCE
        memory = berth.processes.memory_kib()
        files = len(os.listdir(f"/proc/{berth.processes.program.pid}/fd"))
        # Every one of them is still there, and is served.
        start = time.monotonic()
        for client in clients:
            client.command("NOOP")
        answered = time.monotonic() - start
    return (
        "FTPS" if tls else "FTP",
        f"{len(clients):,}",
        f"{memory / 1024:.0f}",
        f"{(memory - before) / sessions:.1f}",
        f"{files:,}",
        f"{cpu * 100:.1f} %",
        f"{sessions / taken:,.0f}",
        f"{answered / sessions * 1000:.2f}",
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--only", choices=("ftp", "ftps"))
    arguments = parser.parse_args()
    # Each client is an open file here, too; Berth takes the limit over and raises its own.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        # Root may have more.
        resource.setrlimit(resource.RLIMIT_NOFILE, (arguments.sessions * 6, max(most, arguments.sessions * 6)))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # A silent session is its connection and its home directory.
    if most < arguments.sessions * 2 + 1000:
        raise SystemExit(f"{most} files may be open: run ulimit -Hn {arguments.sessions * 6} as root before")
    lines = []
    for kind in ("ftp", "ftps"):
        if arguments.only in (None, kind):
            with tempfile.TemporaryDirectory(prefix="bench-sessions-") as folder:
                lines.append(measure(pathlib.Path(folder), arguments.sessions, tls=kind == "ftps"))
    print(f"{machine()}\n")
    print(table(
        (
            "idle sessions", "held", "memory in all, MiB", "for each, KiB", "open files",
            "CPU while silent", "sign-ins a second", "NOOP afterwards, ms",
        ),
        lines,
    ))  # fmt: skip


if __name__ == "__main__":
    main()
