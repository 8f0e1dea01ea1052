#!/usr/bin/env python3
"""Measures the release build and prints one table: `make bench`.

A server of its own, with 1,000 FTP accounts in one subscription, on an empty data folder in
memory (so that the figures are Berth's and not the disk's). Figures of a machine that does
something else at the same time mean little; their ratios mean more.
"""

import ftplib
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

from berth import NAME, PASSWORD, PROGRAM, SITE, Berth
from ftp_client import ANY_CERTIFICATE
from report import machine, table

GIB = 1 << 30


def requests_a_second(berth, path, cookie):
    url = f"http://127.0.0.1:{berth.http}{path}"
    wrk = ["wrk", "-t2", "-c16", "-d8s", "-H", f"Cookie: {cookie}", url]
    report = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in report:
        raise SystemExit(f"{path} was refused:\n{report}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])


def sign_in_to_first_byte(berth, tls):
    """Milliseconds from the first packet to the first byte of a file, the median of 15."""

    def once():
        start = time.perf_counter()
        client = ftplib.FTP_TLS(context=ANY_CERTIFICATE) if tls else ftplib.FTP()
        client.connect("127.0.0.1", berth.ftp, timeout=20)
        client.login(NAME, PASSWORD)
        if tls:
            client.prot_p()
        client.voidcmd("TYPE I")
        with client.transfercmd("RETR small") as data:
            data.recv(1)
            elapsed = time.perf_counter() - start
            while data.recv(65536):
                pass
            if tls:
                data.unwrap()
        client.voidresp()
        client.quit()
        return elapsed * 1000

    return statistics.median(once() for _ in range(15))


def transfer(berth, tls, upload):
    """MiB a second for 1 GiB, the better of two."""

    def once():
        url = f"ftp://127.0.0.1:{berth.ftp}/"
        curl = ["curl", "--silent", "--show-error", "--user", f"{NAME}:{PASSWORD}"]
        curl += ["--ssl-reqd", "--insecure"] if tls else []
        if upload:
            curl += ["--upload-file", berth.folder / "source", url + "uploaded", "--write-out", "%{speed_upload}"]
        else:
            curl += ["--output", "/dev/null", url + "big", "--write-out", "%{speed_download}"]
        return float(subprocess.run(curl, capture_output=True, text=True, check=True).stdout) / (1 << 20)

    return max(once() for _ in range(2))


def rows(berth):
    package = SITE / "pkg" / (SITE / "pkg/current").read_text().strip()
    main_part = (package / "berth_bg.wasm.br").stat().st_size
    groups = sum(module.stat().st_size for module in package.glob("*.wasm.br")) - main_part
    yield "WebAssembly after Brotli, its main part", f"{main_part / 1000:.0f} KB"
    yield "The same, all groups of pages that are loaded later", f"{groups / 1000:.0f} KB"
    yield "Server program", f"{PROGRAM.stat().st_size / 1e6:.0f} MB"

    berth.add_accounts(1000)
    cookie = berth.session_cookie()
    health = requests_a_second(berth, "/health", cookie)
    pages = requests_a_second(berth, "/subscriptions/example.com/ftp", cookie)
    yield "Accounts page, 25 of 1,000, 16 clients", f"{pages:,.0f} requests/s"
    yield "The same for `/health`, to compare", f"{health:,.0f} requests/s, {health / pages:.1f} times as many"

    home = pathlib.Path(next(berth.folder.glob("data/**/bench")))
    (home / "small").write_bytes(b"x" * 1024)
    for path in (home / "big", berth.folder / "source"):
        with open(path, "wb") as file:
            file.truncate(GIB)
    for tls in (False, True):
        how = "FTPS" if tls else "FTP"
        yield f"{how} sign-in to first byte", f"{sign_in_to_first_byte(berth, tls):.0f} ms"
        yield f"{how} download of 1 GiB", f"{transfer(berth, tls, upload=False):,.0f} MiB/s"
        yield f"{how} upload of 1 GiB", f"{transfer(berth, tls, upload=True):,.0f} MiB/s"
    yield "Server's memory at its highest", f"{berth.processes.highest_memory_kib() / 1024:.0f} MiB"


def main():
    missing = [program for program in ("curl", "wrk") if not shutil.which(program)]
    if missing:
        raise SystemExit(f"bench: please install {' and '.join(missing)}")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        berth = Berth(folder)
        try:
            measured = list(rows(berth))
        finally:
            berth.stop()
    print(f"\n{machine()}\n\n{table(('What', 'Measured'), measured)}")


main()
