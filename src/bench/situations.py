"""What `inject` disturbs: commands in the situations that nodes meet, and what must hold after each.

A situation is a folder with a list, a state folder, a nodeinfo folder and a place for the answer,
and a command in it. It is laid anew for each run; the list by hard links, as a copied file would be
another version to the program.
"""
import json
import os
import pathlib
import re
import shutil
import time

import fleet
import jvm
import tracer

STATUSES = (0, 10, 11, 14)
# Told by no command that runs undisturbed after a fault: something was half written, or forgotten.
UNSOUND = (
    "broken", "JSON", "a bug in presence", "another writer", "another machine", "was changed by", "nothing is remembered",
    "not readable", "damaged", "learnt anew",
)
SETTLING = 2.1
TSS = "20261122-174830"
LATER = "20261122-180000"
BEGAN = 1795370000
FOLDERS = ("list", "beats", "state", "nodeinfo", "out", "list.git")


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


def beat(name, minutes=0):
    value = {
        "acted": {}, "every": 60, "instance-id": name, "seq": BEGAN + 60 * minutes, "tss": TSS, "writer": "0" * 32,
    }
    return fleet.text("nodebeat", value)


def order(name):
    value = {"by": "ops", "instance-id": name, "reason": "disk", "state": "draining", "tss": TSS}
    return fleet.text("nodeorder", value)


class Scene:
    """The folders that a command works in, always the same ones: what is remembered names them."""

    def __init__(self, work, java, jar, archive, server):
        self.work = work
        self.server = server
        self.now = work / "now"
        self.kept = work / "kept"
        folders = (self.now / name for name in FOLDERS)
        self.list, self.beats, self.state, self.nodeinfo, self.out, self.repository = folders
        self.answer, self.report = self.out / "answer.json", self.out / "report.json"
        self.own = self.list / "all" / "me.json"
        self.java = [java, *jvm.FLAGS, *archive, "-jar", str(jar)]
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

    def heartbeat(self, *options):
        return [
            *self.java, "heartbeat", "--part", "app", "--deployment", "any", "--stacktype", "any", *self.common,
            "--out", str(self.answer), *options,
        ]

    def own_command(self, name, *options):
        return [*self.java, name, *self.common, *options]

    def keep(self, name):
        """Keeps a copy of what is there now, as the start of each run of a situation."""
        copy(self.now, self.kept / name)

    def lay(self, name):
        shutil.rmtree(self.now, ignore_errors=True)
        copy(self.kept / name, self.now)

    def begin_anew(self):
        """With nothing but empty folders."""
        shutil.rmtree(self.now, ignore_errors=True)
        for folder in (self.repository, self.nodeinfo, self.out):
            folder.mkdir(parents=True)

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

    def put(self, folder, name, text, root=None):
        fleet.replace(str((root or self.list) / folder / f"{name}.json"), text)

    def all_beat(self, minutes, root=None):
        for path in (self.list / "all").iterdir():
            if path.stem != "me":
                self.put("beat", path.stem, beat(path.stem, minutes), root)

    def own_beat(self, root):
        path = root / "beat" / "me.json"
        return whole(path.read_text(), "the own beat")["value"] if path.exists() else None

    def fact(self, name, text):
        (self.nodeinfo / f"{name}.txt").write_text(text + "\n")

    def clean(self, command):
        """An undisturbed run, which must say nothing that tells of harm; what it leaves running ends first."""
        done = tracer.run_to_the_end(command, jvm.ENVIRONMENT)
        what = f"the next {command[len(self.java)]}"
        demand(done.returncode == 0, f"{what} ended with {done.returncode}: {done.stderr.strip()}")
        for words in UNSOUND:
            demand(words not in done.stderr, f"{what} said: {done.stderr.strip()}")
        return done

    def standings(self):
        """Each node in the answer file, and how it stands there; none where there is no file."""
        return standings(self.answer.read_text()) if self.answer.exists() else None


def copy(old, new):
    """The lists by links, as their entries are versions to the program."""
    new.mkdir()
    for folder in FOLDERS:
        if (old / folder).exists():
            how = os.link if folder in ("list", "beats") else shutil.copy2
            shutil.copytree(old / folder, new / folder, copy_function=how)


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

    def concerns(self, call):
        """Whether it is worth a fault here; what others have met already is not."""
        return True

    def check_end(self, run, killed):
        demand(run.status != tracer.HANGS, "hangs")
        demand(run.status in STATUSES or killed and run.status == -9, f"ended with {run.status}: {run.error.strip()}")
        for words in ("a bug in presence", "Exception", "\tat "):  # Nor are these words for people.
            demand(words not in run.error, f"said: {run.error.strip()}")

    def check_list(self, scene):
        """All but the own record is untouched, and at most one hidden file was left of each file."""
        for folder in ("all", "beat", "order"):
            before, now = visible(scene.kept / self.name / "list" / folder), visible(scene.list / folder)
            for name in {*before, *now} - {"me.json"}:
                demand(before.get(name) == now.get(name), f"{folder}/{name} was changed")
            if "me.json" in now:
                whole(now["me.json"], f"{folder}/me.json")
        for folder, hidden in self.hidden(scene):
            files = {name.rsplit(".", 2)[0] for name in hidden}  # .NAME.WRITER.tmp
            demand(len(hidden) == len(files), f"left in {folder}: {hidden}")

    def hidden(self, scene):
        """Folder and the names in it that are hidden and were not there before."""
        for folder, _, names in os.walk(scene.now):
            kept = scene.kept / self.name / pathlib.Path(folder).relative_to(scene.now)
            yield folder, [name for name in names if name.startswith(".") and not (kept / name).exists()]


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


class Heartbeat(Look):
    """A beat: its own files are what it has and the others have not."""

    OWN = re.compile(r"(list|beats)/beat\b|state/(life|change)\b|state/own/.*\.beat|state/own$|state/writer|state/\.writer")

    def __init__(self, name, apart=False, change=False):
        super().__init__(name)
        self.apart = apart
        self.change = change

    def command(self, scene):
        options = ["--beat-store", str(scene.beats)] if self.apart else []
        options += ["--on-change", "true"] if self.change else []
        return scene.heartbeat(*options)

    def concerns(self, call):
        return self.OWN.search(call.path) is not None

    def root(self, scene):
        return scene.beats if self.apart else scene.list

    def learn(self, scene):
        self.own_before = facts(scene.own)
        self.beat_before = scene.own_beat(self.root(scene))
        super().learn(scene)
        self.own_after = facts(scene.own)

    def check(self, scene, run, fault):
        self.check_end(run, fault.error == tracer.KILL)
        self.check_list(scene)
        self.check_answer(scene.standings() or {})
        own = facts(scene.own)
        demand(own in (self.own_before, self.own_after), f"the record is neither old nor new: {own}")
        demand(run.status != 0 or own == self.own_after, f"exit 0, and the record has {own}")
        said = scene.own_beat(self.root(scene)) or self.beat_before
        scene.clean(self.command(scene))
        demand(scene.standings() == self.after, f"the next heartbeat made {scene.standings()} of it")
        self.check_beat(scene, said)
        if self.change:
            scene.clean(scene.own_command("change", "--on-change", "true"))
        scene.fact("zone", "healed")
        scene.clean(self.command(scene))
        demand(facts(scene.own)["zone"] == "healed", "the heartbeat after it is not on the list")
        said = self.check_beat(scene, said)
        for folder, hidden in self.hidden(scene):
            # Two first commands may name the machine at once, so each of these is apart; a kill leaves one.
            hidden = [name for name in hidden if not name.startswith(".writer.")]
            demand(not hidden, f"two heartbeats did not clear away what was left in {folder}: {hidden}")
        demand(not self.change or said["acted"], "the heartbeat after a change does not say that it acted")

    def check_beat(self, scene, before):
        """The own beat counts on and is this machine's."""
        now = scene.own_beat(self.root(scene))
        writer = (scene.state / "writer").read_text().strip()
        demand(now is not None, "the next heartbeat did not beat")
        demand(now["seq"] > before["seq"], f"the next heartbeat counts {now['seq']} after {before['seq']}")
        demand(now["writer"] == writer, f"{now['writer']} beats, but the name of this machine is {writer}")
        demand("rival" not in now, f"the next heartbeat complains of {now.get('rival')}")
        return now


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
        Heartbeat("heartbeat-same"),
        Heartbeat("heartbeat-lost"),
        Heartbeat("heartbeat-changed"),
        Heartbeat("heartbeat-own"),
        Heartbeat("heartbeat-apart", apart=True),
        Heartbeat("heartbeat-change", change=True),
        Announcement("announce-first"),
        Announcement("announce-changed"),
        Announcement("announce-same"),
        Announcement("announce-ended"),
        Announcement("drain", "drain"),
        Announcement("undrain", "undrain"),
    ]


def change_records(scene):
    scene.put("all", "i-2", record("i-2", "app", zone="b", tss=LATER))
    scene.put("all", "i-3", record("i-3", "app", state="draining", statetss=LATER, tss=LATER))


def build_heartbeats(scene):
    """All settled, with own beats, and everybody beats on."""
    scene.lay("look-same")
    for minutes in (1, 2, 3):
        scene.all_beat(minutes)
        scene.clean(scene.heartbeat())
        time.sleep(SETTLING)
    scene.all_beat(4)
    scene.keep("heartbeat-same")
    change_records(scene)
    scene.keep("heartbeat-changed")
    shutil.rmtree(scene.state)
    scene.keep("heartbeat-lost")

    scene.lay("heartbeat-same")
    scene.fact("zone", "b")
    scene.keep("heartbeat-own")

    scene.lay("heartbeat-same")
    for folder in ("all", "beat", "order"):
        (scene.beats / folder).mkdir(parents=True)
    for minutes in (4, 5):
        scene.all_beat(minutes, scene.beats)
        scene.clean(scene.heartbeat("--beat-store", str(scene.beats)))
    scene.all_beat(6, scene.beats)
    scene.keep("heartbeat-apart")

    scene.lay("heartbeat-changed")
    shutil.rmtree(scene.state / "change")
    scene.keep("heartbeat-change")


def build(scene):
    """Lays and keeps every situation; they grow out of each other, with the time that settling takes."""
    shutil.rmtree(scene.work, ignore_errors=True)
    scene.kept.mkdir(parents=True)
    scene.now.mkdir()
    scene.begin()
    scene.keep("look-first")
    scene.keep("announce-first")

    for _ in range(3):
        scene.clean(scene.to_answer())
        time.sleep(SETTLING)
    scene.keep("look-same")
    scene.keep("look-printed")
    shutil.rmtree(scene.state)
    scene.keep("look-lost")

    scene.lay("look-same")
    change_records(scene)
    scene.keep("look-changed")

    scene.lay("look-same")
    scene.clean(scene.own_command("state", "idle"))
    scene.keep("announce-same")
    scene.keep("drain")
    scene.fact("zone", "b")
    scene.keep("announce-changed")

    scene.lay("drain")
    scene.clean(scene.own_command("drain"))
    scene.keep("undrain")

    scene.lay("drain")
    scene.clean(scene.own_command("drain", "--for", "1s"))
    time.sleep(SETTLING)
    scene.keep("announce-ended")

    build_heartbeats(scene)

    situations = all_situations()
    for situation in situations:
        scene.lay(situation.name)
        situation.learn(scene)
    return {situation.name: situation for situation in situations}

