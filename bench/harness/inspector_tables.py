"""The inspector's tables: what it costs to judge what others recorded, logged and configured."""

import os
import resource
import statistics
import subprocess
import tempfile
import time

import recordings
import report
from processes import BenchError, LOAD_CORE


def run(bench, *arguments, core=LOAD_CORE, expected=(0, 1)):
    """Seconds, seconds of CPU and MiB at most of one command."""
    command = ["taskset", "-c", core, "dotnet", "exec", f"{bench.peers.gateway}/Countersign.Cli.dll", *map(str, arguments)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        errors = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in expected:
        raise BenchError(f"{' '.join(map(str, arguments))}: {errors.decode().strip()}")
    return {"seconds": time.monotonic() - began, "cpu": used.ru_utime + used.ru_stime, "mebibytes": used.ru_maxrss / 1024}


def spread(results, field, digits=2):
    return report.spread([each[field] for each in results], digits)


def inspect_har(bench):
    """`inspect` over a HAR of 10,000 entries, on one core, from the start of the process to its end"""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "visit.har")
        recordings.har(path, 10_000)
        results = [run(bench, "inspect", path) for _ in range(bench.rounds)]
        size = os.path.getsize(path) / 1024 / 1024
    text = report.table(["file", "seconds", "CPU seconds", "MiB at most"], [[f"{size:.0f} MiB", spread(results, "seconds"), spread(results, "cpu"), spread(results, "mebibytes", 0)]])
    return text, [report.target("seconds", statistics.median(each["seconds"] for each in results), 3, unit=" s"),
                  report.target("memory", statistics.median(each["mebibytes"] for each in results), 300, unit=" MiB")]


ALL = {"inspect_har": inspect_har}
