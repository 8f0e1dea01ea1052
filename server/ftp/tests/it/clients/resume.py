"""Transfers over TLS whose data connections resume a session, or not.

resume: always the session of the control connection; resume-last: that of the last data connection
before; never; stop: not any more after two transfers.
"""

import ftplib
import io
import ssl
import sys

host, port, version, mode, name, password = sys.argv[1:]


class Client(ftplib.FTP_TLS):
    done = 0
    last = None

    def ntransfercmd(self, command, rest=None):
        data, size = ftplib.FTP.ntransfercmd(self, command, rest)
        session = self.sock.session
        if mode == "resume-last" and self.last is not None:
            session = self.last.session or session
        if mode == "never" or (mode == "stop" and self.done == 2):
            session = None
        data = self.context.wrap_socket(data, server_hostname=self.host, session=session)
        self.done += 1
        self.last = data
        return data, size


context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
only = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
context.minimum_version = context.maximum_version = only

ftp = Client(context=context, encoding="utf-8")
ftp.connect(host, int(port), timeout=20)
ftp.login(name, password)
ftp.prot_p()
try:
    for number in range(5):
        ftp.storbinary(f"STOR {number}.bin", io.BytesIO(b"x" * 100_000))
    received = io.BytesIO()
    for number in range(5):
        ftp.retrbinary(f"RETR {number}.bin", received.write)
    assert len(received.getvalue()) == 500_000
    for number in range(5):
        ftp.delete(f"{number}.bin")
    print("ok")
except ftplib.Error as error:
    print(error)
except OSError:
    # The data connection was closed; the reply says why.
    try:
        print(ftp.voidresp())
    except ftplib.Error as error:
        print(error)
ftp.close()
