"""Load: wrk and h2load for throughput and a fixed rate, an open-loop client, idle connections."""

import gc
import os
import re
import resource
import select
import socket
import subprocess
import time
from collections import namedtuple
from pathlib import Path

from processes import BenchError, LOAD_CORE

LUA = Path(__file__).resolve().parent.parent / "load"
Result = namedtuple("Result", "requests refused failed p50 p99")   # milliseconds
CPU = namedtuple("CPU", "micros system_share core_share rate p50 p99 refused failed pss")


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def start_wrk(server, path, seconds, connections=64, script="plain.lua", fields=(), args=()):
    headers = [part for field in fields for part in ("-H", field)]
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency",
               *headers, "-s", str(LUA / script), f"http://127.0.0.1:{server.port}{path}"]
    return subprocess.Popen([*command, *(["--", *args] if args else [])], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            env={**os.environ, "LUA_PATH": str(LUA / "?.lua")})


def finish_wrk(process):
    output = process.communicate()[0]
    line = re.search(r"^RESULT (.*)$", output, re.MULTILINE)
    if not line:
        raise BenchError("wrk failed:\n" + output)
    requests, refused, failed, p50, p99 = line[1].split()
    return Result(int(requests), int(refused), int(failed), float(p50), float(p99))


def burn(server, path, seconds, **more):
    """Saturates a server and says what a finished request cost it in CPU time."""
    user, system = server.cpu()
    began = time.monotonic()
    running = start_wrk(server, path, seconds, **more)
    time.sleep(seconds * 0.8)
    pss = server.pss()
    result = finish_wrk(running)
    user_after, system_after = server.cpu()
    spent = user_after - user + system_after - system
    took = time.monotonic() - began
    if not result.requests:
        raise BenchError(f"{server.name} finished no request on {path}")
    return CPU(spent * 1e6 / result.requests, (system_after - system) / spent if spent else 0, spent / took,
               result.requests / seconds, result.p50, result.p99, result.refused, result.failed, pss)


def steady_rate(server, path, seconds, clients=32, rate=4000):
    """Latencies in ms at a fixed rate by h2load over HTTP/1.1."""
    log = Path(server.log).with_suffix(".h2load")
    log.unlink(missing_ok=True)
    subprocess.run(["taskset", "-c", LOAD_CORE, "h2load", "--h1", f"--rps={rate / clients:g}", f"-c{clients}", "-t1", f"-D{seconds}",
                    f"--log-file={log}", f"http://127.0.0.1:{server.port}{path}"], check=True, capture_output=True)
    rows = [line.split() for line in log.read_text().splitlines()]
    log.unlink()
    bad = sum(row[1] != "200" for row in rows)
    if bad or len(rows) < 0.9 * rate * seconds:
        raise BenchError(f"{server.name}: {len(rows)} answers in {seconds} s, {bad} of them not 200: no table of latencies at {rate}/s")
    return [int(row[2]) / 1000 for row in rows]


def start_at_rate(server, path, seconds, rate, connections=16, fields=()):
    """As many requests a second as are wanted, whatever the answers are."""
    headers = [part for field in fields for part in ("-H", field)]
    return subprocess.Popen(["taskset", "-c", LOAD_CORE, "h2load", "--h1", f"--rps={rate / connections:g}", f"-c{connections}", "-t1", f"-D{seconds}", *headers,
                             f"http://127.0.0.1:{server.port}{path}"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish_at_rate(process):
    """How many were answered."""
    output = process.communicate()[0]
    done = re.search(r"^requests: .* (\d+) done", output, re.MULTILINE)
    if not done:
        raise BenchError("h2load failed:\n" + output)
    return int(done[1])


def open_loop(server, path, seconds, rate=200, fields=(), source="127.0.0.1"):
    """Latencies in ms from the moment at which a request was meant to start, whatever became of those before it; all of them have to be 200."""
    request = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *fields, "", ""]).encode()
    poll, idle, pending, latencies = select.epoll(), [], {}, []
    start, total, sent = time.perf_counter() + 0.05, int(seconds * rate), 0
    give_up = start + seconds + 20
    gc.disable()
    try:
        while len(latencies) < total and time.perf_counter() < give_up:
            due = start + sent / rate if sent < total else give_up
            now = time.perf_counter()
            if now >= due:
                sock = idle.pop() if idle else connect(server.port, poll, source)
                sock.send(request)
                pending[sock.fileno()] = (sock, due, b"")
                sent += 1
                continue
            # A sleep ends up to a millisecond late: the last one is spent asking.
            for number, _ in poll.poll(max(0, min(due - now - 0.0015, 0.2))):
                sock, due_then, text = pending[number]
                text += sock.recv(65536)
                if is_whole(text):
                    if not text.startswith(b"HTTP/1.1 200"):
                        raise BenchError(f"{server.name}: {path} answers {text[:15]!r}")
                    latencies.append((time.perf_counter() - due_then) * 1000)
                    del pending[number]
                    idle.append(sock)
                else:
                    pending[number] = (sock, due_then, text)
    finally:
        gc.enable()
        poll.close()
        for sock in idle + [each[0] for each in pending.values()]:
            sock.close()
    # What never came back counts as the whole wait.
    return latencies + [(time.perf_counter() - due) * 1000 for _, due, _ in pending.values()]


def connect(port, poll, source):
    sock = socket.create_connection(("127.0.0.1", port), 30, (source, 0))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    poll.register(sock, select.EPOLLIN)
    return sock


def is_whole(text):
    head, end, content = text.partition(b"\r\n\r\n")
    if not end:
        return False
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return len(content) >= int(length[1]) if length else content.endswith(b"0\r\n\r\n")


def open_idle(server, path, count):
    """Connections that were used once and are kept."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    kept = []
    for _ in range(count):
        sock = socket.create_connection(("127.0.0.1", server.port), 10)
        kept.append(sock)
        sock.sendall(request)
        text = b""
        while not is_whole(text):
            part = sock.recv(65536)
            if not part:
                raise BenchError(f"{server.name} closed a connection after {len(kept)}")
            text += part
    return kept


def answers(port, path):
    """Whether one request gets a 200."""
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as sock:
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            return sock.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
