"""Starts a Berth of its own for a measurement, in a folder that is thrown away."""

import contextlib
import http.client
import os
import pathlib
import re
import sqlite3
import subprocess
import urllib.parse

from processes import Processes

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("BERTH_PROGRAM") or ROOT / "target/release/berth").absolute()
NAME, PASSWORD = "bench", "Tidal-lantern-58"


def sort_key(text):
    """What the server sorts such a plain text by: see `app/model/src/sort_key.rs`."""
    folded = text.lower()
    key = re.sub("[0-9]+", lambda digits: number_key(digits.group().lstrip("0") or "0"), folded)
    exact = folded == text and not re.search("(?<![0-9])0[0-9]", text)
    return key if exact else f"{key}\1{text}"


def number_key(digits):
    more = len(digits) - 1
    return "9" * (more // 9) + str(more % 9) + digits


class Berth:
    """A running server with its administrator and the subscription example.com."""

    def __init__(self, folder, **settings):
        self.folder = pathlib.Path(folder)
        self.environment = os.environ | {
            "BERTH_DATA_DIR": str(self.folder / "data"),
            "BERTH_HTTP_ADDR": "127.0.0.1:0",
            "BERTH_FTP_ADDR": "127.0.0.1:0",
            "BERTH_FTP_PASSIVE_PORTS": "0-0",
            "BERTH_LOG": "warn",
            **settings,
        }
        self.processes = Processes("berth", [PROGRAM, "serve", "--demo"], self.folder / "log", self.environment, ROOT)
        try:
            self.http = int(self.processes.said(r"^Panel: +http:.*:(\d+)/$"))
            self.ftp = int(self.processes.said(r"^FTP: +ftp:.*:(\d+)/$"))
            made = pathlib.Path(self.processes.said(r"^The passwords that were made are in (\S+first-start\.txt)\.")).read_text()
            self.login = re.search(r"^ +login: +(\S+)$", made, re.M)[1]
            self.password = re.search(r"^ +password: +(\S+)$", made, re.M)[1]
        except BaseException:
            self.stop()
            raise

    def command(self, *arguments, typed=""):
        subprocess.run(
            [PROGRAM, *arguments], cwd=ROOT, env=self.environment, input=typed, text=True, check=True, stdout=subprocess.DEVNULL
        )

    def database(self):
        return contextlib.closing(sqlite3.connect(self.folder / "data/berth.sqlite", timeout=20))

    def add_accounts(self, count):
        """One account by the command line, the others as its copies: each hash would take its time."""
        self.command(
            "ftp-account", "add", NAME, "--subscription", "example.com", "--home", "/bench", "--password-stdin",
            typed=PASSWORD + "\n",
        )
        with self.database() as connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(ftp_account)")]
            copied = ", ".join(column for column in columns if column not in ("id", "name", "name_key"))
            have = connection.execute("SELECT count(*) FROM ftp_account").fetchone()[0]
            connection.executemany(
                f"INSERT INTO ftp_account (name, name_key, {copied}) SELECT ?, ?, {copied} FROM ftp_account WHERE name = ?",
                ((name, sort_key(name), NAME) for name in (f"account-{number:04}" for number in range(count - have))),
            )
            connection.commit()

    def add_account_of(self, home):
        """An account whose home is any folder of this machine; its hash."""
        self.command(
            "subscription", "add", "bench.example", "--webspace-root", home, "--owner", self.login,
            "--main-account", NAME, "--password-stdin", typed=PASSWORD + "\n",
        )
        with self.database() as connection:
            return connection.execute("SELECT password_hash FROM ftp_account WHERE name = ?", (NAME,)).fetchone()[0]

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
        self.processes.stop()
