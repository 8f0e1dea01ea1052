#!/usr/bin/env python3
"""Measures imports of files of 1,000 and of 100,000 accounts, with hashes that are kept: `make bench-import`.

Each account has a home of its own, which is made. `BERTH_IMPORT_ACCOUNTS` is the greater number of accounts,
`BERTH_PROGRAM` another program, `BERTH_DATABASE_URL` an empty database of PostgreSQL, for that number alone.
"""

import os
import subprocess
import sys
import tempfile
import time

from berth import PROGRAM, ROOT, Berth
from report import machine, table

FEW, MANY = 1_000, int(os.environ.get("BERTH_IMPORT_ACCOUNTS") or 100_000)
HASH = "$6$berthsalt$MKshV3h5Rbni/NwDzGU4r640bkWTlWvEhe.l3hV9qlAh1jhozC6LP7CUC6xkrfqaB82BpBr53aNIbqid3t6yN1"


def seconds(berth, file, *options):
    """How long the command takes, and what it says at last."""
    command = [PROGRAM, "import", "pure-ftpd", file, "--subscription", "example.com", "--map", "/home=/", *options]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=berth.environment, text=True, capture_output=True)
    taken = time.monotonic() - begun
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr}")
    return f"{taken:.1f} s", next(line for line in done.stdout.splitlines() if line.endswith(" refused."))


def write(file, count, fields):
    with open(file, "w") as lines:
        for number in range(count):
            lines.write(f"account-{number:06}:{HASH}:1001:1001::/home/{number // 1000:03}/{number:06}:{fields}\n")


def taken(folder, count):
    berth = Berth(folder, LC_ALL="C")
    try:
        file = os.path.join(folder, "accounts")
        write(file, count, "::::::::::::")
        for what, options in ("shown", ["--dry-run"]), ("added", []), ("again, unchanged", []):
            yield f"{count:,}", what, *seconds(berth, file, *options)
        # Another quota for each.
        write(file, count, ":::::10:10485760::::::")
        yield f"{count:,}", "changed", *seconds(berth, file)
    finally:
        berth.stop()


def main():
    rows = []
    counts = [MANY] if os.environ.get("BERTH_DATABASE_URL") else [FEW, MANY]
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            for row in taken(folder, count):
                print(" ".join(row), file=sys.stderr)
                rows.append(row)
    print(machine(), table(["accounts", "import", "takes", "says"], rows), sep="\n\n")


if __name__ == "__main__":
    main()
