"""How soon an agent has in its answer what another one, or a person, says to a list in ZooKeeper."""
import json
import os
import subprocess
import sys
import time

import jvm

ROOT = "/presence"
PATIENCE = 120
FACTS = {"deployment": "fed1", "stacktype": "lamp", "state": "idle"}
NOT_AT_ONCE = 0.7  # What is called within half a second of the last call may be one look with it.


class Node:
    """A node with a home of its own, whose agent is a process."""

    def __init__(self, program, work, server, name, part, address, session=10, asks=None, port=None):
        self.program, self.server, self.id, self.part = program, server, f"i-{name}", part
        self.home = work / "nodes" / name
        self.out = self.home / "answer.json"
        self.process = None
        (self.home / "info").mkdir(parents=True)
        for fact, text in {**FACTS, "instance-id": self.id, "nodepart": part, "address": address}.items():
            self.say(fact, text)
        store = f"zk:127.0.0.1:{port or server.port}{ROOT}?session={session}s"
        (self.home / "presence.json").write_text(json.dumps({"store": [store]}))
        self.words = ["--part", asks, "--out", str(self.out), "--hold", "1s", "--minimum", f"{asks}=0"] if asks else []

    def say(self, fact, text):
        (self.home / "info" / f".{fact}").write_text(text + "\n")
        os.rename(self.home / "info" / f".{fact}", self.home / "info" / f"{fact}.txt")

    def argv(self, *words):
        return [
            self.program, *words, "--nodeinfo", str(self.home / "info"), "--config", str(self.home / "presence.json"),
            "--state-dir", str(self.home / "state")]

    def begin(self):
        with open(self.home / "log", "w") as log:
            self.process = subprocess.Popen(
                self.argv("agent", *self.words), stdout=log, stderr=log, env=jvm.ENVIRONMENT)

    def settled(self):
        """With its first turn over."""
        until(lambda: self.server.written(f"{ROOT}/live/{self.part}/{self.id}"), f"the mark of {self.id}", 0.2)

    def command(self, *words):
        run = jvm.Run(self.argv(*words))
        if run.status:
            sys.exit(f"{' '.join(words)} of {self.id} ended with {run.status}: {run.error}")

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def record(self):
        return f"{ROOT}/part/{self.part}/{self.id}"

    def answered(self, shows, what):
        """When the answer that shows it was put in its place, in seconds of the clock."""
        until(lambda: shows(*self.answer()), what, 0.003)
        return self.out.stat().st_ctime

    def answer(self):
        """The addresses of peers and of those that drain."""
        said = json.loads(self.out.read_text())["presence"] if self.out.exists() else {"peers": {}, "draining": {}}
        return [{peer["address"] for part in said[word].values() for peer in part} for word in ("peers", "draining")]


class Late:
    """Milliseconds of each trial of one kind: since it stood on the list, and since it was begun."""

    def __init__(self, name):
        self.name, self.listed, self.begun = name, [], []

    def add(self, begun, listed, answered):
        self.listed.append(1000 * (answered - listed))
        self.begun.append(1000 * (answered - begun))


def until(holds, what, pause):
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"{what} did not come within {PATIENCE} s")
        time.sleep(pause)


def started(nodes):
    for node in nodes:
        node.begin()
    for node in nodes:
        node.settled()


def put(reader, peers, trials):
    """A fact of a peer changes, and its agent announces it."""
    late = Late("put, a changed record")
    for turn in range(trials):
        peer, address = peers[turn % len(peers)], f"10.99.{turn}.1"
        begun = time.time()
        peer.say("address", address)
        answered = reader.answered(lambda at, _: address in at, "a changed record")
        late.add(begun, reader.server.written(peer.record()), answered)
        time.sleep(NOT_AT_ONCE)
    return late


def leave(reader, peers, trials):
    """`presence leave` on a peer, which is back before the next one."""
    late = Late("leave")
    for turn in range(trials):
        peer = peers[turn % len(peers)]
        address = (peer.home / "info" / "address.txt").read_text().strip()
        begun = time.time()
        peer.command("leave")
        answered = reader.answered(lambda at, _: address not in at, "a leave")
        late.add(begun, reader.server.written(peer.record()), answered)
        time.sleep(NOT_AT_ONCE)
        peer.command("state", "idle")
        reader.answered(lambda at, _: address in at, "a return")
        time.sleep(NOT_AT_ONCE)
    return late


def order(reader, peers, trials):
    """`presence drain ID` by a person."""
    late = Late("order, a drain")
    for turn in range(trials):
        peer = peers[turn % len(peers)]
        begun = time.time()
        reader.command("drain", peer.id, "--reason", "bench")
        answered = reader.answered(lambda _, draining: draining, "an order")
        late.add(begun, reader.server.written(f"{ROOT}/order/{peer.id}"), answered)
        reader.command("undrain", peer.id)
        reader.answered(lambda _, draining: not draining, "its end")
        time.sleep(NOT_AT_ONCE)
    return late


def crash(reader, make, session, trials, at_once):
    """`kill -9` of one after the other, a second apart, and some of them before the first is known.

    Each is a new node, as one that is dead twice in an hour is under another rule.
    """
    late = Late(f"`kill -9`, session of {session} s")
    for first in range(0, trials, at_once):
        victims = [make(f"v{session}-{i}", f"10.98.{session}.{i}", session) for i in range(first, min(trials, first + at_once))]
        try:
            started(victims)
            here = {victim: (victim.home / "info" / "address.txt").read_text().strip() for victim in victims}
            reader.answered(lambda at, _: at.issuperset(here.values()), "a new node")
            time.sleep(2)
            killed = {}
            for victim in victims:
                killed[victim] = time.time()
                victim.end()
                time.sleep(1)
            for victim in victims:
                answered = reader.answered(lambda at, _: here[victim] not in at, "a crash")
                late.add(killed[victim], killed[victim], answered)
        finally:
            for victim in victims:
                victim.end()
    return late
