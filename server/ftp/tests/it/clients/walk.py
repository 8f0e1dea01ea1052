"""Python's ftplib against the server: walk.py HOST PORT plain|tls NAME PASSWORD.

Prints "ok" when everything was as it should be.
"""

import ftplib
import io
import os
import ssl
import sys

host, port, mode, name, password = sys.argv[1:6]


def connect():
    if mode == "tls":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        ftp = ftplib.FTP_TLS(context=context, timeout=15)
    else:
        ftp = ftplib.FTP(timeout=15)
    ftp.encoding = "utf-8"
    ftp.connect(host, int(port))
    ftp.login(name, password)
    if mode == "tls":
        ftp.prot_p()
    return ftp


def fetch(ftp, path, rest=None):
    out = io.BytesIO()
    ftp.retrbinary("RETR " + path, out.write, rest=rest)
    return out.getvalue()


def refused(call, *args):
    try:
        call(*args)
    except ftplib.error_perm as error:
        return str(error)
    raise AssertionError(f"{call} {args} was not refused")


ftp = connect()
assert ftp.pwd() == "/"
assert ftp.nlst() == []
assert "MLST" in ftp.sendcmd("FEAT")

blob = os.urandom(5 * 1024 * 1024 + 123)
assert ftp.mkd("été") == "/été"
ftp.cwd("été")
assert ftp.pwd() == "/été"
assert ftp.storbinary("STOR à la carte.bin", io.BytesIO(blob)).startswith("226")
assert fetch(ftp, "/été/à la carte.bin") == blob
assert fetch(ftp, "à la carte.bin", rest=5_000_000) == blob[5_000_000:]
ftp.voidcmd("TYPE I")
assert ftp.size("à la carte.bin") == len(blob)

# Resume an upload at its half, then append.
ftp.storbinary("STOR half", io.BytesIO(blob[:1_000_000]))
ftp.storbinary("STOR half", io.BytesIO(blob[1_000_000:]), rest=1_000_000)
assert fetch(ftp, "half") == blob
ftp.storbinary("APPE half", io.BytesIO(b"tail"))
assert fetch(ftp, "half") == blob + b"tail"

# Empty files, and text with line ends.
ftp.storbinary("STOR empty", io.BytesIO(b""))
assert fetch(ftp, "empty") == b""
ftp.storlines("STOR text", io.BytesIO(b"one\ntwo\n"))
ftp.voidcmd("TYPE I")
assert fetch(ftp, "text") == b"one\ntwo\n"
lines = []
ftp.retrlines("RETR text", lines.append)
assert lines == ["one", "two"]
ftp.voidcmd("TYPE I")

# Listings of every kind.
assert sorted(ftp.nlst()) == ["empty", "half", "text", "à la carte.bin"]
assert sorted(ftp.nlst("/été"))[0] == "/été/empty"
facts = dict(ftp.mlsd(facts=["unique", "perm", "nonsense"]))
assert facts["half"]["perm"] == "adfrw" and "g" in facts["half"]["unique"], facts
assert len({entry["unique"] for entry in facts.values()}) == 4, facts
facts = dict(ftp.mlsd(facts=["type", "size"]))
assert facts["half"] == {"type": "file", "size": str(len(blob) + 4)}, facts
long = []
ftp.dir("-la", long.append)
assert len(long) == 4 and all(line.startswith("-rw") for line in long), long
reply = ftp.sendcmd("MLST text")
assert "size=8;" in reply and reply.rstrip().endswith("250 End"), reply

# Patterns; none that matches is an empty list, not an error.
assert sorted(ftp.nlst("*[ty]")) == ["empty", "text"]
assert sorted(ftp.nlst("/été/[eh]*")) == ["/été/empty", "/été/half"]
assert ftp.nlst("*.none") == []
assert ftp.nlst("-a") == ftp.nlst()
long = []
ftp.dir("t?xt", long.append)
assert len(long) == 1 and long[0].endswith(" text"), long
long = []
ftp.retrlines("NLST -l text", long.append)
assert long[0].startswith("-rw"), long

# Active mode: PORT over IPv4, EPRT over IPv6.
ftp.set_pasv(False)
assert sorted(ftp.nlst("*[ty]")) == ["empty", "text"]
ftp.storbinary("STOR empty", io.BytesIO(b""))
assert fetch(ftp, "half") == blob + b"tail"
ftp.set_pasv(True)

# Times.
assert ftp.sendcmd("MFMT 20200229120000 text") == "213 Modify=20200229120000; /été/text"
assert ftp.sendcmd("MDTM text") == "213 20200229120000"

# Permissions, and the room that is left.
assert ftp.sendcmd("SITE CHMOD 640 text").startswith("200")
assert dict(ftp.mlsd("", ["UNIX.mode"]))["text"] == {"unix.mode": "0640"}
assert int(ftp.sendcmd("AVBL")[4:]) > 0

# Rename, remove.
ftp.rename("text", "/moved \"text\"")
ftp.cwd("/")
assert sorted(ftp.nlst()) == ['moved "text"', "été"]
assert ftp.mkd('a "b"') == '/a "b"'
ftp.rmd('a "b"')
assert refused(ftp.rmd, "été").startswith("550")
assert refused(ftp.cwd, "nowhere").startswith("550")
for path in ftp.nlst("été"):
    ftp.delete(path)
ftp.rmd("été")
ftp.delete('moved "text"')
assert ftp.nlst() == []

# Abort a download in the middle; the session goes on.
ftp.storbinary("STOR big", io.BytesIO(bytes(8 * 1024 * 1024)))
if mode == "plain":
    data = ftp.transfercmd("RETR big")
    assert data.recv(1000)
    assert ftp.abort().startswith("426"), "ABOR"
    data.close()
    assert ftp.getresp().startswith("226")
assert ftp.pwd() == "/"
ftp.delete("big")
assert ftp.quit().startswith("221")

# Many sign-ins in a row.
for _ in range(20):
    connect().close()

print("ok")
