#!/usr/bin/env python3
"""Measures the release build and prints one table: `make bench`.

A server of its own, with 1,000 FTP accounts in one subscription, on an empty data folder in
memory (so that the figures are Berth's and not the disk's). Figures of a machine that does
something else at the same time mean little; their ratios mean more.
"""

import contextlib
import ftplib
import glob
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import statistics
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/release/berth"
NAME, PASSWORD = "bench", "Tidal-lantern-58"
GIB = 1 << 30
ANY_CERTIFICATE = ssl.create_default_context()
ANY_CERTIFICATE.check_hostname = False
ANY_CERTIFICATE.verify_mode = ssl.CERT_NONE


class Berth:
    """A running server with its administrator."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = os.environ | {
            "BERTH_DATA_DIR": str(self.folder / "data"),
            "BERTH_HTTP_ADDR": "127.0.0.1:0",
            "BERTH_FTP_ADDR": "127.0.0.1:0",
            "BERTH_FTP_PASSIVE_PORTS": "0-0",
            "BERTH_LOG": "warn",
        }
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--demo"], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log
        )
        self.http = int(self.said(r"^Panel: +http:.*:(\d+)/$"))
        self.ftp = int(self.said(r"^FTP: +ftp:.*:(\d+)/$"))
        self.login = self.said(r"^ +login: +(\S+)$")
        self.password = self.said(r"^ +password: +(\S+)$")

    def said(self, pattern):
        """Waits until the server has said it."""
        deadline = time.monotonic() + 30
        while True:
            said = (self.folder / "log").read_text()
            if found := re.search(pattern, said, re.MULTILINE):
                return found[1]
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"berth did not start:\n{said}")
            time.sleep(0.05)

    def command(self, *arguments, typed=""):
        subprocess.run(
            [PROGRAM, *arguments], cwd=ROOT, env=self.environment, input=typed, text=True, check=True, stdout=subprocess.DEVNULL
        )

    def add_accounts(self, count):
        """One account by the command line, the others as its copies: each hash would take its time."""
        self.command(
            "ftp-account", "add", NAME, "--subscription", "example.com", "--home", "/bench", "--password-stdin",
            typed=PASSWORD + "\n",
        )
        with contextlib.closing(sqlite3.connect(self.folder / "data/berth.sqlite", timeout=20)) as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(ftp_account)")]
            copied = ", ".join(column for column in columns if column not in ("id", "name"))
            have = connection.execute("SELECT count(*) FROM ftp_account").fetchone()[0]
            connection.executemany(
                f"INSERT INTO ftp_account (name, {copied}) SELECT ?, {copied} FROM ftp_account WHERE name = ?",
                ((f"account-{number:04}", NAME) for number in range(count - have)),
            )
            connection.commit()

    def session_cookie(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.http)
        form = urllib.parse.urlencode({"login": self.login, "password": self.password})
        connection.request(
            "POST",
            "/api/sign_in",
            form,
            {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"},
        )
        return connection.getresponse().getheader("Set-Cookie").split(";")[0]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


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
    (wasm,) = glob.glob(str(ROOT / "target/site/pkg/*.wasm.br"))
    yield "WebAssembly after Brotli", f"{os.path.getsize(wasm) / 1000:.0f} KB"
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
    memory = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{berth.process.pid}/status").read_text())[1]
    yield "Server's memory at its highest", f"{int(memory) / 1024:.0f} MiB"


def main():
    missing = [program for program in ("curl", "wrk") if not shutil.which(program)]
    if missing:
        raise SystemExit(f"bench: please install {' and '.join(missing)}")
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        berth = Berth(folder)
        try:
            table = list(rows(berth))
        finally:
            berth.stop()
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    print(f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {model[1] if model else 'unknown processor'}\n")
    width = max(len(label) for label, _ in table)
    print(f"| {'What':{width}} | Measured |\n| {'-' * width} | -------- |")
    for label, value in table:
        print(f"| {label:{width}} | {value} |")


main()
