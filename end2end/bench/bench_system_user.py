"""What it costs to access files as a site's system user: small files a second, with and without.

    cargo build --release -p ftp --example serve
    sudo python3 end2end/bench/bench_system_user.py [PROGRAM]

The same engine twice, in turns, on loopback and in memory (/dev/shm); prints the median of the rounds.
"""

import contextlib
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from ftp_client import Client

ROUNDS = 7
SECONDS = 2
KIB = b"x" * 1024
# A user that no system has an entry for.
SITE = 61001


@contextlib.contextmanager
def server(program, folder, *user):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, folder, "anna", "secret", f"127.0.0.1:{port}", *user]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait()


def store(client, name):
    port = int(re.search(r"\|(\d+)\|\)", client.command("EPSV"))[1])
    with client._connect(port) as data:
        client.command(f"STOR {name}", "1")
        data.sendall(KIB)
    client.expect("2", client.reply())


def each_second(work):
    start, count = time.monotonic(), 0
    while (elapsed := time.monotonic() - start) < SECONDS:
        work(count)
        count += 1
    return count / elapsed


def measure(port):
    client = Client(port)
    client.sign_in("anna", "secret")
    client.prepare_transfers()
    for name in ("small", "big"):
        store(client, name)
    figures = {
        "RETR of 1 KiB": each_second(lambda _: client.transfer("RETR small")),
        "STOR of 1 KiB, new": each_second(lambda count: store(client, f"new-{count}")),
        "STOR of 1 KiB, replaced": each_second(lambda _: store(client, "small")),
        "SIZE": each_second(lambda _: client.command("SIZE small")),
    }
    client.quit()
    return figures


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/examples/serve"
    if os.geteuid() != 0:
        raise SystemExit("only root can act as other users")
    rounds = {"own": [], "site": []}
    for _ in range(ROUNDS):
        for owner, user in (("own", []), ("site", [f"{SITE}:{SITE}"])):
            with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
                pathlib.Path(folder).chmod(0o755)
                if user:
                    os.chown(folder, SITE, SITE)
                with server(program, folder, *user) as port:
                    rounds[owner].append(measure(port))
    print("| what | as itself | as the system user | ratio |\n| --- | --- | --- | --- |")
    for what in rounds["own"][0]:
        own, site = (statistics.median(one[what] for one in rounds[owner]) for owner in ("own", "site"))
        print(f"| {what} | {own:,.0f}/s | {site:,.0f}/s | {site / own:.2f} |")


main()
