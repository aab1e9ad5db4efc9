#!/usr/bin/env python3
"""Writes a made-up fleet as a list of records and beats: fleet.py FOLDER NODES.

Ten nodes play app in deployment fed1; the others are spread over parts and deployments, so that a
reader has to see all and keep ten. Imported, it also changes records as time goes on.
"""
import json
import os
import sys

WANTED = 10
ANNOUNCED = "20261122-174830"


def instance_id(i):
    return f"i-{i:08x}"


def value(i):
    wanted = i < WANTED
    return {
        "address": f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}",
        "deployment": "fed1" if wanted else f"fed{2 + i % 7}",
        "instance-id": instance_id(i),
        "nodepart": "app" if wanted else ("app", "db", "lb")[i % 3],
        "ports": {"http": 80},
        "stacktype": "lamp",
        "state": "idle",
        "statelog": "setup:20261122-174646;initdone:20261122-174830;",
        "statetss": ANNOUNCED,
        "tss": ANNOUNCED,
        "zone": "abc"[i % 3],
    }


def beat(i):
    return {
        "acted": {},
        "every": 60,
        "instance-id": instance_id(i),
        "seq": 1795370000 + i,
        "tss": ANNOUNCED,
        "writer": f"{i:032x}",
    }


def text(filetype, said):
    return json.dumps({"filetype": filetype, "value": said}, indent=4, sort_keys=True) + "\n"


def replace(path, content):
    """The program's own way: a hidden name, then a rename, so that a change is a new inode."""
    folder, name = os.path.split(path)
    hidden = os.path.join(folder, f".{name}.{os.getpid():x}.tmp")
    with open(hidden, "w") as f:
        f.write(content)
    os.rename(hidden, path)


def write(folder, nodes):
    for kind in ("all", "beat", "order"):
        os.makedirs(os.path.join(folder, kind))
    for i in range(nodes):
        name = instance_id(i) + ".json"
        with open(os.path.join(folder, "all", name), "w") as f:
            f.write(text("nodepresence", value(i)))
        with open(os.path.join(folder, "beat", name), "w") as f:
            f.write(text("nodebeat", beat(i)))


def changed(i, turn):
    """What it says then: another fact, and a later tss."""
    return {**value(i), "release": f"r{turn}", "tss": f"20261122-18{turn // 60 % 60:02}{turn % 60:02}"}


def change(folder, nodes, count, turn):
    """Gives that many records outside the answer another fact and a later tss.

    Each turn takes the next ones, as news in a fleet is seldom of the same node: so those of the
    turn before are still to be settled by the reader.
    """
    others = nodes - WANTED
    for k in range(count):
        i = WANTED + (turn * count + k) % others
        replace(os.path.join(folder, "all", instance_id(i) + ".json"), text("nodepresence", changed(i, turn)))


def write_hostile(folder, records, item, size):
    """Records of that size at most, each with one fact that is full of the same item."""
    os.makedirs(os.path.join(folder, "all"))
    for i in range(records):
        large = {"filetype": "nodepresence", "value": {**value(i), "hostile": []}}
        room = size - len(json.dumps(large, separators=(",", ":")))
        large["value"]["hostile"] = [item] * (room // (len(json.dumps(item)) + 1))
        with open(os.path.join(folder, "all", instance_id(i) + ".json"), "w") as f:
            json.dump(large, f, separators=(",", ":"))


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
