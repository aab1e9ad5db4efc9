"""What `inject` disturbs: commands in the situations that nodes meet, and what must hold after each.

A situation is a folder with a list, a state folder, a nodeinfo folder and a place for the answer,
and a command in it. It is laid anew for each run; the list by hard links, as a copied file would be
another version to the program.
"""
import json
import os
import pathlib
import shutil
import subprocess
import time

import fleet
import jvm
import tracer

STATUSES = (0, 10, 11, 14)
# Told by no command that runs undisturbed after a fault: something was half written, or forgotten.
UNSOUND = (
    "broken", "JSON", "a bug in presence", "another writer", "another machine", "was changed by", "nothing is remembered",
)
SETTLING = 2.1
TSS = "20261122-174830"
LATER = "20261122-180000"


class Broken(Exception):
    """An invariant does not hold, in words."""


def demand(holds, words):
    if not holds:
        raise Broken(words)


def record(name, part, **facts):
    value = {
        "address": f"10.0.0.{int(name[-1]) + 1}", "instance-id": name, "nodepart": part, "ports": {"http": 80},
        "state": "idle", "statetss": TSS, "tss": TSS, **facts,
    }
    return fleet.text("nodepresence", value)


def beat(name):
    value = {"acted": {}, "every": 60, "instance-id": name, "seq": 1795370000, "tss": TSS, "writer": "0" * 32}
    return fleet.text("nodebeat", value)


def order(name):
    value = {"by": "ops", "instance-id": name, "reason": "disk", "state": "draining", "tss": TSS}
    return fleet.text("nodeorder", value)


class Scene:
    """The folders that a command works in, always the same ones: what is remembered names them."""

    def __init__(self, work, java, jar, archive):
        self.work = work
        self.now = work / "now"
        self.kept = work / "kept"
        self.list, self.state, self.nodeinfo, self.out = (
            self.now / name for name in ("list", "state", "nodeinfo", "out"))
        self.answer, self.report = self.out / "answer.json", self.out / "report.json"
        self.own = self.list / "all" / "me.json"
        self.java = [java, *jvm.FLAGS, archive, "-jar", str(jar)]
        self.common = [
            "--store", str(self.list), "--state-dir", str(self.state), "--nodeinfo", str(self.nodeinfo), "--timeout", "5s",
        ]

    def resolve(self, *options):
        return [
            *self.java, "resolve", "--part", "app", "--deployment", "any", "--stacktype", "any", *self.common,
            "--report", str(self.report), *options,
        ]

    def to_answer(self):
        return self.resolve("--out", str(self.answer))

    def own_command(self, name, *options):
        return [*self.java, name, *self.common, *options]

    def keep(self, name):
        """Moves what is there now aside, as the start of each run of a situation."""
        self.now.rename(self.kept / name)

    def lay(self, name):
        shutil.rmtree(self.now, ignore_errors=True)
        kept = self.kept / name
        self.now.mkdir()
        shutil.copytree(kept / "list", self.list, copy_function=os.link)
        for folder in ("state", "nodeinfo", "out"):
            if (kept / folder).exists():
                shutil.copytree(kept / folder, self.now / folder)

    def begin(self):
        for folder in ("all", "beat", "order"):
            (self.list / folder).mkdir(parents=True)
        self.nodeinfo.mkdir()
        self.out.mkdir()
        for name, part in (("i-1", "app"), ("i-2", "app"), ("i-3", "app"), ("i-4", "app"), ("i-5", "db")):
            self.put("all", name, record(name, part))
            self.put("beat", name, beat(name))
        self.put("order", "i-4", order("i-4"))
        for fact, text in (("instance-id", "me"), ("nodepart", "lb"), ("address", "10.0.0.9"), ("zone", "a")):
            self.fact(fact, text)

    def put(self, folder, name, text):
        fleet.replace(str(self.list / folder / f"{name}.json"), text)

    def fact(self, name, text):
        (self.nodeinfo / f"{name}.txt").write_text(text + "\n")

    def clean(self, command):
        """An undisturbed run, which must say nothing that tells of harm."""
        done = subprocess.run(command, env=jvm.ENVIRONMENT, capture_output=True, text=True)
        what = f"the next {command[len(self.java)]}"
        demand(done.returncode == 0, f"{what} ended with {done.returncode}: {done.stderr.strip()}")
        for words in UNSOUND:
            demand(words not in done.stderr, f"{what} said: {done.stderr.strip()}")
        return done

    def standings(self):
        """Each node in the answer file, and how it stands there; none where there is no file."""
        return standings(self.answer.read_text()) if self.answer.exists() else None


def standings(text):
    answer = whole(text, "the answer")["presence"]
    return {node["id"]: how for how in ("peers", "draining") for node in answer[how]["app"]}


def whole(text, what):
    try:
        return json.loads(text)
    except ValueError:
        raise Broken(f"{what} is not whole JSON: {text[:80]!r}") from None


def facts(path):
    """The facts of a record file, less those that tell when."""
    if not path.exists():
        return None
    value = whole(path.read_text(), path.name)["value"]
    return {key: fact for key, fact in value.items() if key not in ("tss", "statetss", "statelog")}


def visible(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


class Situation:
    """A command and where it is run; the folders are laid by its name."""

    def __init__(self, name):
        self.name = name

    def check_end(self, run, killed):
        demand(run.status != tracer.HANGS, "hangs")
        demand(run.status in STATUSES or killed and run.status == -9, f"ended with {run.status}: {run.error.strip()}")
        for words in ("a bug in presence", "Exception", "\tat "):  # Nor are these words for people.
            demand(words not in run.error, f"said: {run.error.strip()}")

    def check_list(self, scene):
        """All but the own record is untouched, and at most one hidden file was left in a folder."""
        for folder in ("all", "beat", "order"):
            before, now = visible(scene.kept / self.name / "list" / folder), visible(scene.list / folder)
            for name in {*before, *now} - {"me.json"}:
                demand(before.get(name) == now.get(name), f"{folder}/{name} was changed")
            if "me.json" in now:
                whole(now["me.json"], f"{folder}/me.json")
        for folder, _, names in os.walk(scene.now):
            kept = scene.kept / self.name / pathlib.Path(folder).relative_to(scene.now)
            hidden = [name for name in names if name.startswith(".") and not (kept / name).exists()]
            demand(len(hidden) <= 1, f"left in {folder}: {hidden}")


class Look(Situation):
    """A resolve; with `remembering` false an unread record may be missing, if there is no answer yet."""

    def __init__(self, name, to_file=True, answered=True):
        super().__init__(name)
        self.to_file = to_file
        self.answered = answered

    def command(self, scene):
        return scene.to_answer() if self.to_file else scene.resolve()

    def learn(self, scene):
        """What stands before, and what an undisturbed run makes of it."""
        self.before = scene.standings() or {}
        done = scene.clean(self.command(scene))
        self.after = scene.standings() if self.to_file else standings(done.stdout)

    def check_answer(self, now):
        """Each node stands as it did, or as an undisturbed run has it."""
        # Of what was never read nothing is known: the node may be missing, or its order.
        unread = set() if self.answered else {None, "peers"}
        for node in {*self.before, *self.after, *now}:
            before, after = self.before.get(node), self.after.get(node)
            allowed = {before, after} | unread if before else {after} | unread
            demand(
                now.get(node) in allowed,
                f"{node} was in {before}, should be in {after}, and is in {now.get(node)}; all of them: {now}")
        demand(now, "the answer is empty")

    def check(self, scene, run, fault):
        self.check_end(run, fault.error == tracer.KILL)
        self.check_list(scene)
        if self.to_file:
            now = scene.standings()
            demand(now is not None or not self.answered and run.status != 0, "there is no answer")
            if now is not None:
                self.check_answer(now)
        elif run.status == 0:
            self.check_answer(standings(run.out))
        if scene.report.exists():
            whole(scene.report.read_text(), "the report")
        scene.clean(scene.to_answer())
        demand(scene.standings() == self.after, f"the next resolve made {scene.standings()} of it")
        scene.fact("zone", "healed")
        scene.clean(scene.own_command("announce"))
        demand(facts(scene.own)["zone"] == "healed", "the next announce is not on the list")


class Announcement(Situation):
    """A command that writes this node's record."""

    def __init__(self, name, command="announce"):
        super().__init__(name)
        self.own_command = command

    def command(self, scene):
        return scene.own_command(self.own_command)

    def learn(self, scene):
        self.before = facts(scene.own)
        scene.clean(self.command(scene))
        self.after = facts(scene.own)
        scene.clean(scene.to_answer())
        self.peers = scene.standings()

    def check(self, scene, run, fault):
        self.check_end(run, fault.error == tracer.KILL)
        self.check_list(scene)
        demand(facts(scene.own) in (self.before, self.after), f"the record is neither old nor new: {facts(scene.own)}")
        demand(run.status != 0 or facts(scene.own) == self.after, f"exit 0, and the record has {facts(scene.own)}")
        scene.clean(scene.own_command("announce"))
        state = scene.nodeinfo / "state.txt"
        said = state.read_text().strip() if state.exists() else None
        demand(facts(scene.own).get("state") == said, f"nodeinfo says {said}, the next announce {facts(scene.own)}")
        if self.own_command != "announce":  # It is the state's owner who says it again.
            scene.clean(self.command(scene))
        demand(facts(scene.own) == self.after, f"the next {self.own_command} made {facts(scene.own)}")
        scene.fact("zone", "healed")
        scene.clean(scene.own_command("announce"))
        demand(facts(scene.own)["zone"] == "healed", "the next announce is not on the list")
        scene.clean(scene.to_answer())
        demand(scene.standings() == self.peers, f"the next resolve made {scene.standings()} of it")


def all_situations():
    return [
        Look("look-first", answered=False),
        Look("look-lost"),
        Look("look-same"),
        Look("look-printed", to_file=False),
        Look("look-changed"),
        Announcement("announce-first"),
        Announcement("announce-changed"),
        Announcement("announce-same"),
        Announcement("announce-ended"),
        Announcement("drain", "drain"),
        Announcement("undrain", "undrain"),
    ]


def build(scene):
    """Lays and keeps every situation; they grow out of each other, with the time that settling takes."""
    shutil.rmtree(scene.work, ignore_errors=True)
    scene.kept.mkdir(parents=True)
    scene.now.mkdir()
    scene.begin()
    keep_copy(scene, "look-first")
    keep_copy(scene, "announce-first")

    for _ in range(3):
        scene.clean(scene.to_answer())
        time.sleep(SETTLING)
    keep_copy(scene, "look-same")
    keep_copy(scene, "look-printed")
    shutil.rmtree(scene.state)
    keep_copy(scene, "look-lost")

    scene.lay("look-same")
    scene.put("all", "i-2", record("i-2", "app", zone="b", tss=LATER))
    scene.put("all", "i-3", record("i-3", "app", state="draining", statetss=LATER, tss=LATER))
    keep_copy(scene, "look-changed")

    scene.lay("look-same")
    scene.clean(scene.own_command("state", "idle"))
    keep_copy(scene, "announce-same")
    keep_copy(scene, "drain")
    scene.fact("zone", "b")
    keep_copy(scene, "announce-changed")

    scene.lay("drain")
    scene.clean(scene.own_command("drain"))
    keep_copy(scene, "undrain")

    scene.lay("drain")
    scene.clean(scene.own_command("drain", "--for", "1s"))
    time.sleep(SETTLING)
    keep_copy(scene, "announce-ended")

    situations = all_situations()
    for situation in situations:
        scene.lay(situation.name)
        situation.learn(scene)
    return {situation.name: situation for situation in situations}


def keep_copy(scene, name):
    shutil.copytree(scene.now / "list", scene.kept / name / "list", copy_function=os.link)
    for folder in ("state", "nodeinfo", "out"):
        if (scene.now / folder).exists():
            shutil.copytree(scene.now / folder, scene.kept / name / folder)
