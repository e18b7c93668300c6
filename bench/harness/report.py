"""Tables in Markdown, and what the targets say to them."""

import platform
import re
import statistics
import subprocess


def spread(values, digits=1):
    """median [min-max]"""
    median, low, high = statistics.median(values), min(values), max(values)
    return f"{median:.{digits}f} [{low:.{digits}f}-{high:.{digits}f}]"


def table(headings, rows):
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def target(what, value, must, aim=None, unit="x", digits=2):
    """A line such as: must 1.6x, aim 1.2x: **1.30x**, met."""
    verdict = "aim met" if aim is not None and value <= aim else "met" if value <= must else "**missed**"
    wanted = f"must {must:.12g}{unit}" + (f", aim {aim:.12g}{unit}" if aim is not None else "")
    return f"* {what}: {wanted}: **{value:.{digits}f}{unit}**, {verdict}"


def at_least(what, value, must, unit="x", digits=2):
    """A line such as: must 1.8x: **2.10x**, met."""
    return f"* {what}: must {must:.12g}{unit}: **{value:.{digits}f}{unit}**, {'met' if value >= must else '**missed**'}"


def cpu_table(results, floor):
    """Results: name -> CPU of every round. Ratios are of medians, against the row named floor."""
    medians = {name: statistics.median(each.micros for each in rounds) for name, rounds in results.items()}
    rows = []
    for name, rounds in sorted(results.items(), key=lambda item: medians[item[0]]):
        def column(field, digits=1, scale=1):
            return f"{statistics.median(getattr(each, field) for each in rounds) * scale:.{digits}f}"
        rows.append([name, spread([each.micros for each in rounds]), f"{medians[name] / medians[floor]:.2f}", column("system_share", 0, 100),
                     column("rate", 0), column("core_share", 0, 100), column("p50", 2), column("p99", 2), column("pss", 0)])
    headings = ["server", "CPU us/request", f"x {floor}", "system %", "requests/s", "core use %", "p50 ms", "p99 ms", "PSS MiB"]
    return table(headings, rows), medians


def first_line(*command):
    ran = subprocess.run(command, capture_output=True, text=True)
    return ((ran.stdout + ran.stderr).strip().splitlines() or ["?"])[0]


def machine():
    with open("/proc/cpuinfo") as info:
        model = re.search(r"model name\s*: (.*)", info.read())
    versions = [first_line("nginx", "-v").removeprefix("nginx version: "), first_line("haproxy", "-v").split(" - ")[0],
                first_line("apache2", "-v").removeprefix("Server version: "), "caddy " + first_line("caddy", "version"),
                ".NET " + first_line("dotnet", "--version"), first_line("wrk", "-v").split(" [")[0], first_line("h2load", "--version")]
    return f"{model[1] if model else platform.machine()}, {platform.system()} {platform.release()}; " + ", ".join(versions)
