"""Whether the time of an answer tells which names there are."""

import base64
import hashlib
import html
import http.client
import os
import random
import re
import subprocess
import threading
import time
import urllib.parse

import peers as peer
import people
import ranks
import report
from processes import BenchError, LOAD_CORE

TEMPLATE = "enumeration.yaml"

# Costs of bcrypt that keep the ratio of 10 and 12: the cheaper the hash, the smaller the difference that shows beside it.
USUAL, DEAR = 5, 7
SAMPLES = 80   # of each kind in a round
PEOPLE = 20    # of each kind
CONTROL, REFERENCE = "known name, again", "known name"
LOCKED, LOCKED_NOBODY = "known name, locked", "unknown name, locked"


def enumeration(bench):
    """Wrong passwords and links for names of every kind: does the time of the answer tell the kind?"""
    open_one = bench.peers.countersign("names", template=TEMPLATE)
    locking = bench.peers.countersign("locked", limits="limits: { attempts-per-name: 3, refusals-per-minute: 0 }", template=TEMPLATE)
    bench.start(open_one, locking)
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    kinds = {REFERENCE: [f"anna{each}" for each in range(PEOPLE)], CONTROL: [f"berta{each}" for each in range(PEOPLE)],
             "unknown name": [f"nobody{each}" for each in range(PEOPLE)], "disabled": [f"eve{each}" for each in range(PEOPLE)],
             "with a second factor": [f"totp{each}" for each in range(PEOPLE)], "without a password (invited)": [f"guest{each}" for each in range(PEOPLE)],
             "with a hash of four times the cost": [f"dear{each}" for each in range(PEOPLE)]}
    for server in (open_one, locking):
        add_users(bench.peers, server, kinds)
    tokens = add_links(bench.peers, open_one, kinds[REFERENCE])
    locked = {LOCKED: kinds[REFERENCE], LOCKED_NOBODY: kinds["unknown name"]}
    for name in locked[LOCKED] + locked[LOCKED_NOBODY]:
        for _ in range(3):
            Basic(locking).ask(name)

    texts, worst = [], []
    for way in (Basic, Form):
        for abreast in (1, 8):
            took = measure(bench, lambda: way(open_one), kinds, abreast, 401)
            took |= measure(bench, lambda: way(locking), locked, abreast, 429)
            texts.append(f"{way.__doc__}, {abreast} at a time:\n\n{table(took, worst)}")
    took = measure(bench, lambda: Link(open_one), tokens, 1, None)
    texts.append(f"{Link.__doc__}, one at a time:\n\n{table(took, None)}")
    farthest = max(worst, key=abs)
    return "\n\n".join(texts), [report.target(
        "the kind of name whose times lie farthest from those of known names, in standard deviations of its AUC", abs(farthest), ranks.BEYOND_CHANCE, None, "", 1)]


def measure(bench, make, kinds, abreast, status):
    """Milliseconds by kind. All kinds in one order that chance gives, so that whatever else happens happens to all of them alike."""
    took = {kind: [] for kind in kinds}
    for number in range(bench.rounds + 1):
        orders = [(kind, name) for kind, names in kinds.items() for name in (names * SAMPLES)[:SAMPLES]]
        random.shuffle(orders)
        failures = []

        def work():
            try:
                asker = make()
                while orders and not failures:
                    kind, name = orders.pop()
                    asker.make_ready()
                    began = time.perf_counter()
                    answered = asker.ask(name)
                    spent = (time.perf_counter() - began) * 1000
                    if answered != (status or answered):
                        raise BenchError(f"{kind}: {answered} instead of {status}")
                    if number:   # the first warms up
                        took[kind].append(spent)
            except (BenchError, OSError, IndexError, http.client.HTTPException) as failure:
                if not isinstance(failure, IndexError):   # another one took the last order
                    failures.append(failure)
        threads = [threading.Thread(target=work) for _ in range(abreast)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise BenchError(str(failures[0]))
    return took


def table(took, worst):
    """Each kind against the first that is answered like it."""
    rows = []
    for kind, values in took.items():
        against = LOCKED if kind.endswith("locked") else next(iter(took))
        row = [kind, len(values), *(f"{ranks.quantile(values, share):.2f}" for share in (0.5, 0.25, 0.75, 0.99))]
        if kind == against:
            rows.append([*row, "-", "-"])
            continue
        away = ranks.deviation(values, took[against])
        if worst is not None and kind != CONTROL:
            worst.append(away)
        rows.append([*row, f"{ranks.auc(values, took[against]):.3f}", f"{away:+.1f}"])
    return report.table(["", "answers", "median ms", "lower quartile", "upper quartile", "p99 ms", "AUC", "standard deviations from 0.5"], rows)


class Basic:
    """Basic"""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def make_ready(self):
        """What is not timed."""

    def ask(self, name):
        credentials = base64.b64encode(f"{name}:wrong {random.random()}".encode()).decode()
        return self.send("GET", "/private/a", None, {"Authorization": f"Basic {credentials}"})

    def send(self, *request):
        self.connection.request(*request)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


class Form(Basic):
    """The sign-in form"""

    def __init__(self, server):
        super().__init__(server)
        page = people.fetch(server.port, "GET", "/.countersign/login")
        self.attempt = html.unescape(re.search(r'name="attempt" value="([^"]+)"', page.content)[1])
        self.fields = {"Accept": "text/html", "Cookie": page.cookie, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{server.port}"}

    def make_ready(self):
        self.connection.close()   # the gateway closes it after a form
        self.connection.connect()

    def ask(self, name):
        form = urllib.parse.urlencode({"attempt": self.attempt, "username": name, "password": f"wrong {random.random()}"})
        return self.send("POST", "/.countersign/login", form, self.fields)


class Link(Basic):
    """Links that set a password: what an unknown one and an expired one say differs, and nobody guesses 256 bits; the times are shown for their own sake"""

    def ask(self, name):
        return self.send("GET", f"/.countersign/reset?token={name}", None, {"Accept": "text/html"})


def add_users(peers, server, kinds):
    usual, dear = (subprocess.run(["htpasswd", "-nbBC", str(cost), "x", peer.PASSWORD], check=True, capture_output=True, text=True).stdout.strip().split(":", 1)[1]
                   for cost in (USUAL, DEAR))
    hashes = {"with a hash of four times the cost": dear, "without a password (invited)": "!"}
    with people.store_of(peers, server) as store:
        for kind, names in kinds.items():
            if kind == "unknown name":
                continue
            store.executemany("INSERT INTO users (name, hash, groups, disabled, created) VALUES (?, ?, '[]', ?, 0)",
                              [(name, hashes.get(kind, usual), kind == "disabled") for name in names])
            if kind == "with a second factor":
                store.executemany("INSERT INTO totp_keys (user_name, secret, last_step, created) VALUES (?, ?, 0, 0)", [(name, os.urandom(60)) for name in names])
    store.close()
    time.sleep(1.5)   # the gateway hears of them within a second


def add_links(peers, server, names):
    """Expired links, and as many that never were."""
    expired, unknown = ([base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in names] for _ in range(2))
    with people.store_of(peers, server) as store:
        store.executemany("INSERT INTO reset_links (user_name, hash, created, expires) VALUES (?, ?, 0, 1)",
                          [(name, hashlib.sha256(token.encode()).digest()) for name, token in zip(names, expired)])
    store.close()
    return {"unknown link": unknown, "expired link": expired}


ALL = {each.__name__: each for each in (enumeration,)}
