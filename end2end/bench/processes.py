"""A program that was started, with all the processes that it starts: their CPU and memory, their end.

FTP daemons fork for each session. Where the kernel has cgroups (version 2) and lets us make one,
each program gets its own: it counts the CPU of children that are long gone, and none escapes it.
Elsewhere the tree of processes is added up, in which a child counts that its parent waited for.
"""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
CGROUPS = [pathlib.Path("/sys/fs/cgroup"), pathlib.Path("/sys/fs/cgroup/unified")]


class Processes:
    """A running program and its children."""

    def __init__(self, name, command, log, environment=None, folder=None):
        self.name = name
        self.log = pathlib.Path(log)
        self.cgroup = _new_cgroup(f"bench-{os.getpid()}-{name}")
        with open(self.log, "w") as output:
            self.program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=folder,
                preexec_fn=self._enter_cgroup if self.cgroup else None,
            )

    def _enter_cgroup(self):
        (self.cgroup / "cgroup.procs").write_text("0")

    def said(self, pattern):
        """Waits until the program has said it."""
        return self._wait_for(lambda: re.search(pattern, self.log.read_text(), re.MULTILINE))[1]

    def listens(self, port):
        """Waits until the program takes connections."""

        def connected():
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                return True

        self._wait_for(connected)

    def _wait_for(self, condition):
        deadline = time.monotonic() + 30
        while True:
            if found := condition():
                return found
            if self.program.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{self.name} did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def cpu_seconds(self):
        if self.cgroup:
            return int(re.search(r"usage_usec (\d+)", (self.cgroup / "cpu.stat").read_text())[1]) / 1e6
        ticks = 0
        for pid in self._pids():
            with contextlib.suppress(OSError):
                # User and system time, its own and that of children which it waited for.
                ticks += sum(map(int, _stat(pid)[11:15]))
        return ticks / TICKS

    def memory_kib(self):
        """Memory of all processes, what they share counted once."""
        kib = 0
        for pid in self._pids():
            # A kernel thread or a process that ends just now has none.
            with contextlib.suppress(OSError, TypeError):
                rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
                kib += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
        return kib

    def highest_memory_kib(self):
        """The most that the program itself ever had."""
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.program.pid}/status").read_text())[1])

    def _pids(self):
        if self.cgroup:
            return [int(pid) for pid in (self.cgroup / "cgroup.procs").read_text().split()]
        children = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                with contextlib.suppress(OSError):
                    children.setdefault(int(_stat(entry)[1]), []).append(int(entry))
        pids = [self.program.pid]
        for pid in pids:
            pids.extend(children.get(pid, []))
        return pids

    def stop(self):
        """Ends the program in its own way if it has one, then whatever is left of it."""
        self.program.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.program.wait(10)
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.program.wait()
        if self.cgroup:
            deadline = time.monotonic() + 5
            while self._pids() and time.monotonic() < deadline:
                time.sleep(0.02)
            with contextlib.suppress(OSError):
                self.cgroup.rmdir()


def _stat(pid):
    """The fields of /proc/PID/stat behind the name, which may hold anything."""
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return stat[stat.rindex(")") + 2 :].split()


def _new_cgroup(name):
    for root in CGROUPS:
        if (root / "cgroup.procs").exists():
            with contextlib.suppress(OSError):
                (root / name).mkdir()
                return root / name
    return None


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
