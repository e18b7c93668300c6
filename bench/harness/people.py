"""Users and sessions, put into a gateway's store as it keeps them, and signing in as a browser does."""

import base64
import hashlib
import html
import http.client
import os
import re
import sqlite3
import threading
import time
import urllib.parse

from peers import PASSWORD
from processes import BenchError

COOKIE = "countersign"   # its name without TLS


def add_users(peers, server, names):
    """Users of one password and hash; the gateway hears of them within a second."""
    with store_of(peers, server) as store:
        store.executemany("INSERT OR IGNORE INTO users (name, hash, groups, created) VALUES (?, ?, '[]', 0)", [(name, peers.hash) for name in names])
    store.close()
    time.sleep(1.5)


def add_sessions(peers, server, user, count):
    """Cookies of sessions that began a moment ago."""
    now = int(time.time() * 1000)
    ids = [base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in range(count)]
    rows = [(hashlib.sha256(each.encode()).digest(), f"bench{number:011d}", user, now, now, now, now + 36_000_000) for number, each in enumerate(ids)]
    with store_of(peers, server) as store:
        store.executemany("""INSERT INTO sessions (hash, handle, name, kind, methods, signed_in, created, last_used, ends, remember, client)
                             VALUES (?, ?, ?, 'user', '["pwd"]', ?, ?, ?, ?, 0, '127.0.0.1')""", rows)
    store.close()
    return [f"{COOKIE}={each}" for each in ids]


def store_of(peers, server):
    return sqlite3.connect(peers.folder / f"{server.name}.db", timeout=30)


def sign_in(port, user):
    """One visit of the form and its submission, on a connection of its own; the cookie of the session."""
    page = fetch(port, "GET", "/.countersign/login")
    attempt = re.search(r'name="attempt" value="([^"]+)"', page.content)
    if not attempt:
        raise BenchError(f"the sign-in page has no form ({page.status})")
    form = urllib.parse.urlencode({"attempt": html.unescape(attempt[1]), "username": user, "password": PASSWORD})
    answer = fetch(port, "POST", "/.countersign/login", form, {"Cookie": page.cookie, "Content-Type": "application/x-www-form-urlencoded",
                                                            "Origin": f"http://127.0.0.1:{port}"})
    if answer.status != 303:
        raise BenchError(f"signing in as {user} answers {answer.status}")
    return answer.cookie


class fetch:
    """An answer: status, cookies as they go back, content."""

    def __init__(self, port, method, path, body=None, fields=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path, body, {"Accept": "text/html", **(fields or {})})
        answer = connection.getresponse()
        self.status, self.content = answer.status, answer.read().decode()
        self.cookie = "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or [])
        connection.close()


def sign_ins(port, users, seconds, abreast=4):
    """How many of these users signed in, each once, and in how many seconds."""
    waiting, failures = list(users), []
    began = time.monotonic()

    def work():
        while waiting and not failures and time.monotonic() < began + seconds:
            try:
                sign_in(port, waiting.pop())
            except (BenchError, OSError) as failure:
                failures.append(failure)
    threads = [threading.Thread(target=work) for _ in range(abreast)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise BenchError(str(failures[0]))
    return len(users) - len(waiting), time.monotonic() - began
