#!/usr/bin/env python3
"""Measures Berth's FTP server beside Debian's daemons and prints one table: `make bench-ftp`.

All of them run at once, on loopback, with the same files in memory and the same certificate; what
is measured of one is measured of the next one right after, and each round begins with another. So
whatever else the machine does hits all alike: the ratios mean something where the figures do not.
A second table says what a flood of strangers leaves to whoever is signed in to Berth.
"""

import argparse
import os
import pathlib
import signal
import statistics
import sys
import tempfile

import ftp_measures as measures
from daemons import OWNER, all_of_them, engine, missing
from ftp_flood import flood_report
from own_network import enter_own_network
from report import machine, table

NOTES = """\
Medians; rounds: {rounds}. The last column is Berth's figure divided by the best of the others,
bold where Berth is behind. The clients run on the same machine and take their part of it.

- Sign-ins: Berth and pure-ftpd check the very same Argon2id hash (19 MiB, 2 passes). The libraries
  of vsftpd and proftpd do not know Argon2. Theirs, in brackets and not compared, is SHA-512 crypt
  with its usual 5,000 rounds, which takes an eighth of the time and no memory.
- Hash left out: Berth's FTP engine alone, which compares the password itself, and the daemons with
  a DES crypt of 5 µs: what the protocol costs. Berth's look into its database is not in it.
- ProFTPD sleeps for 0.2 s whenever a session has ended, so that it takes few sign-ins a second.
- RETR and STOR of a big file are by curl, the quickest of three each time; the sign-in is left out,
  of the time and of the CPU.
- All connections are in a network of their own that forgets ended ones, so that no server pays for the
  ports of the one before.
- Memory is that of all processes, with what they share counted once. For each session it is that of
  Berth's engine alone: what Berth keeps of its hashes, 19 MiB each, would hide it. In all it is Berth's.
"""
MEASURES = (
    measures.sign_ins,
    measures.handshakes,
    measures.big_files,
    measures.streams,
    measures.small_files,
    measures.listings,
)


class Figures:
    """What was measured, of every server in every round."""

    def __init__(self):
        self.rows = {}

    def take(self, measure, server, *arguments):
        if sys.stderr.isatty():
            print(f"\r\033[K{measure.__name__}: {server.name}", end="", file=sys.stderr, flush=True)
        for figure in measure(server, *arguments):
            self.rows.setdefault((figure.label, figure.unit), {}).setdefault(server.name, []).append(figure)

    def markdown(self, names):
        # In clear first, then over TLS.
        rows = sorted(self.rows.items(), key=lambda row: row[0][0].startswith("FTPS"))
        lines = [self._line(names, *heading, by_server) for heading, by_server in rows]
        return table(("what", "unit", *names, f"{names[0]} / best"), lines)

    @staticmethod
    def _line(names, label, unit, by_server):
        cells, compared = [], {}
        for name in names:
            first = by_server[name][0]
            if first.value is None:
                cells.append("n/a")
                continue
            median = statistics.median(figure.value for figure in by_server[name])
            cells.append(_readable(median) if first.comparable else f"({_readable(median)})")
            if first.comparable:
                compared[name] = median
        ours = compared.pop(names[0])
        best = (min if first.less_is_better else max)(compared.values())
        behind = ours > best if first.less_is_better else ours < best
        ratio = _readable(ours / best) if ours > best / 10 else f"{ours / best:.3f}"
        ratio = f"**{ratio}**" if behind else ratio
        return (label, f"{unit}, less is better" if first.less_is_better else unit, *cells, ratio)


def _readable(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def compare(folder, home, amount, rounds):
    """The table, and a paragraph on the handshakes."""
    figures = Figures()
    for tls in (False, True):
        with all_of_them(folder, home) as servers, engine(folder, home) as alone:
            for server in (alone, *servers[1:]):
                figures.take(measures.memory_of_a_session, server, tls, amount)
            for server in servers:
                figures.take(measures.memory_in_all, server, tls, amount)
    with all_of_them(folder, home) as servers, engine(folder, home) as alone:
        berth = servers[0]
        for number in range(rounds):
            first = number % len(servers)
            in_turn = servers[first:] + servers[:first]
            for server in in_turn:
                figures.take(measures.sign_ins_without_hash, alone if server is berth else server, amount)
            for tls in (False, True):
                for measure in MEASURES:
                    for server in in_turn:
                        figures.take(measure, server, tls, amount)
        made, failed, seconds = measures.many_handshakes(berth, amount)
        names = [server.name for server in servers]
    handshakes = f"TLS handshakes with Berth: {made:,} in {seconds:.0f} s, {failed:,} of them failed."
    return [figures.markdown(names), NOTES.format(rounds=rounds).rstrip(), handshakes], failed


def options():
    parser = argparse.ArgumentParser(description="Measures Berth's FTP server beside Debian's daemons.")
    parser.add_argument("--only", choices=("table", "flood"), help="one of the two parts")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (%(default)s)")
    parser.add_argument("--size", type=int, default=1024, help="MiB of the big file (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="one short round, to see whether it works")
    return parser.parse_args()


def main():
    chosen = options()
    if os.geteuid():
        raise SystemExit(
            "bench-ftp: needs root, since FTP daemons take the rights of those who sign in: "
            f"sudo -E python3 {pathlib.Path(__file__)}"
        )
    if lacking := missing():
        raise SystemExit(f"bench-ftp: missing: {', '.join(lacking)}; run `make bench-ftp`")
    enter_own_network()
    # Also when it is told to end, whatever was started is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    size = (128 if chosen.quick else chosen.size) * measures.MIB
    amount = measures.Amount(size, tries=1, seconds=0.3, sessions=40, handshakes=400) if chosen.quick else measures.Amount(size)
    failed = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as temporary:
        folder = pathlib.Path(temporary)
        # The daemons go there as another user.
        folder.chmod(0o711)
        home = folder / "home"
        measures.prepare_home(home, size, OWNER)
        paragraphs = [machine()]
        if chosen.only != "flood":
            compared, failed = compare(folder, home, amount, 1 if chosen.quick else chosen.rounds)
            paragraphs += compared
        if chosen.only != "table":
            paragraphs += flood_report(folder, home, seconds=4 if chosen.quick else 12)
    print("\n" + "\n\n".join(paragraphs))
    if failed:
        raise SystemExit("bench-ftp: not one handshake may fail")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
