"""What a flood leaves to those who are signed in: how long Berth makes them wait."""

import contextlib
import resource
import socket
import threading
import time

from daemons import berth_alone
from ftp_client import TIMEOUT, Client, Refused
from ftp_measures import signed_in
from measure import median_and_95th
from report import table
from side_by_side import FORK, quietly

# Connections a second, and from how many addresses: more than Berth takes of those that are not signed in,
# 50 of each and 500 in all.
CONNECTIONS_A_SECOND, CONNECTION_ADDRESSES = 400, 60
# Guessers at once. Each guess is of another name, and no address guesses so often that it is locked:
# each costs Berth a hash, as long as it takes any.
GUESSERS, GUESSER_ADDRESSES = 100, 250
# From the start of a flood to the first measurement.
RISE = 1


def flood_report(folder, home, seconds):
    """The table and what belongs to it, as paragraphs."""
    with berth_alone(folder, home) as berth, contextlib.closing(User(berth)) as user:
        at_rest = user.waits(seconds / 2)
        with Flood(_open_connections, berth.port, seconds) as connections:
            under_connections = user.waits(seconds - RISE)
            opened = connections.told()
        with Flood(_guess_passwords, berth.port, seconds) as guesses:
            under_guesses = user.waits(seconds - RISE)
            guessed = guesses.told()
        memory = berth.processes.highest_memory_kib() / 1024
    rows = [
        (what, _spread(at_rest[what]), _spread(under_connections[what]), _spread(under_guesses[what]))
        for what in at_rest
    ]
    headings = ("a signed-in user waits, ms: median / 95 %", "at rest", "connections", "wrong passwords")
    return [
        table(headings, rows),
        f"Connections, {CONNECTIONS_A_SECOND} a second from {CONNECTION_ADDRESSES} addresses, silent: {opened}.",
        f"Wrong passwords, {GUESSERS} clients from {GUESSER_ADDRESSES} addresses: {guessed}.",
        f"No command of the user failed. Berth's memory at its highest: {memory:.0f} MiB.",
    ]


def _spread(taken):
    median, late = median_and_95th(taken)
    return f"{median * 1000:.2f} / {late * 1000:.2f}"


class User:
    """Somebody who signed in before it began, in clear and over TLS."""

    def __init__(self, server):
        self.plain = signed_in(server, tls=False).prepare_transfers()
        self.encrypted = signed_in(server, tls=True).prepare_transfers()

    def waits(self, seconds):
        """How long, for what, again and again."""
        deeds = {
            "NOOP": lambda: self.plain.command("NOOP"),
            "FTP RETR of 1 KiB": lambda: self.plain.transfer("RETR small"),
            "FTPS RETR of 1 KiB": lambda: self.encrypted.transfer("RETR small"),
        }
        taken = {what: [] for what in deeds}
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for what, deed in deeds.items():
                start = time.monotonic()
                deed()
                taken[what].append(time.monotonic() - start)
                # Whoever asks without a pause measures how busy it keeps the machine itself.
                time.sleep(0.002)
        return taken

    def close(self):
        self.plain.close()
        self.encrypted.close()


class Flood:
    """A flood in a process of its own, for so many seconds."""

    def __init__(self, work, port, seconds):
        self.receiving, sending = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=quietly, args=(lambda: sending.send(work(port, seconds)),), daemon=True)

    def __enter__(self):
        self.process.start()
        time.sleep(RISE)
        return self

    def told(self):
        """What came of it, in words."""
        if not self.receiving.poll(TIMEOUT):
            raise SystemExit("the flood does not end")
        return self.receiving.recv()

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()


def _open_connections(port, seconds):
    """Opens one after the other and says nothing; what the server closes stays closed."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    opened, failed = [], 0
    start = time.monotonic()
    for number in range(int(CONNECTIONS_A_SECOND * seconds)):
        time.sleep(max(0, start + number / CONNECTIONS_A_SECOND - time.monotonic()))
        source = f"127.0.1.{1 + number % CONNECTION_ADDRESSES}"
        try:
            opened.append(socket.create_connection(("127.0.0.1", port), 1, source_address=(source, 0)))
        except OSError:
            failed += 1
    refused = unheard = 0
    for connection in opened:
        connection.setblocking(False)
        try:
            refused += connection.recv(3) == b"421"
        except OSError:
            unheard += 1
    greeted = len(opened) - refused - unheard
    return f"{len(opened):,} opened, {greeted:,} of them greeted, {refused:,} refused by 421" + (
        f", {unheard + failed:,} left without an answer" if unheard + failed else ""
    )


def _guess_passwords(port, seconds):
    end = time.monotonic() + seconds
    answers, lock = {}, threading.Lock()

    def guess(guesser):
        for number in range(guesser, 1_000_000, GUESSERS):
            if time.monotonic() >= end:
                return
            answer = "no answer"
            try:
                with contextlib.closing(Client(port, source=f"127.0.2.{1 + number % GUESSER_ADDRESSES}")) as client:
                    client.sign_in(f"guess-{number}", "wrong-password")
            except Refused as refused:
                answer = str(refused)[:3]
            except (OSError, EOFError):
                pass
            with lock:
                answers[answer] = answers.get(answer, 0) + 1

    guessers = [threading.Thread(target=guess, args=(guesser,)) for guesser in range(GUESSERS)]
    for thread in guessers:
        thread.start()
    for thread in guessers:
        thread.join()
    counted = (f"{count:,} answered by {answer}" for answer, count in sorted(answers.items()))
    return f"{sum(answers.values()):,} guesses, {', '.join(counted)}"
