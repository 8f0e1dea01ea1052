#!/usr/bin/env python3
"""Measures FTP uploads with a million events queued beside uploads with none, on SQLite: `make bench-events`.

Two servers take turns, each with clients that upload small files one after the other. One has no webhook. The other
has one that is told of each upload too, and a million events that wait: first for a receiver that does not answer,
then for one that takes them as fast as it can. Then how long after the reply to an upload another receiver is called,
before and after the million waited. `BERTH_EVENTS` is the number of events, `BERTH_PROGRAM` another program.
"""

import http.server
import os
import queue
import statistics
import sys
import tempfile
import threading
import time

from berth import NAME, PASSWORD, Berth
from ftp_client import Client
from measure import median_and_95th
from report import machine, table
from side_by_side import side_by_side

EVENTS = int(os.environ.get("BERTH_EVENTS") or 1_000_000)
# Of as many FTP accounts the events are told in order.
LANES = 100_000
CLIENTS, SECONDS, ROUNDS = 4, 3, 7
# Uploads of which each is told before the next one begins.
TOLD = 100
HOUR = 3600

DELIVERIES = """
INSERT INTO webhook_delivery (webhook_id, lane, event_id, kind, body, created_at, state)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :events - 1)
SELECT :webhook, 1000 + i % :lanes, printf('evt_%026d', i), 'ftp.uploaded', :body, :now, 'waiting' FROM n
"""
LANE_ROWS = """
INSERT INTO webhook_lane (webhook_id, lane, due_at)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :lanes - 1)
SELECT :webhook, 1000 + i, :due FROM n
"""
BODY = (
    '{"data":{"account":"account","address":"192.0.2.1","bytes":10,"complete":true,"duration_ms":1,"path":"/file",'
    '"protocol":"ftp","subscription":"example.com"},"timestamp":"2026-11-30T00:00:00Z","type":"ftp.uploaded"}'
)


class Receiver(http.server.ThreadingHTTPServer):
    """Takes whatever it is told, or never answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.taken = threading.Event(), 0
        # When each call came.
        self.calls = queue.SimpleQueue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.calls.put(time.monotonic())
        self.server.answers.wait()
        self.server.taken += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def add_webhook(berth, name, receiver, events):
    """A webhook of the whole server."""
    url = f"http://127.0.0.1:{receiver.server_port}/"
    berth.command("webhook", "add", name, "--url", url, "--events", events)


def queue_events(berth, receiver):
    """A webhook for which the events wait."""
    add_webhook(berth, "bench", receiver, "all")
    now = int(time.time())
    with berth.database() as connection:
        (webhook,) = connection.execute("SELECT id FROM webhook WHERE name = 'bench'").fetchone()
        values = {"webhook": webhook, "events": EVENTS, "lanes": LANES, "body": BODY, "now": now, "due": now}
        connection.execute(DELIVERIES, values)
        connection.execute(LANE_ROWS, values)
        connection.commit()


def waiting(berth):
    with berth.database() as connection:
        return connection.execute("SELECT count(*) FROM webhook_delivery WHERE state = 'waiting'").fetchone()[0]


def uploads_a_second(berth):
    """How many small files the clients upload in a second, each with a data connection of its own."""

    def work(number, ready):
        client = Client(berth.ftp)
        client.sign_in(NAME, PASSWORD)
        client.prepare_transfers()
        ready()
        start, count = time.monotonic(), 0
        while (elapsed := time.monotonic() - start) < SECONDS:
            client.store(f"STOR file-{number}-{count % 100}", b"ten bytes\n")
            count += 1
        client.close()
        return count / elapsed

    return sum(side_by_side(CLIENTS, work))


def delays(berth, receiver):
    """The seconds from the reply to each upload to the call that tells it."""
    client = Client(berth.ftp)
    client.sign_in(NAME, PASSWORD)
    client.prepare_transfers()
    found = []
    for _ in range(TOLD):
        client.store("STOR told", b"ten bytes\n")
        replied = time.monotonic()
        found.append(max(0, receiver.calls.get(timeout=60) - replied))
    client.close()
    return found


def delays_compared(before, after):
    """A row for the median and one for the 95th percentile."""
    found = zip(median_and_95th(before), median_and_95th(after))
    for what, (without, with_events) in zip(("median", "95th percentile"), found):
        yield what, f"{without * 1000:.0f} ms", f"{with_events * 1000:.0f} ms", f"{with_events / without:.2f}"


def compared(what, alone, queued):
    """The median of the ratios of rounds in which the two take turns, and the rates."""
    rates = []
    for number in range(ROUNDS):
        pair = (alone, queued) if number % 2 else (queued, alone)
        found = {berth: uploads_a_second(berth) for berth in pair}
        rates.append((found[alone], found[queued]))
        print(f"{what}: {found[alone]:.0f}/s without, {found[queued]:.0f}/s with", file=sys.stderr)
    ratio = statistics.median(with_events / without for without, with_events in rates)
    without, with_events = (statistics.median(column) for column in zip(*rates))
    return what, f"{without:.0f}/s", f"{with_events:.0f}/s", f"{ratio:.2f}"


def main():
    receiver, told_at_once, rows, berths = Receiver(), Receiver(), [], []
    told_at_once.answers.set()
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        try:
            for folder in first, second:
                berths.append(Berth(folder, BERTH_WEBHOOK_NETWORKS="127.0.0.1"))
                berths[-1].add_accounts(2)
            alone, queued = berths
            add_webhook(queued, "told", told_at_once, "ftp.uploaded")
            before_events = delays(queued, told_at_once)
            queue_events(queued, receiver)
            with_events = delays(queued, told_at_once)
            queued.command("webhook", "remove", "told")
            rows.append(compared(f"{waiting(queued):,} wait, the receiver hangs", alone, queued))
            receiver.answers.set()
            before, begun = receiver.taken, time.monotonic()
            rows.append(compared(f"{waiting(queued):,} wait and are told", alone, queued))
            told = (receiver.taken - before) / (time.monotonic() - begun)
            print(f"{told:.0f} events were told in a second meanwhile", file=sys.stderr)
        finally:
            for berth in berths:
                berth.stop()
    print(machine(), table(["events", "uploads, none queued", "uploads, queued", "ratio"], rows), sep="\n\n")
    print(f"\n{told:.0f} events a second were told meanwhile.\n")
    headings = ["from the reply to an upload to the call", "none queued", "queued, the receiver hangs", "ratio"]
    print(table(headings, delays_compared(before_events, with_events)))


if __name__ == "__main__":
    main()
