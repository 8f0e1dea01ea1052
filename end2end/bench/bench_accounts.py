#!/usr/bin/env python3
"""Measures lists of 100,000 FTP accounts in one subscription, and overviews of a year of 400 busy
subscriptions beside them, on SQLite; and what they cost while nobody does anything, beside a server that has
none: `make bench-accounts`.

One client, one request after the other, on loopback: what is measured is what the server takes, and
what the client takes on top. `BERTH_ACCOUNTS` is another number of accounts, `BERTH_PROGRAM` another
program.
"""

import http.client
import os
import random
import re
import tempfile
import time
import urllib.parse

from berth import NAME, PASSWORD, Berth, sort_key
from ftp_client import Client
from measure import measured
from report import machine, table

ACCOUNTS = int(os.environ.get("BERTH_ACCOUNTS") or 100_000)
LIST = "/subscriptions/example.com/ftp"
# What overviews are drawn from: a row for each day of each subscription, and of the server.
BUSY, YEAR = 400, 365
# Each minute is looked whether an account is nearly full, expires, or was locked.
LOOKED = 65
IDLE = 130
# Reminders are queued; nobody takes them.
MAIL = {"BERTH_SMTP_HOST": "127.0.0.1", "BERTH_SMTP_PORT": "9", "BERTH_SMTP_TLS": "none", "BERTH_MAIL_FROM": "a@example.com"}
NOTES = ("", "", "", "for Marie", "until spring", "the photographer's")


def words(*texts):
    """The words that an account is found by, as the server finds them in such plain texts."""
    found = set()
    for run in re.findall(r"[a-z0-9]+", " ".join(texts).lower()):
        found.update(run[start:] for start in (0, *(m.start() for m in re.finditer(r"(?<=[a-z])(?=[0-9])", run))))
    return found


def fill(berth, count):
    """One account by the command line, the others as its copies, each a little different."""
    berth.command(
        "ftp-account", "add", NAME, "--subscription", "example.com", "--home", "/bench", "--password-stdin",
        typed=PASSWORD + "\n",
    )
    choose = random.Random(1)
    now = int(time.time())
    with berth.database() as connection:
        varied = ("id", "name", "name_key", "home_directory", "home_key", "enabled", "permission", "expires_at",
                  "last_sign_in_at", "note", "note_key", "quota_bytes", "used_bytes", "changed_at")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(ftp_account)")]
        copied = ", ".join(column for column in columns if column not in varied)
        have, last, subscription = connection.execute(
            "SELECT count(*), max(id), max(subscription_id) FROM ftp_account"
        ).fetchone()
        rows, found_by = [], []
        for number in range(count - have):
            key, name, home = last + 1 + number, f"account-{number:06}", f"/sites/{number % 1000}"
            note = choose.choice(NOTES)
            quota = choose.choice((None, 5_000_000_000))
            rows.append((
                key, name, sort_key(name), home, sort_key(home),
                choose.random() > 0.05,
                choose.choice(("read-write",) * 18 + ("read-only", "upload-only")),
                choose.choice((None, None, now + choose.randrange(-30, 365) * 86_400)),
                choose.choice((None, now - choose.randrange(10_000_000))),
                note, sort_key(note), quota,
                choose.randrange(5_000_000_000) if quota else 0,
                now - choose.randrange(10_000_000),
                NAME,
            ))
            found_by += [(subscription, word, key) for word in words(name, home, note)]
        connection.executemany(
            f"INSERT INTO ftp_account ({', '.join(varied)}, {copied}) "
            f"SELECT {', '.join('?' * len(varied))}, {copied} FROM ftp_account WHERE name = ?",
            rows,
        )
        connection.executemany("INSERT INTO ftp_account_word VALUES (?, ?, ?)", found_by)
        connection.commit()
        (counted,) = connection.execute("SELECT ftp_accounts FROM subscription WHERE id = ?", (subscription,)).fetchone()
        assert counted == count, "the database counts by itself"


def fill_year(berth):
    choose = random.Random(2)
    today = int(time.time()) // 86_400
    with berth.database() as connection:
        for day in range(today - YEAR + 1, today + 1):
            rows = [
                [choose.randrange(2_000), choose.randrange(5_000_000_000), choose.randrange(500),
                 choose.randrange(1_000_000_000), choose.randrange(300), choose.randrange(100)]
                for _ in range(BUSY)
            ]
            sums = {0: list(map(sum, zip(*rows))), **dict(enumerate(rows, 1))}
            connection.executemany(
                "INSERT OR REPLACE INTO ftp_activity_day VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((subscription, day, *numbers) for subscription, numbers in sums.items()),
            )
        connection.commit()


class Browser:
    """A connection that stays open, with a person's cookie."""

    def __init__(self, berth):
        self.connection = http.client.HTTPConnection("127.0.0.1", berth.http)
        self.cookie = berth.session_cookie()

    def ask(self, method, path, body=None, **headers):
        self.connection.request(method, path, body, {"Cookie": self.cookie, **headers})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} was refused: {answer.status}\n{text.decode()}")
        return text

    def page(self, query):
        page = self.ask("GET", f"{LIST}?{query}" if query else LIST)
        if b"<tbody><tr>" not in page:
            raise SystemExit(f"no account is on the page of {query}")

    def overview(self, path):
        if b"chart-above" not in self.ask("GET", path):
            raise SystemExit(f"no chart is on {path}")

    def add(self, name):
        form = urllib.parse.urlencode(
            {"domain": "example.com", "name": name, "home_directory": "/bench", "password": PASSWORD}
        )
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self.ask("POST", "/api/add_ftp_account", form, Accept="application/json", **kind)


def sign_in(berth):
    client = Client(berth.ftp)
    client.sign_in(NAME, PASSWORD)
    client.quit()


def lists():
    middle = f"account-{ACCOUNTS // 2:06}"
    yield "List, the first page", ""
    yield "List, from the middle on", f"after={middle}"
    yield "List, the page before the middle", f"before={middle}"
    yield "List, the last page", "last=1"
    yield "List, 500 rows, every column", "size=500&columns=name,home,state,permission,usage,last-sign-in,expires,note,changed"
    for column in ("home", "state", "permission", "usage", "last-sign-in", "expires", "note", "changed"):
        yield f"Sort by {column}", f"sort={column}"
        yield f"Sort by {column}, down, from the middle on", f"sort=-{column}&after={middle}"
    yield "Search that finds 1", "q=bench"
    yield "Search that finds a hundredth", "q=sites+7"
    yield "Search that finds a sixth", "q=marie"
    yield "Search that finds all", "q=account"
    yield "Search of two words, sorted by usage", "q=account+0001&sort=-usage"
    for name, query in (
        ("disabled", "state=disabled"),
        ("enabled", "state=enabled"),
        ("read only", "permission=read-only"),
        ("expiring soon", "expiring=1"),
        ("never used", "unused=1"),
        ("nearly full", "nearly-full=1"),
    ):
        yield f"Filter {name}", query
        yield f"Filter {name}, sorted by last sign-in, down", f"{query}&sort=-last-sign-in"
    yield "All filters but one", "state=enabled&permission=read-write&unused=1&nearly-full=1"
    yield "Search and filters", "q=spring&state=enabled&unused=1&sort=usage"


def rows(berth):
    browser = Browser(berth)
    for what, query in lists():
        yield what, *measured(100, lambda query=query: browser.page(query))
    for days in (30, 90, 364):
        for whose, path in (("the server", ""), ("a subscription", "/subscriptions/example.com")):
            page = f"{path}/overview?days={days}"
            yield f"Overview of {whose}, {days} days", *measured(100, lambda page=page: browser.overview(page))
    names = iter(range(1_000))
    yield "Create an account (its hash included)", *measured(40, lambda: browser.add(f"created-{next(names)}"))
    yield "FTP sign-in (its hash included)", *measured(60, lambda: sign_in(berth))


def cpu_used(berths, seconds):
    """The CPU that each uses in a time in which nobody does anything, in seconds."""
    before = [berth.processes.cpu_seconds() for berth in berths]
    time.sleep(seconds)
    return [berth.processes.cpu_seconds() - begun for berth, begun in zip(berths, before)]


def nearly_full(berth):
    with berth.database() as connection:
        return connection.execute("SELECT count(*) FROM ftp_account WHERE nearly_full_at IS NOT NULL").fetchone()[0]


def main():
    folders = "/dev/shm" if os.path.isdir("/dev/shm") else None
    berths = []
    with tempfile.TemporaryDirectory(dir=folders) as folder, tempfile.TemporaryDirectory(dir=folders) as other:
        try:
            for place in folder, other:
                berths.append(Berth(place, **MAIL))
                berths[-1].command("user", "set", berths[-1].login, "--email", "admin@example.com")
            berth = berths[0]
            fill(berth, ACCOUNTS)
            fill_year(berth)
            news = cpu_used(berths, LOOKED)
            told = nearly_full(berth)
            taken = list(rows(berth))
            idle = cpu_used(berths, IDLE)
        finally:
            for berth in berths:
                berth.stop()
    cells = [(what, f"{median:.1f} ms", f"{late:.1f} ms") for what, median, late in taken]
    print(f"\n{machine()}\n\n{table((f'{ACCOUNTS:,} accounts', 'Median', '95th percentile'), cells)}")
    seconds = (
        (f"{LOOKED} seconds, in which {told:,} accounts are found to be nearly full", *news),
        (f"{IDLE} seconds, in which there is nothing to be told", *idle),
    )
    cells = [(what, f"{many:.2f} s", f"{none:.2f} s") for what, many, none in seconds]
    print(f"\n{table(('CPU while nobody does anything', f'{ACCOUNTS:,} accounts', '1 account'), cells)}")


main()
