"""Runs a command and sees its system calls below one folder, and what it sends to a server; lets
them fail, or kills it there.

strace injects faults too, but it selects by exact names, and those of temporary files are random;
it counts calls a thread; and without a name it hits the JVM's own start. So this asks the kernel
itself: a seccomp filter stops the command at the calls below, and where one of them is about a path
in the folder, it is counted and, if so wanted, skipped with an error. For Linux on x86-64.
"""
import ctypes
import dataclasses
import errno
import os
import re
import signal
import struct
import subprocess
import time

# What each family of calls is made of: name, number, and where its path is. "path" is an argument
# with a path, "at" one with a folder's descriptor followed by a path, "fd" one with a descriptor.
FAMILIES = {
    "open": [("open", 2, "path", 0), ("creat", 85, "path", 0), ("openat", 257, "at", 0), ("openat2", 437, "at", 0)],
    "dup": [("dup", 32, "fd", 0), ("dup2", 33, "fd", 0), ("dup3", 292, "fd", 0)],
    "stat": [
        ("stat", 4, "path", 0), ("fstat", 5, "fd", 0), ("lstat", 6, "path", 0), ("newfstatat", 262, "at", 0),
        ("statx", 332, "at", 0), ("access", 21, "path", 0), ("faccessat", 269, "at", 0), ("faccessat2", 439, "at", 0),
        ("readlink", 89, "path", 0), ("readlinkat", 267, "at", 0), ("statfs", 137, "path", 0), ("fstatfs", 138, "fd", 0),
    ],
    "read": [("read", 0, "fd", 0), ("pread64", 17, "fd", 0), ("readv", 19, "fd", 0), ("preadv", 295, "fd", 0)],
    "getdents64": [("getdents", 78, "fd", 0), ("getdents64", 217, "fd", 0)],
    "write": [
        ("write", 1, "fd", 0), ("pwrite64", 18, "fd", 0), ("writev", 20, "fd", 0), ("pwritev", 296, "fd", 0),
        ("truncate", 76, "path", 0), ("ftruncate", 77, "fd", 0), ("fallocate", 285, "fd", 0),
    ],
    # Named by what is there afterwards.
    "rename": [
        ("rename", 82, "path", 1), ("renameat", 264, "at", 2), ("renameat2", 316, "at", 2), ("link", 86, "path", 1),
        ("linkat", 265, "at", 2), ("symlink", 88, "path", 1), ("symlinkat", 266, "at", 1),
    ],
    "fsync": [("fsync", 74, "fd", 0), ("fdatasync", 75, "fd", 0)],
    "chmod": [("chmod", 90, "path", 0), ("fchmod", 91, "fd", 0), ("fchmodat", 268, "at", 0), ("fchmodat2", 452, "at", 0)],
    "chown": [
        ("chown", 92, "path", 0), ("fchown", 93, "fd", 0), ("lchown", 94, "path", 0), ("fchownat", 260, "at", 0),
        ("utimensat", 280, "at", 0),
    ],
    "lock": [("fcntl", 72, "fd", 0), ("flock", 73, "fd", 0)],
    "unlink": [("unlink", 87, "path", 0), ("unlinkat", 263, "at", 0), ("rmdir", 84, "path", 0)],
    "mkdir": [("mkdir", 83, "path", 0), ("mkdirat", 258, "at", 0)],
    "close": [("close", 3, "fd", 0)],
    # Seen, so that a way that is not tested does not stay unknown.
    "mmap": [("mmap", 9, "fd", 4)],
}
CALLS = {number: (name, family, kind, at) for family, calls in FAMILIES.items() for name, number, kind, at in calls}
LOCKING = (6, 7, 37, 38)  # F_SETLK, F_SETLKW and their OFD forms.
KILL = "KILL"
HANGS = "hangs"
# Where a write goes that is no file's.
SERVER = "server"
# Temporary names and names by a hash are not the same in each run.
VARYING = re.compile(r"[0-9a-f]{6,}")

ALL_KINDS = 0x40000000  # __WALL
TRACEME, CONT, GETREGS, SETREGS, SETOPTIONS = 0, 7, 12, 13, 0x4200
# Forks, clones, exec, seccomp; and nothing of it outlives this process.
OPTIONS = 0x02 | 0x04 | 0x08 | 0x10 | 0x80 | 0x100000
EVENT_SECCOMP = 7
ORIG_RAX, RAX = 15, 10
ARGUMENTS = (14, 13, 12, 7, 9, 8)  # rdi, rsi, rdx, r10, r8, r9
REGISTERS = 27

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


@dataclasses.dataclass(frozen=True)
class Call:
    """A system call below the folder: its name, its path from there, and its how many-th of these.

    Of what is sent to a server the path is that word."""

    name: str
    family: str
    path: str
    nth: int

    @property
    def folder(self):
        return self.path.rpartition("/")[0]


@dataclasses.dataclass(frozen=True)
class Fault:
    """An error, or a kill, for one call; or with nth 0 for each of a family about what lies in one folder."""

    call: Call
    error: str

    def hits(self, call):
        if self.call.nth == 0:
            return (call.family, call.folder) == (self.call.family, self.call.path)
        return call == self.call


@dataclasses.dataclass
class Traced:
    """How a run ended: exit status (negative for a signal), its calls, and how many were hit."""

    status: object
    calls: list
    hits: int
    out: bytes
    error: str


def run(command, environment, folder, fault=None, limit=60):
    """Runs the command; a fault that is not met leaves it undisturbed."""
    out, error = os.memfd_create("out"), os.memfd_create("error")
    child = os.fork()
    if child == 0:
        be_traced(command, environment, out, error)
    tracer = Tracer(child, folder + "/", fault)
    status = tracer.follow(time.monotonic() + limit)
    traced = Traced(status, tracer.calls, tracer.hits, content(out), content(error).decode(errors="replace"))
    os.close(out)
    os.close(error)
    return traced


def run_to_the_end(command, environment):
    """Runs a command undisturbed, and returns when all that it started and left has ended too."""
    set_child_subreaper = 36
    libc.prctl(set_child_subreaper, 1, 0, 0, 0)
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return done


def content(file):
    return os.pread(file, os.fstat(file).st_size, 0)


def be_traced(command, environment, out, error):
    """The child's way to exec; never returns."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(error, 2)
        os.chdir("/")
        ptrace(TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        stop_at(sorted(CALLS))
        os.execve(command[0], command, environment)
    finally:
        os._exit(127)


def stop_at(numbers):
    """A seccomp filter that hands these calls to the tracer and lets all others pass."""
    load, equal, give = 0x20, 0x15, 0x06
    program = [(load, 0, 0, 0)]
    for i, number in enumerate(numbers):
        program.append((equal, len(numbers) - i, 0, number))
    program += [(give, 0, 0, 0x7FFF0000), (give, 0, 0, 0x7FF00000)]  # Allow; trace.
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code)))
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(seccomp, by_filter, header, 0, 0):
        raise OSError(ctypes.get_errno(), "no seccomp filter")


def ptrace(request, pid, address, data):
    if libc.ptrace(request, pid, address, data) == -1:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")


class Tracer:
    """Follows a command, its threads and what it starts from its first stop to the end of all."""

    def __init__(self, leader, prefix, fault):
        self.leader = leader
        self.prefix = prefix
        self.fault = fault
        self.calls = []
        self.counts = {}
        self.hits = 0
        self.registers = (ctypes.c_ulonglong * REGISTERS)()

    def follow(self, deadline):
        os.waitpid(self.leader, ALL_KINDS)
        ptrace(SETOPTIONS, self.leader, 0, OPTIONS)
        ptrace(CONT, self.leader, 0, 0)
        late = False

        def end(*_):
            nonlocal late
            late = True
            os.kill(self.leader, signal.SIGKILL)

        signal.signal(signal.SIGALRM, end)
        signal.setitimer(signal.ITIMER_REAL, max(0.01, deadline - time.monotonic()))
        result = None
        while True:
            try:
                thread, status = os.waitpid(-1, ALL_KINDS)
            except ChildProcessError:
                break
            if os.WIFSTOPPED(status):
                self.go_on(thread, status)
            elif thread == self.leader:
                result = os.waitstatus_to_exitcode(status)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return HANGS if late else result

    def go_on(self, thread, status):
        event, stopped_by = status >> 16, os.WSTOPSIG(status)
        try:
            if event == EVENT_SECCOMP:
                self.at_call(thread)
            # A new thread begins with a stop that is for the tracer, not for it.
            signal_to_give = 0 if event or stopped_by == signal.SIGSTOP else stopped_by
            ptrace(CONT, thread, 0, signal_to_give)
        except OSError as e:
            if e.errno not in (errno.ESRCH, errno.ENOENT):  # Killed meanwhile.
                raise

    def at_call(self, thread):
        ptrace(GETREGS, thread, 0, ctypes.addressof(self.registers))
        arguments = [self.registers[i] for i in ARGUMENTS]
        name, family, kind, at = CALLS[self.registers[ORIG_RAX]]
        if name == "fcntl" and arguments[1] not in LOCKING:
            return
        if family == "open" and (name == "creat" or arguments[at + (kind == "at") + 1] & os.O_CREAT):
            family = "create"  # Other errors belong to it.
        path = self.path(thread, kind, arguments, at)
        if path.startswith("socket:") and family == "write":
            label = SERVER
        elif path.startswith(self.prefix):
            label = VARYING.sub("*", path[len(self.prefix):])
        else:
            return
        nth = self.counts[name, label] = self.counts.get((name, label), 0) + 1
        call = Call(name, family, label, nth)
        self.calls.append(call)
        if self.fault and self.fault.hits(call):
            self.hits += 1
            if self.fault.error == KILL:
                os.kill(process_of(thread), signal.SIGKILL)
            else:
                self.registers[ORIG_RAX] = 2**64 - 1  # No call: skipped.
                self.registers[RAX] = 2**64 - getattr(errno, self.fault.error)
                ptrace(SETREGS, thread, 0, ctypes.addressof(self.registers))

    def path(self, thread, kind, arguments, at):
        """The absolute path that a call is about; none where there is none."""
        if kind == "fd":
            return link(f"/proc/{thread}/fd/{signed(arguments[at])}")
        path = text(thread, arguments[at + (kind == "at")])
        if path.startswith("/"):
            return os.path.normpath(path)
        if kind == "path" or signed(arguments[at]) == -100:  # AT_FDCWD
            folder = link(f"/proc/{thread}/cwd")
        else:
            folder = link(f"/proc/{thread}/fd/{signed(arguments[at])}")
        return os.path.normpath(os.path.join(folder, path)) if path else folder


def process_of(thread):
    """The process of a thread: a command may have started others, and be no longer there."""
    with open(f"/proc/{thread}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("Tgid:"))


def signed(argument):
    return ctypes.c_int(argument & 0xFFFFFFFF).value


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


def text(thread, address):
    """The bytes up to a zero in the memory of a stopped thread; nothing after a bad address."""
    result = b""
    try:
        with open(f"/proc/{thread}/mem", "rb", buffering=0) as memory:
            while b"\0" not in result and len(result) < 8192:
                memory.seek(address + len(result))
                result += memory.read(4096 - (address + len(result)) % 4096)
    except (OSError, OverflowError):
        return ""
    return os.fsdecode(result.split(b"\0")[0])
