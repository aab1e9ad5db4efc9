#!/usr/bin/env python3
"""Writes a made-up fleet as a list of records: fleet.py FOLDER NODES.

Ten nodes play app in deployment fed1; the others are spread over parts and deployments, so that a
reader has to read all and keep ten.
"""
import json
import os
import sys


def record(i, nodes):
    wanted = i < 10
    value = {
        "address": f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}",
        "deployment": "fed1" if wanted else f"fed{2 + i % 7}",
        "instance-id": f"i-{i:08x}",
        "nodepart": "app" if wanted else ("app", "db", "lb")[i % 3],
        "ports": {"http": 80},
        "stacktype": "lamp",
        "state": "idle",
        "statelog": "setup:20261122-174646;initdone:20261122-174830;",
        "statetss": "20261122-174830",
        "tss": "20261122-174830",
        "zone": "abc"[i % 3],
    }
    return {"filetype": "nodepresence", "value": value}


def main():
    folder, nodes = sys.argv[1], int(sys.argv[2])
    os.makedirs(os.path.join(folder, "all"))
    for i in range(nodes):
        rec = record(i, nodes)
        name = rec["value"]["instance-id"] + ".json"
        with open(os.path.join(folder, "all", name), "w") as f:
            json.dump(rec, f, indent=4, sort_keys=True)
            f.write("\n")


main()
