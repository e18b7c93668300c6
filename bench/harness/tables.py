"""The tables. Each starts its servers, checks that they do what is measured, and compares them in interleaved rounds."""

import statistics
import time
from collections import defaultdict

import load
import peers as peer
import report
from processes import BenchError


class Bench:
    """What all tables need: the peers, and how long and how often to measure."""

    def __init__(self, peers, rounds, seconds):
        self.peers, self.rounds, self.seconds = peers, rounds, seconds

    def start(self, *servers):
        for server in servers:
            server.start()
        return [server.wait() for server in servers]

    def warm(self, server, run):
        """Until two runs in a row cost the same within 5 %, but at most a minute; a trial with short rounds warms up briefly."""
        last = None
        began = time.monotonic()
        least, most = (server.warm_up, 60) if self.seconds >= 3 else (0, 6)
        while time.monotonic() < began + most:
            micros = run(2).micros
            if last and abs(micros - last) <= 0.05 * last and time.monotonic() >= began + least:
                return
            last = micros

    def cpu(self, cases, answers=200):
        """Cases: row -> (server, function of seconds that burns it). Rounds in turn: A B C, A B C. Two answers in a hundred may be others: Apache closes some connections."""
        for server, run in cases.values():
            self.warm(server, run)
        results = defaultdict(list)
        for _ in range(self.rounds):
            for name, (server, run) in cases.items():
                result = run(self.seconds)
                unexpected = result.refused if answers == 200 else round(result.rate * self.seconds) - result.refused
                if result.failed + abs(unexpected) > result.rate * self.seconds / 50:
                    raise BenchError(f"{name}: {unexpected} answers are not {answers}, {result.failed} requests failed")
                results[name].append(result)
        return results


def refused(bench):
    """401 without credentials, no upstream"""
    nginx, apache, haproxy, caddy, floor, gateway = servers = bench.start(
        bench.peers.nginx(), bench.peers.apache(), bench.peers.haproxy(), bench.peers.caddy(), bench.peers.floor(), bench.peers.countersign())
    for server in servers:
        peer.check_refused(server, "/private/a")
    head = peer.ask(gateway, "/all/a")[1].lower()
    peer.expect(gateway, "all challenges and problem+json", head.count("\nwww-authenticate:") == 4 and "application/problem+json" in head)

    def case(server, path="/private/a"):
        return server, lambda seconds: load.burn(server, path, seconds, fields=["Accept: application/problem+json"])
    text, micros = report.cpu_table(bench.cpu({
        "nginx auth_basic": case(nginx), "haproxy http-request auth": case(haproxy), "apache auth_basic": case(apache),
        "caddy basicauth": case(caddy), "Kestrel, a constant 401": case(floor), "gateway, Basic alone": case(gateway), "gateway, four challenges": case(gateway, "/all/a"),
    }, answers=401), "nginx auth_basic")
    return text, [report.target("401 with all challenges and problem+json, CPU against nginx auth_basic",
                                micros["gateway, four challenges"] / micros["nginx auth_basic"], 1.6, 1.2)]


def proxy(bench):
    """Proxying with Basic (bcrypt, cost 10, checked before), journal and metrics on"""
    nginx, haproxy, caddy, gateway, floor = servers = bench.start(
        bench.peers.nginx(), bench.peers.haproxy(), bench.peers.caddy(), bench.peers.countersign(), bench.peers.floor())
    for server in servers:
        peer.check_open(server)
        if server is not floor:
            peer.check_basic(server)

    def case(server, authorized):
        def run(seconds):
            if not authorized:
                return load.burn(server, "/open/a", seconds)
            peer.ask(server, "/private/a", peer.basic())   # what is remembered ends after a while: not within a round
            return load.burn(server, "/private/a", seconds, fields=[f"Authorization: {peer.basic()}"])
        return server, run
    text, micros = report.cpu_table(bench.cpu({
        "nginx, no authentication": case(nginx, False), "haproxy, no authentication": case(haproxy, False),
        "caddy basicauth, hash cache": case(caddy, True), "Kestrel and YARP alone": case(floor, False), "gateway, open route": case(gateway, False), "gateway, Basic": case(gateway, True),
    }), "nginx, no authentication")
    return text, [
        report.target("Basic with facts cached, CPU against nginx with no authentication", micros["gateway, Basic"] / micros["nginx, no authentication"], 1.75, 1.5),
        report.target("the same against Caddy with its hash cache", micros["gateway, Basic"] / micros["caddy basicauth, hash cache"], 0.5, 0.4)]


def digest(bench):
    """Proxying with Digest (MD5, qop=auth), a rising count, the response computed anew for every request"""
    nginx, apache, gateway = bench.start(bench.peers.nginx(), bench.peers.apache(), bench.peers.countersign())
    peer.check_open(nginx)
    for server in (apache, gateway):
        peer.check_open(server)
        peer.check_digest(server)

    def case(server):
        def run(seconds):
            args = [*peer.digest_challenge(server, "/digest/a"), "/digest/a", peer.secret()]
            return load.burn(server, "/digest/a", seconds, script="digest.lua", args=args)
        return server, run

    def floor(server):
        return server, lambda seconds: load.burn(server, "/open/a", seconds)
    text, micros = report.cpu_table(bench.cpu({
        "nginx, no authentication": floor(nginx), "apache, no authentication": floor(apache),
        "apache mod_auth_digest": case(apache), "gateway, Digest with its replay window": case(gateway),
    }), "apache mod_auth_digest")
    return text, [report.target("Digest with a replay window, CPU against mod_auth_digest, which has none",
                                micros["gateway, Digest with its replay window"] / micros["apache mod_auth_digest"], 0.5, 0.4)]


def storm(bench):
    """An open route at 200 requests/s while four connections send wrong bcrypt passwords (latency from the intended start)"""
    servers = bench.start(bench.peers.countersign(), bench.peers.countersign("gateway, default limits", limits=""),
                          bench.peers.apache(), bench.peers.nginx(), bench.peers.caddy())
    for server in servers:
        peer.check_open(server)
        peer.check_refused(server, "/private/a")
        bench.warm(server, lambda seconds, server=server: load.burn(server, "/open/a", seconds))
    text, quiet, stormy = under_attack(
        bench, servers,
        lambda server, seconds: load.open_loop(server, "/open/a", seconds),
        lambda server, seconds: load.start_wrk(server, "/private/a", seconds, connections=4, script="storm.lua", args=[str(time.time_ns())]),
        lambda attack: load.finish_wrk(attack).requests)
    return text, [
        report.target("p99 of the open route in the storm against its quiet p99", stormy["gateway"] / quiet["gateway"], 2),
        report.target("the same against Apache's p99 in the storm", stormy["gateway"] / stormy["apache"], 0.2)]


def under_attack(bench, servers, others, attack, answered):
    """What others see, quiet and under an attack: the table, and the medians of both p99 by server."""
    quiet, attacked, attempts = defaultdict(list), defaultdict(list), defaultdict(list)
    for _ in range(bench.rounds):
        for server in servers:
            quiet[server.name].append(others(server, bench.seconds))
            attacking = attack(server, bench.seconds + 2)
            time.sleep(1)
            attacked[server.name].append(others(server, bench.seconds))
            attempts[server.name].append(answered(attacking) / (bench.seconds + 2))
            settle(server)

    def figures(rounds, share):
        return [load.percentile(each, share) for each in rounds]

    def p99(rounds):
        return {name: statistics.median(figures(each, 0.99)) for name, each in rounds.items()}
    rows = [[name, *(report.spread(figures(rounds[name], share), 2) for rounds in (quiet, attacked) for share in (0.5, 0.99)),
             report.spread(attempts[name], 0)] for name in quiet]
    text = report.table(["server", "quiet p50 ms", "quiet p99 ms", "attacked p50 ms", "attacked p99 ms", "attempts answered/s"], rows)
    return text, p99(quiet), p99(attacked)


def settle(server):
    """Until the password checks that are still queued are done."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        before = sum(server.cpu())
        time.sleep(0.3)
        if sum(server.cpu()) - before < 0.05:
            return


def rate(bench):
    """Latency of the open route at 4,000 requests/s on 32 connections"""
    servers = bench.start(bench.peers.nginx(), bench.peers.haproxy(), bench.peers.countersign())
    latencies = defaultdict(list)
    for server in servers:
        peer.check_open(server)
        bench.warm(server, lambda seconds, server=server: load.burn(server, "/open/a", seconds))
    for _ in range(bench.rounds):
        for server in servers:
            latencies[server.name].append(load.steady_rate(server, "/open/a", bench.seconds))
    rows = [[name, *(report.spread([load.percentile(each, share) for each in rounds], 2) for share in (0.5, 0.99, 0.999))]
            for name, rounds in latencies.items()]
    text = report.table(["server", "p50 ms", "p99 ms", "p99.9 ms"], rows)
    p99 = {name: statistics.median(load.percentile(each, 0.99) for each in rounds) for name, rounds in latencies.items()}
    return text, [report.target("p99 at 4,000 requests/s against nginx", p99["gateway"] / p99["nginx"], 1.5)]


def memory(bench, connections=9000):
    """Memory under load, and of idle connections"""
    servers = bench.start(bench.peers.nginx(), bench.peers.haproxy(), bench.peers.caddy(), bench.peers.countersign())
    rows, figures = [], {}
    for server in servers:
        peer.check_basic(server)
        under_load = max(load.burn(server, "/open/a", bench.seconds).pss for _ in range(bench.rounds))
        before = server.pss()
        kept = load.open_idle(server, "/open/a", connections)
        after = server.pss()
        for sock in kept:
            sock.close()
        figures[server.name] = under_load, (after - before) * 1024 / connections
        rows.append([server.name, f"{under_load:.0f}", f"{before:.0f}", f"{after:.0f}", f"{figures[server.name][1]:.1f}"])
        server.stop()
    text = report.table(["server", "PSS MiB under load", "before", f"with {connections} idle connections", "KiB for each"], rows)
    return text, [report.target("memory under load", figures["gateway"][0], 100, 80, " MiB", 0),
                  report.target("an idle keep-alive connection", figures["gateway"][1], 10, None, " KiB", 1)]


def start(bench, times=9):
    """From the start of the process to the first proxied 200, on one core"""
    rows, medians = [], {}
    for server in (bench.peers.nginx(), bench.peers.haproxy(), bench.peers.caddy(), bench.peers.apache(), bench.peers.countersign()):
        took, spent = [], []
        for _ in range(times + 1):
            began = time.perf_counter()
            server.start()
            while not load.answers(server.port, "/open/a"):
                peer.expect(server, "it starts", server.process.poll() is None and time.perf_counter() - began < 30)
                time.sleep(0.001)
            took.append((time.perf_counter() - began) * 1000)
            spent.append(sum(server.cpu()) * 1000)
            server.stop()
        took, spent = took[1:], spent[1:]   # the first makes files and fills the page cache
        medians[server.name] = statistics.median(took)
        rows.append([server.name, report.spread(took, 0), report.spread(spent, 0)])
    text = report.table(["server", "ms to the first proxied 200", "CPU ms"], rows)
    return text, [report.target("start to the first proxied 200", medians["gateway"], 350, 200, " ms", 0)]


ALL = {each.__name__: each for each in (refused, proxy, digest, storm, rate, memory, start)}
