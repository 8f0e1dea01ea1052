"""A network for one measurement alone: nothing but a loopback, which forgets ended connections."""

import ctypes
import fcntl
import os
import pathlib
import socket
import struct

_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
# How many ended connections the system remembers. By default each keeps its port for a minute;
# with the tens of thousands that a measurement makes, what comes next would measure the search for
# a free port.
_ENDED = 256


def enter_own_network():
    """Moves this process, and all that it starts from now on, there. Needs root."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET):
        number = ctypes.get_errno()
        raise SystemExit(f"bench-ftp: no network of its own: {os.strerror(number)}; is this root?")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh22x", b"lo", 0)
        _, flags = struct.unpack("16sh22x", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, asked))
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _IFF_UP))
    pathlib.Path("/proc/sys/net/ipv4/tcp_max_tw_buckets").write_text(str(_ENDED))
