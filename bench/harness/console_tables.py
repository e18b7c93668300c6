"""The console's tables: its pages, and its page of decisions as they happen, in a real browser."""

import statistics
import time

import load
import report
from browser import Browser
from peers import ADMIN_TOKEN
from processes import BenchError

PAGES = ("", "inspect", "playground", "token", "simulator", "lab", "live", "explain", "routes", "people", "health")
RATE = 1_000

# Everything that came, and when the page was there for whoever wants to use it: painted, and its modules done.
OPENED = """new Promise(told => requestAnimationFrame(() => setTimeout(() => {
    const [page] = performance.getEntriesByType('navigation');
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    const octets = [page, ...performance.getEntriesByType('resource')].reduce((all, each) => all + each.transferSize, 0);
    told({ octets, usable: Math.max(painted, page.domContentLoadedEventEnd), answered: page.responseStart, status: page.responseStatus });
})))"""

# How long nothing could be drawn or clicked, at worst: between two frames.
WATCHING = """window.worst = 0; window.last = performance.now();
    const look = now => { worst = Math.max(worst, now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame(look); undefined"""


def console(bench):
    """The pages of a gateway's console in Chromium on loopback, each opened with nothing kept from before"""
    gateway, browser = begin(bench, "console")
    try:
        opened = {page: [] for page in PAGES}
        for again in range(bench.rounds + 1):   # the first round warms up
            for page, seen in opened.items():
                browser.open(f"{gateway.console}/{page}")
                result = browser.run(OPENED)
                if result["status"] != 200:
                    raise BenchError(f"{page}: {result['status']}")
                if again:
                    seen.append(result)
    finally:
        browser.close()
    rows = [["/" + page, f"{seen[-1]['octets'] / 1024:.0f}", report.spread([each["answered"] for each in seen], 0), report.spread([each["usable"] for each in seen], 0)] for page, seen in opened.items()]
    text = report.table(["page", "KiB with all it needs", "answer begins, ms", "usable, ms"], rows)
    slowest = max(statistics.median(each["usable"] for each in seen) for seen in opened.values())
    return text, [report.target("the largest page", max(seen[-1]["octets"] for seen in opened.values()) / 1000, 120, unit=" KB", digits=0),
                  report.target("the slowest page, until it can be used", slowest, 300, unit=" ms", digits=0)]


def live(bench):
    """The console's page of decisions as they happen, in Chromium, while the gateway refuses 1,000 requests a second"""
    gateway, browser = begin(bench, "live")
    try:
        load.finish_at_rate(load.start_at_rate(gateway, "/private/warm", 10, RATE))
        results = [watch(browser, gateway, bench.seconds * 2) for _ in range(bench.rounds)]
    finally:
        browser.close()
    text = report.table(["decisions", "counted on the page", "lost", "longest time without a frame, ms"],
                        [[f"{sent:,}", f"{counted:,}", f"{sent - counted:,}", f"{worst:.0f}"] for sent, counted, worst in results])
    return text, [report.target("decisions lost", sum(abs(sent - counted) for sent, counted, _ in results), 0, unit="", digits=0),
                  report.target("longest time without a frame", max(worst for _, _, worst in results), 200, unit=" ms", digits=0)]


def watch(browser, gateway, seconds):
    """How many decisions there were, how many the page counted, and the longest time without a frame."""
    browser.open(f"{gateway.console}/live?path=/private/live")
    browser.wait("document.getElementById('live').dataset.matched === '0'")
    browser.run(WATCHING)
    sent = load.finish_at_rate(load.start_at_rate(gateway, "/private/live", seconds, RATE))
    if sent < 0.95 * RATE * seconds:
        raise BenchError(f"{sent} answers in {seconds} s: no {RATE} a second")
    time.sleep(1.5)   # the last batch
    return sent, *browser.run("[Number(document.getElementById('live').dataset.matched), worst]")


def begin(bench, name):
    """A gateway, and a browser that may see its console."""
    gateway, = bench.start(bench.peers.countersign(name))
    browser = Browser(bench.peers.folder / f"{name}-browser")
    browser.sign_in("operator", ADMIN_TOKEN)
    return gateway, browser


ALL = {table.__name__: table for table in (console, live)}
