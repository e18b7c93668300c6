"""The inspector's tables: what it costs to judge what others recorded, wrote and serve."""

import os
import random

import nginx_configuration
import peers as peer
import recordings
import report
from commands import columns, countersign, middle
from processes import LOAD_CORE

PAGES = 3_000


def inspect_har(bench):
    """`inspect` over a HAR of 10,000 exchanges, on one core, from the start of the process to its end"""
    path = os.path.join(bench.peers.folder, "visit.har")
    recordings.har(path, 10_000)
    runs = [countersign(bench, "inspect", path) for _ in range(bench.rounds + 1)][1:]
    text = report.table(["file", "seconds", "CPU seconds", "MiB at most"], [[f"{os.path.getsize(path) >> 20} MiB", *columns(runs)]])
    return text, [report.target("seconds", middle(runs, "seconds"), 3, unit=" s"), report.target("memory", middle(runs, "memory"), 300, unit=" MiB", digits=0)]


def lint(bench):
    """`lint` over a configuration of nginx, on one core, from the start of the process to its end"""
    path = os.path.join(bench.peers.folder, "large-nginx.conf")
    lines = nginx_configuration.write(path, 10_000)
    runs = [countersign(bench, "lint", path) for _ in range(bench.rounds + 1)][1:]
    return report.table(["lines", "seconds", "CPU seconds", "MiB at most"], [[f"{lines:,}", *columns(runs)]]), [report.target("a configuration of 10,000 lines", middle(runs, "seconds"), 1, unit=" s")]


def crawl(bench):
    """`crawl` of a site of 3,000 pages that nginx serves from files, without pauses, on one core, from the start of the process to its end"""
    site(bench)
    server, = bench.start(bench.peers.make("site", "site.conf", ["nginx", "-c"], core=LOAD_CORE))
    peer.expect(server, "a page", peer.ask(server, "/1.html")[0] == 200)
    runs = [countersign(bench, "crawl", f"http://127.0.0.1:{server.port}/", "--unlimited", "--max-pages", PAGES + 100, "--max-alike", PAGES + 100, "--format", "json") for _ in range(bench.rounds + 1)][1:]
    rate = [PAGES / run.seconds for run in runs]
    return report.table(["pages", "pages/s", "seconds", "CPU seconds", "MiB at most"], [[f"{PAGES:,}", report.spread(rate, 0), *columns(runs)]]), [report.at_least("pages a second", sorted(rate)[len(rate) // 2], 300, unit="", digits=0)]


def site(bench):
    """Pages of 8 KiB, each with twenty links and two files of its own kind."""
    chance = random.Random(9309)
    for number in range(PAGES):
        links = "".join(f'<li><a href="/{other}.html">Page {other}</a>' for other in [(number * 7 + 1) % PAGES, (number + 1) % PAGES, *(chance.randrange(PAGES) for _ in range(18))])
        text = "<p>Words about something that somebody may want to know, in some length.</p>\n" * 80
        bench.peers.write(f"site/{number or 'index'}.html", f'<!doctype html><html lang=en><head><title>Page {number}</title><link rel=stylesheet href=/style.css><link rel=icon href=/icon.svg></head>'
                                                            f"<body><img src=/picture{number % 40}.svg alt=''><ul>{links}</ul>{text}</body></html>")
    bench.peers.write("site/0.html", "<!doctype html><title>Page 0</title>")
    bench.peers.write("site/style.css", "body { margin: 0 }")
    for name in ("icon", *(f"picture{number}" for number in range(40))):
        bench.peers.write(f"site/{name}.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')


ALL = {table.__name__: table for table in (inspect_har, lint, crawl)}
