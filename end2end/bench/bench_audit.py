#!/usr/bin/env python3
"""Measures pages of the audit log of 1,000 and of 10,000,000 rows, on SQLite: `make bench-audit`.

One client, one request after the other, on loopback. `BERTH_AUDIT_ROWS` is the greater number of rows,
`BERTH_PROGRAM` another program, `TMPDIR` another folder: the database takes some gigabytes.
"""

import http.client
import os
import sys
import tempfile
import time

from berth import Berth
from measure import measured
from report import machine, table

FEW, MANY = 1_000, int(os.environ.get("BERTH_AUDIT_ROWS") or 10_000_000)
PEOPLE, SUBSCRIPTIONS = 5, 4
# What somebody did who is seldom there, however many rows there are.
SELDOM = 60
YEAR = 365 * 86_400
BATCH = 1_000_000

# What people did: for each of 100 rows, an action; the last one is rare.
ACTIONS = (
    ("ftp_account.change", "ftp_account", 40), ("session.sign_in", "panel_user", 25),
    ("session.sign_in_refused", "panel_user", 15), ("ftp_account.add", "ftp_account", 10),
    ("access.refused", "subscription", 5), ("one_time_link.make", "ftp_account", 4), ("hosting.change", "subscription", 1),
)

# Row i is of a person, a subscription of theirs or none, and a time in the last year, from old to new.
ROWS = """
INSERT INTO audit_event (at, operation, actor, panel_user_id, actor_role, address, action, subject_kind,
    subject_name, subscription_id, domain, before, after, repeats, reseller_id)
WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
SELECT :start + i * :year / :count, printf('%016x', i * 2654435761 % 4294967296),
    CASE WHEN i % (:count / :seldom) = 0 THEN 'seldom'
        WHEN a.action = 'session.sign_in_refused' THEN '(nobody)' ELSE 'person-' || (i % :people) END,
    1000 + i % :people, 'customer', '192.0.2.' || (i % 250), a.action, a.kind,
    CASE a.kind WHEN 'panel_user' THEN 'person-' || (i % :people) ELSE 'account-' || (i % 5000) END,
    CASE a.kind WHEN 'panel_user' THEN NULL ELSE 1000 + i / :people % :subscriptions END,
    CASE a.kind WHEN 'panel_user' THEN NULL ELSE 'site-' || (i / :people % :subscriptions) || '.example' END,
    CASE a.action WHEN 'ftp_account.change' THEN '{"name":"account","home_directory":"/a"}' END,
    CASE a.action WHEN 'ftp_account.change' THEN '{"name":"account","home_directory":"/b"}' END,
    1, CASE i % 2 WHEN 0 THEN 2000 + i % 10 END
FROM n JOIN kinds AS a ON a.number = (i * 31 + i / 100) % 100
"""


def fill(berth, count):
    start = int(time.time()) - YEAR
    with berth.database() as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -2000000")
        connection.execute("CREATE TEMP TABLE kinds (number INTEGER PRIMARY KEY, action TEXT, kind TEXT)")
        kinds = [(action, kind) for action, kind, share in ACTIONS for _ in range(share)]
        connection.executemany("INSERT INTO kinds VALUES (?, ?, ?)", ((n, *kind) for n, kind in enumerate(kinds)))
        connection.executemany(
            "INSERT INTO subscription (id, domain, domain_key, owner_id, webspace_root, created_at) VALUES (?, ?, ?, 1, ?, 0)",
            ((1000 + n, f"site-{n}.example", f"site-{n}.example", f"/srv/{n}") for n in range(SUBSCRIPTIONS)),
        )
        # Indexes are made faster at once than row by row.
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'audit_event' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for first in range(0, count, BATCH):
            connection.execute(ROWS, {
                "first": first, "last": min(first + BATCH, count) - 1, "start": start, "year": YEAR, "count": count,
                "people": PEOPLE, "subscriptions": SUBSCRIPTIONS, "seldom": SELDOM,
            })
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        for _, sql in indexes:
            connection.execute(sql)
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (found,) = connection.execute("SELECT count(*) FROM audit_event").fetchone()
        assert found >= count
    return start


class Browser:
    """A connection that stays open, with a person's cookie."""

    def __init__(self, berth):
        self.connection = http.client.HTTPConnection("127.0.0.1", berth.http)
        self.cookie = berth.session_cookie()

    def ask(self, path):
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{path} was refused: {answer.status}\n{text.decode()}")
        return text

    def page(self, path):
        """How many entries are on a page: what is drawn takes its time, too."""
        entries = self.ask(path).count(b'<li><div class="event">')
        if not entries:
            raise SystemExit(f"nothing is on {path}")
        return entries


def pages(start):
    """What is looked for, and where."""
    def day(share):
        return time.strftime("%Y-%m-%d", time.gmtime(start + YEAR * share))

    middle = f"before={int(start + YEAR / 2)}-{2**62}"
    person, action, site = "person=person-1", "action=ftp_account.change", "subscription=site-1.example"
    period = f"from={day(0.4)}&to={day(0.5)}"
    yield "the latest", "/audit"
    yield "from the middle of the year on", f"/audit?{middle}"
    yield "a period", f"/audit?{period}"
    yield "a person", f"/audit?{person}"
    yield "a person, from the middle on", f"/audit?{person}&{middle}"
    yield "a person who did little", "/audit?person=seldom"
    yield "a frequent action", f"/audit?{action}"
    yield "a rare action", "/audit?action=hosting.change"
    yield "a subscription", f"/audit?{site}"
    yield "refusals only", "/audit?refusals=1"
    yield "a person in a period", f"/audit?{person}&{period}"
    yield "an action in a period", f"/audit?{action}&{period}"
    yield "a person's action", f"/audit?{person}&{action}"
    yield "a subscription's action in a period", f"/audit?{site}&{action}&{period}"
    yield "a person in a subscription", f"/audit?{person}&{site}"
    yield "a person's refusals in a period", f"/audit?{person}&refusals=1&{period}"
    yield "all of it", f"/audit?{person}&{action}&{site}&{period}"
    yield "a subscription's own page", "/subscriptions/site-1.example/audit"


def taken(folder, count):
    berth = Berth(folder)
    try:
        begun = time.monotonic()
        start = fill(berth, count)
        print(f"{count:,} rows after {time.monotonic() - begun:.0f} s", file=sys.stderr)
        # What was written goes to the disk before anything is measured.
        os.sync()
        browser = Browser(berth)
        found = {}
        for what, path in pages(start):
            found[what] = (*measured(100, lambda path=path: browser.page(path)), browser.page(path))
        return found
    finally:
        berth.stop()


def main():
    found = []
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            found.append(taken(folder, count))
    few, many = found
    cells = [
        (
            what, f"{few[what][0]:.1f} ms", str(few[what][2]), f"{many[what][0]:.1f} ms", str(many[what][2]),
            f"{many[what][1]:.1f} ms", f"{many[what][0] / few[what][0]:.2f}",
        )
        for what in few
    ]
    headings = ("Audit log", f"{FEW:,} rows", "shown", f"{MANY:,} rows", "shown", "95th percentile", "ratio")
    print(f"\n{machine()}\n\n{table(headings, cells)}")


main()
