"""The Javas of this machine, and the program on them as bin/presence starts it."""
import glob
import os
import pathlib
import select
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
JAR = ROOT / "target" / "presence.jar"
# What bin/presence gives to Java: the same list there and here.
FLAGS = [
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
    "-XX:-UsePerfData", "-XX:MaxRAMPercentage=50", "-Xmn48m",
    "-XX:+DisplayVMOutputToStderr", "-XX:-PrintWarnings", "-Xlog:disable", "-Xlog:all=error:stderr",
]
# The settings of whoever runs this must not reach what is measured or tested.
ENVIRONMENT = {
    key: text for key, text in os.environ.items()
    if key not in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS") and not key.startswith("PRESENCE_")
} | {"LC_ALL": "C.UTF-8"}


def javas():
    """The java commands by feature version: the one on the PATH, and 25 where it is there."""
    homes = [pathlib.Path(shutil.which("java")).resolve().parent.parent]
    homes += [pathlib.Path(home) for home in sorted(glob.glob("/usr/lib/jvm/*25*"))]
    found = {}
    for home in homes:
        java = home.resolve() / "bin" / "java"
        if java.exists():
            text = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
            found.setdefault(text.split('"')[1].split(".")[0], str(java))
    return found


def jar_or_exit(jar):
    if not pathlib.Path(jar).exists():
        sys.exit(f"no {jar}: build it with 'mvn -q -DskipTests package'")
    return pathlib.Path(jar)


def install(jar, folder):
    """A copy of the jar, as an archive belongs to one jar in one place."""
    folder.mkdir(parents=True)
    return pathlib.Path(shutil.copy2(jar, folder / "presence.jar"))


def archive(java, jar):
    """Builds the class archive beside the jar; returns the flags that use it."""
    built = subprocess.run(
        [java, "-jar", jar, "archive"], check=True, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    return ["-XX:+VerifySharedSpaces", f"-XX:SharedArchiveFile={built.stdout.strip()}"]


class Run:
    """One run of a command: exit status (negative for a signal), wall and CPU ms, peak MB, stderr."""

    def __init__(self, command, environment=ENVIRONMENT):
        self.begin(command, environment)
        self.end()

    def begin(self, command, environment):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)

    def end(self):
        try:
            self.error = self.process.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(self.process.pid, 0)
        except BaseException:
            self.process.kill()
            raise
        self.wall = 1000 * (time.perf_counter() - self.start)
        self.process.returncode = self.status = os.waitstatus_to_exitcode(status)
        self.process.stderr.close()
        self.cpu = 1000 * (usage.ru_utime + usage.ru_stime)
        self.peak = usage.ru_maxrss / 1024


class Beside(Run):
    """The same, of a command that runs beside others."""

    def __init__(self, command, environment):
        self.begin(command, environment)


def at_once(commands, environment=ENVIRONMENT):
    """Runs them all at the same time."""
    runs, waiting = [], {}
    ends = select.poll()
    try:
        for command in commands:
            run = Beside(command, environment)
            runs.append(run)
            waiting[os.pidfd_open(run.process.pid)] = run
        for descriptor in waiting:
            ends.register(descriptor, select.POLLIN)
        while waiting:
            for descriptor, _ in ends.poll():
                ends.unregister(descriptor)
                os.close(descriptor)
                waiting.pop(descriptor).end()
        return runs
    finally:
        for run in waiting.values():
            run.process.kill()


def memory(process):
    """Resident and anonymous MB, and threads."""
    lines = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines())
    return [int(lines["VmRSS"].split()[0]) / 1024, int(lines["RssAnon"].split()[0]) / 1024, int(lines["Threads"])]


def cpu(process):
    """Milliseconds so far, of its children too."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return 1000 * sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
