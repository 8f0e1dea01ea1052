"""Does with Python's ftplib all that an FTP account is for: ftp_client.py PORT plain|tls NAME

The password comes by standard input. Ends with 0 if everything went as it must.
"""

import ftplib
import io
import os
import ssl
import sys

port, mode, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
password = sys.stdin.readline().rstrip("\n")


def refused(action, *arguments):
    try:
        action(*arguments)
    except ftplib.error_perm:
        return
    sys.exit(f"not refused: {action.__name__} {arguments}")


if mode == "tls":
    anything = ssl.create_default_context()
    anything.check_hostname = False
    anything.verify_mode = ssl.CERT_NONE
    ftp = ftplib.FTP_TLS(context=anything, timeout=20, encoding="utf-8")
else:
    ftp = ftplib.FTP(timeout=20, encoding="utf-8")
ftp.connect("127.0.0.1", port)
ftp.login(name, password)
if mode == "tls":
    ftp.prot_p()

assert ftp.pwd() == "/", ftp.pwd()
at_root = sorted(ftp.nlst())

# Nothing above the home directory, whichever way one tries.
for up in ("..", "/..", "../../../.."):
    try:
        ftp.cwd(up)
    except ftplib.error_perm:
        pass
    assert ftp.pwd() == "/", (up, ftp.pwd())
    assert sorted(ftp.nlst()) == at_root
refused(ftp.retrbinary, "RETR ../../../../../../etc/passwd", lambda block: None)
refused(ftp.retrbinary, "RETR /etc/passwd", lambda block: None)

# Every byte value, and no multiple of any buffer's size.
content = bytes(range(256)) * 4096 + os.urandom(4097) + b"\r\n\n\r\0\xff"
ftp.mkd("été")
ftp.cwd("été")
assert ftp.pwd() == "/été", ftp.pwd()
ftp.storbinary("STOR a.bin", io.BytesIO(content))
assert ftp.size("a.bin") == len(content)
ftp.rename("a.bin", "b c.bin")
assert [os.path.basename(path) for path in ftp.nlst()] == ["b c.bin"]
assert {entry: facts["type"] for entry, facts in ftp.mlsd()}["b c.bin"] == "file"
lines = []
ftp.retrlines("LIST", lines.append)
assert len(lines) == 1 and str(len(content)) in lines[0] and lines[0].endswith("b c.bin"), lines
received = io.BytesIO()
ftp.retrbinary("RETR b c.bin", received.write)
assert received.getvalue() == content
ftp.delete("b c.bin")
ftp.cwd("/")
ftp.rmd("été")
assert sorted(ftp.nlst()) == at_root
ftp.quit()
