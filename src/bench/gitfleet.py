"""The made-up fleet as a list in a Git repository, written by the git program itself."""
import os
import subprocess
import time

import fleet
import jvm

LAYOUTS = BRANCH, REFS = "branch", "refs"
GIT = jvm.ENVIRONMENT | {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@invalid",
    "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@invalid",
}
SIGNED = b"author b <b@invalid> %d +0000\ncommitter b <b@invalid> %d +0000\ndata 1\nx\n"
BORN = 1700000000


def git(*words, **more):
    """What is made up for the bench need not outlast a power cut; servers and writers sync as they do."""
    return subprocess.run(["git", "-c", "core.fsync=none", *map(str, words)], check=True, env=GIT, capture_output=True, **more).stdout


def data(content):
    return b"data %d\n%s\n" % (len(content), content)


def commit(ref, path, content, seconds=BORN, parent=b""):
    return b"commit %s\n" % ref + SIGNED % (seconds, seconds) + parent + b"M 100644 inline %s\n" % path + data(content)


def record(layout, value, **more):
    """A commit that holds it, as `git fast-import` takes it."""
    name = value["instance-id"].encode()
    text = fleet.text("nodepresence", value).encode()
    if layout == BRANCH:
        return commit(b"refs/heads/main", b"presence/all/%s.json" % name, text, **more)
    return commit(b"refs/presence/all/%s" % name, b"%s.json" % name, text, **more)


def lay(repository, size, layout, packed=True):
    """A repository with the list, its server's settings as docs/git.md has them, all that is there in one pack."""
    git("init", "-q", "--bare", "-b", "main", repository)
    git("-C", repository, "config", "gc.auto", "0")
    git("-C", repository, "config", "receive.autogc", "false")
    stream = commit(b"refs/heads/main", b"presence/all/.gitkeep", b"")
    stream += b"".join(record(layout, fleet.value(i)) for i in range(size))
    git("-C", repository, "fast-import", "--quiet", input=stream)
    beat(repository, range(size), 0)
    git("-C", repository, "repack", "-a", "-d", "-q")
    git("-C", repository, "prune-packed", "-q")
    if packed:
        git("-C", repository, "pack-refs", "--all")


def beat(repository, nodes, turn):
    """These nodes beat."""
    stream = b""
    for mark, i in enumerate(nodes, 1):
        said = {**fleet.beat(i), "seq": int(time.time()) + turn}
        stream += b"blob\nmark :%d\n%sget-mark :%d\n" % (mark, data(fleet.text("nodebeat", said).encode()), mark)
    ids = git("-C", repository, "fast-import", "--quiet", input=stream).decode().split()
    lines = (f"update refs/presence/beat/{fleet.instance_id(i)} {blob}\n" for i, blob in zip(nodes, ids))
    git("-C", repository, "update-ref", "--stdin", input="".join(lines).encode())


def change(repository, layout, i, turn):
    """A node says another fact, on top of what it said before."""
    ref = "refs/heads/main" if layout == BRANCH else f"refs/presence/all/{fleet.instance_id(i)}"
    stream = record(layout, fleet.changed(i, turn), seconds=int(time.time()), parent=b"from %s^0\n" % ref.encode())
    git("-C", repository, "fast-import", "--quiet", input=stream)


def nodes(repository, refs):
    return {ref.rpartition("/")[2] for ref in git("-C", repository, "for-each-ref", refs, "--format=%(refname)").decode().split()}


def records(repository, layout):
    """The nodes that have one there, as git itself sees it."""
    if layout == REFS:
        return nodes(repository, "refs/presence/all")
    paths = git("-C", repository, "ls-tree", "--name-only", "main", "presence/all/").decode().split()
    return {path.removeprefix("presence/all/").removesuffix(".json") for path in paths} - {".gitkeep"}


def beats(repository):
    return nodes(repository, "refs/presence/beat")
