"""Debian's ZooKeeper on loopback, until it is stopped."""
import pathlib
import socket
import struct
import subprocess
import sys
import time

import jvm

DEBIAN = pathlib.Path("/usr/share/java/zookeeper.jar")
EXISTS, CLOSE = 3, -11
MTIME = 3


class Server:
    """With its data in a folder of its own, and as many clients of one machine as there may be."""

    def __init__(self, java, folder, *flags):
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "zoo.cfg").write_text(
            f"tickTime=2000\ndataDir={folder}\nclientPortAddress=127.0.0.1\nclientPort={self.port}\n"
            "maxClientCnxns=0\nadmin.enableServer=false\n")
        with open(folder / "log", "w") as log:
            self.process = subprocess.Popen(
                [java, *flags, "-cp", DEBIAN, "org.apache.zookeeper.server.quorum.QuorumPeerMain", folder / "zoo.cfg"],
                stdout=log, stderr=log)
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    self.stop()
                    sys.exit((folder / "log").read_text())
                time.sleep(0.1)

    def cpu(self):
        """In ms, since its start."""
        return jvm.cpu(self.process)

    def resident(self):
        """In MB."""
        return jvm.memory(self.process)[0]

    def written(self, path):
        """When it last wrote that node, in seconds of the clock; 0 where there is none."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as to:
            ask(to, struct.pack(">iqiqi16s", 0, 0, 10_000, 0, 16, bytes(16)))
            name = path.encode()
            reply = ask(to, struct.pack(f">iii{len(name)}s?", 1, EXISTS, len(name), name, False))
            ask(to, struct.pack(">ii", 2, CLOSE))
        error = struct.unpack_from(">iqi", reply)[2]
        return 0 if error else struct.unpack_from(">4q", reply, 16)[MTIME] / 1000

    def stop(self):
        self.process.kill()
        self.process.wait()


def ask(to, packet):
    """A packet there, and what comes back."""
    to.sendall(struct.pack(">i", len(packet)) + packet)
    return exactly(to, struct.unpack(">i", exactly(to, 4))[0])


def exactly(to, count):
    read = b""
    while len(read) < count:
        piece = to.recv(count - len(read))
        if not piece:
            raise ConnectionError("ZooKeeper hung up")
        read += piece
    return read
