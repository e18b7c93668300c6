"""Commands that run to their end."""

import os
import subprocess
import time

import report
from processes import BenchError, PROXY_CORE


class Run:
    """What one run of a program took, on one core, from its start to its end."""

    def __init__(self, command, expected=(0,)):
        command = list(map(str, command))
        began = time.monotonic()
        with subprocess.Popen(["taskset", "-c", PROXY_CORE, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in expected:
            raise BenchError(f"{' '.join(command)} ended with {process.returncode}: {errors.decode(errors='replace').strip()}")
        self.seconds = time.monotonic() - began
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024


def countersign(bench, *arguments):
    """The command as the release archive has it. That it finds something is no failure."""
    return Run(["dotnet", f"{bench.peers.gateway}/Countersign.Cli.dll", *arguments], expected=(0, 1))


def middle(runs, field):
    values = sorted(getattr(run, field) for run in runs)
    return values[len(values) // 2]


def columns(runs):
    return [report.spread([run.seconds for run in runs], 2), report.spread([run.cpu for run in runs], 2), report.spread([run.memory for run in runs], 0)]
