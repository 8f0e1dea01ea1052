"""An FTP client that costs little, so that a measurement is of the server."""

import contextlib
import re
import socket
import ssl

TIMEOUT = 20
ANY_CERTIFICATE = ssl.create_default_context()
ANY_CERTIFICATE.check_hostname = False
ANY_CERTIFICATE.verify_mode = ssl.CERT_NONE


class Refused(Exception):
    """The server answered with an error."""


class Client:
    """A control connection, with a data connection for each transfer. Passive mode only."""

    def __init__(self, port, tls=False, source="127.0.0.1"):
        self.source, self.tls = source, tls
        self.buffer = bytearray(1 << 18)
        self.socket = self._connect(port)
        try:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.replies = self.socket.makefile("rb")
            self.expect("2", self.reply())
            if tls:
                self.command("AUTH TLS")
                self.replies.close()
                self.socket = ANY_CERTIFICATE.wrap_socket(self.socket)
                self.replies = self.socket.makefile("rb")
        except BaseException:
            self.close()
            raise

    def _connect(self, port):
        return socket.create_connection(("127.0.0.1", port), TIMEOUT, source_address=(self.source, 0))

    def reply(self):
        """The last line of a reply."""
        line = first = self.replies.readline()
        while first[3:4] == b"-" and line and not line.startswith(first[:3] + b" "):
            line = self.replies.readline()
        if not line:
            raise EOFError("the server hung up")
        return line.decode("utf-8", "replace").rstrip()

    def expect(self, kinds, reply):
        if reply[0] not in kinds:
            raise Refused(reply)
        return reply

    def command(self, line, kinds="2"):
        self.socket.sendall(line.encode() + b"\r\n")
        return self.expect(kinds, self.reply())

    def sign_in(self, name, password):
        self.command(f"USER {name}", "23")
        self.command(f"PASS {password}")

    def prepare_transfers(self):
        if self.tls:
            self.command("PBSZ 0")
            self.command("PROT P")
        self.command("TYPE I")
        return self

    def transfer(self, line, in_lines=False):
        """Throws away what a command sends; the number of its bytes, or of its lines."""
        port = int(re.search(r"\|(\d+)\|\)", self.command("EPSV"))[1])
        data = self._connect(port)
        try:
            self.command(line, "1")
            if self.tls:
                data = ANY_CERTIFICATE.wrap_socket(data, session=self.socket.session)
            count = 0
            while received := data.recv_into(self.buffer):
                count += self.buffer.count(b"\n", 0, received) if in_lines else received
        finally:
            data.close()
        self.expect("2", self.reply())
        return count

    def store(self, line, content):
        """Sends the content by a command that takes it."""
        port = int(re.search(r"\|(\d+)\|\)", self.command("EPSV"))[1])
        with self._connect(port) as data:
            self.command(line, "1")
            data.sendall(content)
        self.expect("2", self.reply())

    def quit(self):
        self.command("QUIT")
        self.close()

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.close()
