"""Servers as process trees: started on one core, measured over all their processes, always ended."""

import glob
import os
import signal
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")
PROXY_CORE, LOAD_CORE = "1", "0"


class BenchError(Exception):
    """A table can't be measured, and why."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server and its children: a session of its own, so that all of them can be found again."""

    running = []

    def __init__(self, name, command, port, log, core=PROXY_CORE, env=None):
        self.name, self.command, self.port, self.core, self.env, self.log = name, command, port, core, env, log
        self.process, self.warm_up = None, 0

    def start(self):
        # The refusal log of the gateway goes where it costs a write and no disk.
        with open(self.log, "ab") as errors:
            self.process = subprocess.Popen(["taskset", "-c", self.core, *self.command], start_new_session=True,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                                            env={**os.environ, **(self.env or {})})
        Server.running.append(self)
        return self

    def wait(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise BenchError(f"{self.name} ended with {self.process.returncode}:\n{self.last_words()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.005)
        raise BenchError(f"{self.name} does not listen on {self.port}")

    def last_words(self):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-10:])

    def stop(self):
        if self not in Server.running:
            return
        Server.running.remove(self)
        for kind in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, kind)
            except ProcessLookupError:
                pass
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                continue
        for pid in self.pids():   # children with a process group of their own
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    @staticmethod
    def stop_all():
        for server in list(Server.running):
            server.stop()

    def stats(self):
        """Yields pid and the fields of /proc/PID/stat from the third on, of every process of the session."""
        for file in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(file) as stat:
                    text = stat.read()
            except OSError:
                continue
            fields = text[text.rindex(")") + 2:].split()
            if int(fields[3]) == self.process.pid:
                yield int(text.split(" ", 1)[0]), fields

    def pids(self):
        return [pid for pid, _ in self.stats()]

    def cpu(self):
        """Seconds of user and system time so far, ended children included."""
        user = system = 0
        for _, fields in self.stats():
            user += int(fields[11]) + int(fields[13])
            system += int(fields[12]) + int(fields[14])
        return user / TICK, system / TICK

    def pss(self):
        """MiB of memory, shared pages divided among those that share them."""
        total = 0
        for pid in self.pids():
            try:
                with open(f"/proc/{pid}/smaps_rollup") as rollup:
                    total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
            except OSError:
                continue
        return total / 1024


class Pair:
    """A server and another one that it asks, measured together."""

    def __init__(self, front, asked):
        self.front, self.asked = front, asked
        self.name, self.port, self.log, self.warm_up = front.name, front.port, front.log, asked.warm_up

    def start(self):
        for server in (self.asked, self.front):
            if server not in Server.running:
                server.start()
        return self

    def wait(self):
        self.asked.wait()
        self.front.wait()
        return self

    def cpu(self):
        return tuple(map(sum, zip(self.asked.cpu(), self.front.cpu())))

    def pss(self):
        return self.asked.pss() + self.front.pss()
