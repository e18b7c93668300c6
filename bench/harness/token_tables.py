"""The tables about tokens, beside HAProxy's jwt_verify and Apache's mod_auth_openidc."""

import time

import load
import peers as peer
import report
from peers import NO_LIMITS
from tables import under_attack

TEMPLATE = "tokens.yaml"

# Six times what the gateway remembers at most: when a token comes again, it is forgotten, or never was remembered.
MANY = 40_000

# A second, which is more than can be verified.
FLOOD = 2_000


def tokens(bench):
    """Proxying with signed tokens. The gateway remembers which tokens were signed (their end, revocation and rules count at each use); HAProxy and Apache verify the signature each time"""
    bench.peers.mint(MANY)
    haproxy, apache, gateway, floor = bench.start(
        bench.peers.haproxy_tokens(), bench.peers.apache_tokens(), bench.peers.countersign(template=TEMPLATE), bench.peers.floor())
    for server, algorithms in ((haproxy, ("rs256", "es256")), (apache, ("rs256",)), (gateway, ("rs256", "es256"))):
        peer.check_open(server)
        for algorithm in algorithms:
            peer.check_token(server, bench.peers.token(algorithm))

    def seen(server, algorithm):
        return server, lambda seconds: load.burn(server, "/api/a", seconds, fields=[f"Authorization: Bearer {bench.peers.token(algorithm)}"])

    def new(server):
        def run(seconds):
            args = [str(bench.peers.folder / "rs256.tokens"), str(time.time_ns() // 1000 % MANY)]
            return load.burn(server, "/api/a", seconds, script="tokens.lua", args=args)
        return server, run
    rows = {"haproxy, no authentication": (haproxy, lambda seconds: load.burn(haproxy, "/open/a", seconds)),
            "Kestrel and YARP alone": (floor, lambda seconds: load.burn(floor, "/open/a", seconds)),
            "gateway, open route": (gateway, lambda seconds: load.burn(gateway, "/open/a", seconds))}
    for server, name in ((haproxy, "haproxy jwt_verify, verifies each time"), (gateway, "gateway, remembers")):
        rows |= {f"RS256: {name}": seen(server, "rs256"), f"ES256: {name}": seen(server, "es256")}
    rows |= {"RS256: apache mod_auth_openidc, verifies each time": seen(apache, "rs256")}
    for server, name in ((haproxy, "haproxy jwt_verify"), (apache, "apache mod_auth_openidc"), (gateway, "gateway")):
        rows[f"RS256, every token new: {name}"] = new(server)
    text, micros = report.cpu_table(bench.cpu(rows), "haproxy, no authentication")

    def against(ours, theirs):
        return micros[ours] / micros[theirs]
    return text, [
        report.target("RS256 seen before, CPU against HAProxy, which has no cache", against("RS256: gateway, remembers", "RS256: haproxy jwt_verify, verifies each time"), 0.6, 0.5),
        report.target("ES256 seen before, against HAProxy, which has no cache", against("ES256: gateway, remembers", "ES256: haproxy jwt_verify, verifies each time"), 0.35),
        report.target("RS256, every token new, against HAProxy: no cache helps either", against("RS256, every token new: gateway", "RS256, every token new: haproxy jwt_verify"), 1.15),
        report.target("RS256 seen before, against mod_auth_openidc, which has no cache of signatures",
                      against("RS256: gateway, remembers", "RS256: apache mod_auth_openidc, verifies each time"), 0.3),
        report.target("RS256, every token new, against mod_auth_openidc", against("RS256, every token new: gateway", "RS256, every token new: apache mod_auth_openidc"), 0.6)]


def flood(bench):
    """200 requests/s with a good ES384 token from one address, while another sends forged ES384 tokens on 16 connections (latency from the intended start)"""
    bench.peers.mint(1)
    servers = bench.start(bench.peers.countersign(template=TEMPLATE, limits=""), bench.peers.countersign("gateway, no limits", NO_LIMITS, TEMPLATE), bench.peers.haproxy_tokens())
    good, forged = bench.peers.token("es384"), bench.peers.folder / "es384.forged"
    with open(forged) as lines:
        one = lines.readline().strip()
    for server in servers:
        peer.check_token(server, good)
        bench.warm(server, lambda seconds, server=server: load.burn(server, "/open/a", seconds))

    def others(server, seconds):
        return load.open_loop(server, "/api/a", seconds, fields=[f"Authorization: Bearer {good}"], source="127.0.0.2")
    steady, quiet, flooded = under_attack(
        bench, servers, others, lambda server, seconds: load.start_at_rate(server, "/api/a", seconds, FLOOD, fields=[f"Authorization: Bearer {one}"]), load.finish_at_rate)
    full, before, saturated = under_attack(
        bench, servers, others, lambda server, seconds: load.start_wrk(server, "/api/a", seconds, connections=16, script="tokens.lua", args=[str(forged)]),
        lambda attack: load.finish_wrk(attack).requests)
    text = f"{FLOOD:,} forged tokens a second, which is more than can be verified:\n\n{steady}\n\nAs many as the server answers, which takes all of its core:\n\n{full}"
    return text, [report.target(f"p99 of others at {FLOOD:,} forged tokens a second against their quiet p99", flooded["gateway"] / quiet["gateway"], 2),
                  report.target("p99 of others at as many as are answered against their quiet p99", saturated["gateway"] / before["gateway"], 2)]


ALL = {each.__name__: each for each in (tokens, flood)}
