"""Servers of Git on loopback, each with all that belongs to it in a folder, until it is closed."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import threading
import time

import gitfleet
import jvm

TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = "fleet:t0ken-0f-the-fleet"
PASSWORD = "changeit"


class Absent(Exception):
    """What keeps a server from being there, for a line that says so."""


def tool(name):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not found:
        raise Absent(f"{name} is not installed")
    return found


def git_program(name):
    """One of git's own, started without `git` before it, so that what it starts are its children."""
    return pathlib.Path(gitfleet.git("--exec-path").decode().strip()) / f"git-{name}"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def children(pid):
    try:
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def tree(pid):
    return [pid] + [below for child in children(pid) for below in tree(child)]


class Server:
    """A program that takes connections on a port, and what a client of it needs besides."""

    environment = {}
    flags = []

    def __init__(self, folder, command, port):
        self.port = port
        self.log = folder / "log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=gitfleet.GIT)
        try:
            self.await_port(command[0])
        except BaseException:
            self.close()
            raise

    def await_port(self, name):
        for _ in range(100):
            with socket.socket() as attempt:
                if not attempt.connect_ex(("127.0.0.1", self.port)):
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Absent(f"{name} does not start: {self.log.read_text().strip()[-300:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process.poll() is None:
            for pid in tree(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            self.process.wait()


class Daemon(Server):
    """A git daemon for git://."""

    scheme = "git"
    served = 0

    def __init__(self, folder, repositories):
        port = free_port()
        super().__init__(folder, [
            git_program("daemon"), f"--base-path={repositories}", "--export-all", "--enable=receive-pack", "--verbose",
            "--reuseaddr", "--listen=127.0.0.1", f"--port={port}", "--max-connections=0"], port)

    def url(self, repository, port=None):
        return f"git://127.0.0.1:{port or self.port}/{repository.name}"

    def store(self, repository, layout, port=None):
        return f"{self.url(repository, port)}?layout={layout}#main"

    def take(self):
        """ms of CPU of all that was served since it was asked before, as soon as nobody is served."""
        while children(self.process.pid):
            time.sleep(0.01)
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        before, self.served = self.served, 1000 * sum(map(int, stat[11:15])) / TICKS
        return {"served": self.served - before}

    def pushes(self, repository):
        """How many connections were opened to write to it."""
        return len(re.findall(f"Request receive-pack for '/{re.escape(repository.name)}'", self.log.read_text()))


class Ssh(Server):
    """An sshd with a key made for it, and an `ssh` that knows both, in front of the machine's own."""

    scheme = "ssh"
    HOST = "list"

    def __init__(self, folder, repositories):
        sshd, ssh, keygen = tool("sshd"), tool("ssh"), tool("ssh-keygen")
        port = free_port()
        for key in ("host", "known"):
            subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
        (folder / "hosts").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
        (folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1:{port}\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'known.pub'}\n"
            "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            "MaxStartups 200\nAcceptEnv GIT_PROTOCOL\n")
        (folder / "ssh_config").write_text(
            f"Host {self.HOST}\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile {folder / 'known'}\n  IdentitiesOnly yes\n"
            f"  UserKnownHostsFile {folder / 'hosts'}\n  StrictHostKeyChecking yes\n")
        script = folder / "bin" / "ssh"
        script.parent.mkdir()
        script.write_text(f"#!/bin/sh\nexec '{ssh}' -F '{folder / 'ssh_config'}' \"$@\"\n")
        script.chmod(0o755)
        self.environment = {"PATH": f"{script.parent}:{os.environ['PATH']}"}
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)  # Where a boot would have made it.
        super().__init__(folder, [sshd, "-D", "-e", "-f", folder / "sshd_config"], port)

    def store(self, repository, layout):
        return f"git:{self.HOST}:{repository}?layout={layout}#main"


class Web(Server):
    """A lighttpd with `git http-backend` behind it, for who has the token."""

    scheme = "http"
    modules = '"mod_auth", "mod_authn_file", "mod_setenv", "mod_alias", "mod_cgi"'
    more = ""

    def __init__(self, folder, repositories):
        lighttpd = tool("lighttpd")
        port = free_port()
        self.secret = folder / "token"
        self.secret.write_text(TOKEN + "\n")
        (folder / "lighttpd.conf").write_text(f"""
server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ({self.modules})
auth.backend = "plain"
auth.backend.plain.userfile = "{self.secret}"
auth.require = ("/git/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
alias.url = ("/git" => "{git_program('http-backend')}")
setenv.add-environment = ("GIT_PROJECT_ROOT" => "{repositories}", "GIT_HTTP_EXPORT_ALL" => "1", "GIT_CONFIG_NOSYSTEM" => "1")
cgi.assign = ("/git-http-backend" => "")
{self.more}
""")
        super().__init__(folder, [lighttpd, "-D", "-f", folder / "lighttpd.conf"], port)

    def store(self, repository, layout):
        return f"git:{self.scheme}://127.0.0.1:{self.port}/git/{repository.name}?auth={self.secret}&layout={layout}#main"


class SecureWeb(Web):
    """The same with TLS and a certificate that the Java of its clients trusts."""

    scheme = "https"
    modules = Web.modules + ', "mod_openssl"'

    def __init__(self, folder, repositories):
        openssl, keytool = tool("openssl"), tool("keytool")
        key, certificate, trusted = folder / "key.pem", folder / "cert.pem", folder / "trusted"
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
            check=True, capture_output=True)
        subprocess.run(
            [keytool, "-importcert", "-noprompt", "-alias", "list", "-file", certificate, "-keystore", trusted,
             "-storepass", PASSWORD],
            check=True, capture_output=True, env=jvm.ENVIRONMENT)
        self.flags = [f"-Djavax.net.ssl.trustStore={trusted}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}"]
        self.more = f'ssl.engine = "enable"\nssl.pemfile = "{certificate}"\nssl.privkey = "{key}"'
        super().__init__(folder, repositories)


class Files:
    """No server: the repository by its path."""

    scheme = "file"
    environment = {}
    flags = []

    def __init__(self, folder, repositories):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def store(self, repository, layout):
        return f"git:file://{repository}?layout={layout}#main"


class Tap(socketserver.ThreadingTCPServer):
    """Stands before a server, and counts connections, and bytes either way."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), None)
        self.behind = port
        self.lock = threading.Lock()
        self.take()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def take(self):
        """What was counted since it was asked before."""
        with self.lock:
            counted = getattr(self, "counted", None)
            self.counted = {"connections": 0, "sent": 0, "fetched": 0}
            return counted

    def count(self, what, number):
        with self.lock:
            self.counted[what] += number

    def finish_request(self, client, _):
        self.count("connections", 1)
        with socket.create_connection(("127.0.0.1", self.behind)) as server:
            sending = threading.Thread(target=self.copy, args=(client, server, "sent"), daemon=True)
            sending.start()
            self.copy(server, client, "fetched")
            sending.join()

    def copy(self, source, target, what):
        try:
            while piece := source.recv(1 << 16):
                self.count(what, len(piece))
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # One side is gone.

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
