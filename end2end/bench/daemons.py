"""Debian's FTP daemons, and Berth beside them: each on a port of loopback, with the same files.

They come from Debian's packages, but are unpacked into target/tools/ftp-daemons and never
installed: the packages exclude one another, and each would start its daemon now and at each boot.
A daemon that looks for system users finds them in a mount namespace of its own, so that no file
of this machine is changed, whichever way the measurement ends.
"""

import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import subprocess

from berth import NAME, PASSWORD, PROGRAM, ROOT, Berth
from processes import Processes, free_port

UNPACKED = ROOT / "target/tools/ftp-daemons"
ENGINE = pathlib.Path(os.environ.get("BERTH_ENGINE_PROGRAM") or ROOT / "target/release/examples/serve").absolute()

# A second account with the same password, whose hash costs next to nothing.
CHEAP = "cheap"
# crypt(3) of PASSWORD: SHA-512 with its 5,000 rounds, 2 ms; and DES, 5 µs.
SHA512 = "$6$berth$RsrXrI/eItNX3a73yxaBDTyDmrSgNyj1hXHzojnkh1n9A.RDPVAEvZklxyjK6B0sO6ZMrFLQCA0QO4i8w72eh1"
DES = "bhqZdmGgXj.Og"

# Who the daemons become, and owns the files.
OWNER = pwd.getpwnam("nobody")


class Server:
    """An FTP server that is being measured."""

    def __init__(self, name, port, processes, home, argon2=False):
        self.name, self.port, self.processes = name, port, processes
        # What everybody who signs in sees.
        self.home = home
        # Whether the hash of NAME's password is Berth's own.
        self.argon2 = argon2

    def stop(self):
        self.processes.stop()


def missing():
    """What has to be there and is not."""
    programs = [UNPACKED / "usr/sbin" / daemon for daemon in ("vsftpd", "proftpd", "pure-ftpd")]
    return [str(program) for program in (PROGRAM, ENGINE, *programs) if not program.exists()] + [
        program for program in ("curl", "openssl", "unshare") if not shutil.which(program)
    ]


@contextlib.contextmanager
def all_of_them(folder, home):
    """Starts Berth and the three daemons anew; Berth is the first of the list."""
    with contextlib.ExitStack() as stack:

        def start(server):
            stack.callback(server.stop)
            return server

        certificate = _certificate(folder)
        berth, argon2 = _start_berth(_empty(folder / "berth"), home, certificate)
        yield [
            start(berth),
            start(_start_vsftpd(_empty(folder / "vsftpd"), home, certificate)),
            start(_start_proftpd(_empty(folder / "proftpd"), home, certificate)),
            start(_start_pure_ftpd(_empty(folder / "pure-ftpd"), home, certificate, argon2)),
        ]


@contextlib.contextmanager
def berth_alone(folder, home):
    server, _ = _start_berth(_empty(folder / "berth"), home, _certificate(folder))
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def engine(folder, home):
    """Berth's FTP engine without Berth: its example compares the password as it is."""
    port = free_port()
    command = [ENGINE, home, CHEAP, PASSWORD, f"127.0.0.1:{port}"]
    server = Server("Berth", port, Processes("engine", command, folder / "engine.log"), home)
    try:
        server.processes.listens(port)
        yield server
    finally:
        server.stop()


def _empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _certificate(folder):
    """Key and certificate in one file, which all of them read."""
    path = folder / "certificate.pem"
    if not path.exists():
        key, certificate = folder / "key", folder / "certificate"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        _write(path, key.read_text() + certificate.read_text())
    return path


def _write(path, text):
    path.touch(0o600)
    path.write_text(text)
    return path


def _start_berth(folder, home, certificate):
    berth = Berth(
        folder,
        BERTH_TLS_CERTIFICATE=str(certificate),
        BERTH_TLS_KEY=str(certificate),
        # All sessions of a measurement are of one account.
        BERTH_FTP_MAX_SESSIONS_PER_ACCOUNT="2000",
    )
    try:
        hash = berth.add_account_of(home)
        return Server("Berth", berth.ftp, berth.processes, home, argon2=True), hash
    except BaseException:
        berth.stop()
        raise


def _with_unpacked_libraries():
    folders = glob.glob(f"{UNPACKED}/usr/lib/*-linux-gnu*") + glob.glob(f"{UNPACKED}/lib/*-linux-gnu*")
    return os.environ | {"LD_LIBRARY_PATH": ":".join(folders)}


def _start(name, folder, home, port, command, argon2=False):
    processes = Processes(name, command, folder / "log", _with_unpacked_libraries(), folder)
    server = Server(name, port, processes, home, argon2)
    try:
        server.processes.listens(port)
    except BaseException:
        server.stop()
        raise
    return server


def _start_vsftpd(folder, home, certificate):
    """Takes its users from the system's through PAM, so that its system has some more."""
    port = free_port()
    users = f"{OWNER.pw_uid}:{OWNER.pw_gid}::{home}:/bin/sh\n"
    passwd = pathlib.Path("/etc/passwd").read_text() + "".join(f"{name}:x:{users}" for name in (NAME, CHEAP))
    _write(folder / "passwd", passwd).chmod(0o644)
    hashes = {NAME: SHA512, CHEAP: DES}
    _write(folder / "shadow", "".join(f"{name}:{hash}:19000:0:99999:7:::\n" for name, hash in hashes.items()))
    (folder / "pam.d").mkdir()
    _write(folder / "pam.d/ftp-bench", "auth required pam_unix.so\naccount required pam_unix.so\n")
    (folder / "empty").mkdir(0o555)
    settings = f"""\
listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=NO
local_enable=YES
write_enable=YES
chroot_local_user=YES
allow_writeable_chroot=YES
secure_chroot_dir={folder}/empty
pam_service_name=ftp-bench
max_clients=0
max_per_ip=0
seccomp_sandbox=NO
isolate_network=NO
ssl_enable=YES
rsa_cert_file={certificate}
rsa_private_key_file={certificate}
ssl_ciphers=HIGH
force_local_logins_ssl=NO
force_local_data_ssl=NO
require_ssl_reuse=NO
"""
    _write(folder / "settings", settings)
    bind = " && ".join(f"mount --bind {folder}/{name} /etc/{name}" for name in ("passwd", "shadow", "pam.d"))
    own_users = ["unshare", "--mount", "sh", "-ec", f'{bind} && exec "$@"', "sh"]
    return _start("vsftpd", folder, home, port, [*own_users, UNPACKED / "usr/sbin/vsftpd", folder / "settings"])


def _start_proftpd(folder, home, certificate):
    port = free_port()
    hashes = {NAME: SHA512, CHEAP: DES}
    users = f"{OWNER.pw_uid}:{OWNER.pw_gid}::{home}:/bin/sh\n"
    _write(folder / "users", "".join(f"{name}:{hash}:{users}" for name, hash in hashes.items()))
    settings = f"""\
ModulePath {UNPACKED}/usr/lib/proftpd
LoadModule mod_tls.c
ServerType standalone
DefaultAddress 127.0.0.1
SocketBindTight on
Port {port}
UseIPv6 off
UseReverseDNS off
User {OWNER.pw_name}
Group nogroup
PidFile {folder}/pid
ScoreboardFile {folder}/scoreboard
SystemLog none
TransferLog none
WtmpLog off
MaxInstances 500
AuthUserFile {folder}/users
AuthOrder mod_auth_file.c
AuthPAM off
DefaultRoot ~
RequireValidShell off
DelayEngine off
AllowOverwrite on
UseSendfile on
TLSEngine on
TLSProtocol TLSv1.2 TLSv1.3
TLSRSACertificateFile {certificate}
TLSRSACertificateKeyFile {certificate}
# Without it each session reads all authorities that the system trusts, which takes 30 ms.
TLSCACertificateFile {certificate}
TLSOptions NoSessionReuseRequired
"""
    _write(folder / "settings", settings)
    return _start("proftpd", folder, home, port, [UNPACKED / "usr/sbin/proftpd", "-n", "-c", folder / "settings"])


def _start_pure_ftpd(folder, home, certificate, argon2):
    """Its libsodium knows Argon2, so that it is given Berth's own hash."""
    port = free_port()
    hashes = {NAME: argon2, CHEAP: DES}
    users = f"{OWNER.pw_uid}:{OWNER.pw_gid}::{home}/./" + ":" * 12 + "\n"
    _write(folder / "users", "".join(f"{name}:{hash}:{users}" for name, hash in hashes.items()))
    subprocess.run(
        [UNPACKED / "usr/bin/pure-pw", "mkdb", folder / "users.pdb", "-f", folder / "users"],
        env=_with_unpacked_libraries(),
        check=True,
    )
    options = (
        f"-S 127.0.0.1,{port} -l puredb:{folder}/users.pdb -Y 1 -2 {certificate} -A -E -H -0 "
        f"-c 1000 -C 1000 -L 20000:8 -u 500 -f none -g {folder}/pid"
    )
    return _start("pure-ftpd", folder, home, port, [UNPACKED / "usr/sbin/pure-ftpd", *options.split()], argon2=True)
