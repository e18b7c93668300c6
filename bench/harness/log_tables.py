"""Reading an access log: the command, and what others read it with."""

import os

import access_log
import report
from commands import Run


def classify(bench):
    """A combined log of a day (400,000 lines for each second asked for), on one core"""
    folder = bench.peers.folder
    log = os.path.join(folder, "access.log")
    access_log.write(log, bench.seconds * 400_000)
    with open(log, "rb") as lines:
        count = sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
    commands = {
        "countersign classify": ["dotnet", f"{bench.peers.gateway}/Countersign.Cli.dll", "classify", log],
        "countersign classify, JSON": ["dotnet", f"{bench.peers.gateway}/Countersign.Cli.dll", "classify", log, "--format", "json"],
        "GoAccess, one thread": ["goaccess", log, "--log-format=COMBINED", "--no-global-config", "--no-progress", "-o", os.path.join(folder, "report.json")],
        "wc -l": ["wc", "-l", log],
    }
    for command in commands.values():
        Run(command)
    results = {name: [] for name in commands}
    for _ in range(bench.rounds):
        for name, command in commands.items():
            results[name].append(Run(command))
    rows = [[name, report.spread([count / run.seconds for run in runs], 0), report.spread([run.cpu * 1e6 / count for run in runs], 3), report.spread([run.memory for run in runs], 0)]
            for name, runs in results.items()]
    text = f"{count:,} lines, {os.path.getsize(log) >> 20} MiB.\n\n" + report.table(["program", "lines/s, start included", "CPU us/line", "memory MiB"], rows)

    def middle(name, field):
        runs = sorted(getattr(run, field) for run in results[name])
        return runs[len(runs) // 2]
    return text, [report.at_least("lines a second", count / middle("countersign classify", "seconds"), 1_000_000, unit="", digits=0),
                  report.target("memory", middle("countersign classify", "memory"), 200, unit=" MiB", digits=0),
                  report.at_least("CPU of GoAccess against it", middle("GoAccess, one thread", "cpu") / middle("countersign classify", "cpu"), 1)]


ALL = {table.__name__: table for table in (classify,)}
