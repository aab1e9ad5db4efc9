"""What `inject` disturbs of a list in a repository: a node says something else than before, and beats.

By its path, the command itself is the server, and writes the repository; by a `git daemon`, which is
left alone, it only sends. The kill at each write and rename in turn is what no luck finds.
"""
import contextlib
import json
import os
import socket
import subprocess
import time

import situations
import tracer
from situations import demand

CHANGING = ("create", "write", "rename", "unlink")
COMMANDS = {
    "announce": ["--beat"],
    "heartbeat": ["--part", "app", "--deployment", "any", "--stacktype", "any"],
}
ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


@contextlib.contextmanager
def daemon(base):
    """Serves each repository below a folder; gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["git", "daemon", f"--base-path={base}", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1",
         f"--port={port}", "--max-connections=0", "--reuseaddr"],
        env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


class Repository(situations.Situation):
    def __init__(self, command, layout, transport):
        super().__init__(f"git-{command}-{layout}-{transport}")
        self.own_command = command
        self.layout = layout
        self.transport = transport

    def concerns(self, call):
        if self.transport == "daemon":
            return call.path == tracer.SERVER
        cache = self.own_command == "announce" and call.path.startswith("state/git/")
        return call.family in CHANGING and (cache or call.path.startswith("list.git/"))

    def store(self, scene):
        url = f"git:file://{scene.now}" if self.transport == "path" else f"{scene.server}/now"
        return f"{url}/list.git?layout={self.layout}"

    def command(self, scene):
        return self.as_node(scene, self.own_command, *COMMANDS[self.own_command])

    def as_node(self, scene, command, *options):
        out = ["--out", str(scene.answer)] if command == "heartbeat" else []
        return [
            *scene.java, command, "--store", self.store(scene), "--state-dir", str(scene.state), "--nodeinfo",
            str(scene.nodeinfo), "--timeout", "10s", *options, *out,
        ]

    def lay_first(self, scene):
        """Another node, and this one as it was."""
        git(scene, "init", "-q", "--bare", "-b", "main")
        scene.clean([*scene.java, "init", self.store(scene)])
        for name, part in (("i-1", "app"), ("me", "lb")):
            for fact, text in (("instance-id", name), ("nodepart", part), ("address", f"10.0.0.{len(name)}"), ("zone", "a")):
                scene.fact(fact, text)
            scene.clean(self.as_node(scene, "announce", "--beat"))
        scene.fact("zone", "b")

    def learn(self, scene):
        self.before, self.other, self.beat = self.record(scene, "me"), self.record(scene, "i-1"), self.seq(scene)
        scene.clean(self.command(scene))
        self.after = self.record(scene, "me")
        demand(self.after != self.before, "nothing changed")

    def record(self, scene, name):
        where = f"refs/presence/all/{name}:" if self.layout == "refs" else "main:presence/all/"
        return zone(situations.whole(git(scene, "show", f"{where}{name}.json"), name))

    def seq(self, scene):
        return json.loads(git(scene, "show", "refs/presence/beat/me"))["value"]["seq"]

    def check(self, scene, run, fault):
        self.check_end(run, fault.error == tracer.KILL)
        now = self.record(scene, "me")
        demand(now in (self.before, self.after), f"the record is neither old nor new: {now}")
        demand(run.status != 0 or now == self.after, f"exit 0, and the record has {now}")
        git(scene, "fsck", "--strict", "--no-dangling")
        locks = list(scene.repository.rglob("*.lock"))
        demand(not locks or self.transport == "path", f"left on the server: {locks}")
        for lock in locks:  # Until then it may be another's: GitStoreTest has that.
            os.utime(lock, (time.time() - 61,) * 2)
        scene.clean(self.command(scene))
        demand(self.record(scene, "me") == self.after, f"the next {self.own_command} left {self.record(scene, 'me')}")
        demand(self.record(scene, "i-1") == self.other, "the other record was changed")
        demand(self.seq(scene) > self.beat, "the next one did not beat")
        git(scene, "fsck", "--strict", "--no-dangling")
        refs = [str(lock) for lock in (scene.repository / "refs").rglob("*.lock")]
        demand(not refs, f"still locked: {refs}")
        if self.own_command == "heartbeat":
            demand(scene.standings() == {"i-1": "peers"}, f"the answer is {scene.standings()}")


def zone(record):
    return record["value"]["zone"]


def git(scene, *arguments):
    done = subprocess.run(
        ["git", "-C", str(scene.repository), *arguments], env=ENVIRONMENT, capture_output=True, text=True)
    demand(done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def all_situations():
    return [
        Repository(command, layout, transport)
        for transport in ("path", "daemon") for command in COMMANDS for layout in ("branch", "refs")
    ]


def build(scene):
    known = all_situations()
    for repository in known:
        scene.begin_anew()
        repository.lay_first(scene)
        scene.keep(repository.name)
        repository.learn(scene)
    return {repository.name: repository for repository in known}
