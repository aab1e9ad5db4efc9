#!/usr/bin/env python3
"""The original system's way, the baseline: load every file, filter, print. reader.py FOLDER"""
import json
import os
import sys

folder = os.path.join(sys.argv[1], "all")
peers = []
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name)) as f:
        value = json.load(f)["value"]
    if value["nodepart"] == "app" and value["deployment"] == "fed1" and value["state"] == "idle":
        peers.append({key: value[key] for key in ("instance-id", "address", "ports", "zone")})
json.dump({"presence": {"peers": {"app": peers}}}, sys.stdout, indent=2, sort_keys=True)
print()
