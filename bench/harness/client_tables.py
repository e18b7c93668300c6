"""The client's tables: what our handler costs, beside the framework's own."""

import json
import os
import statistics
import subprocess

import load
import peers as peer
import report
from processes import BenchError, LOAD_CORE


# What is used much is compiled anew at once, not after it has rested: on one core that is for the length of a measurement never.
SETTLED = {"DOTNET_TC_CallCountingDelayMs": "0"}


def call(bench, *arguments, core=LOAD_CORE):
    command = ["taskset", "-c", core, "dotnet", "exec", bench.peers.caller, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, env=os.environ | SETTLED)
    if ran.returncode:
        raise BenchError(f"{' '.join(map(str, arguments))}: {ran.stderr.strip()}")
    return json.loads(ran.stdout)


def in_turn(bench, rows, measure):
    """Rounds in turn: A B C, A B C. Gives name -> results."""
    results = {name: [] for name in rows}
    for _ in range(bench.rounds):
        for name in rows:
            results[name].append(measure(name))
    return results


def median(results, field):
    return statistics.median(each[field] for each in results)


def client_digest(bench):
    """Digest (MD5, qop=auth) against a page of Apache's own (1 KiB): the framework's own client and ours"""
    apache, = bench.start(bench.peers.apache())
    kinds = {"SocketsHttpHandler, Digest": ("framework-digest", "digest"), "Countersign.Client, Digest": ("digest", "digest"),
             "SocketsHttpHandler, open route": ("bare", "open")}
    rows = {(connections, client): kind for connections in (1, 16) for client, kind in kinds.items()}

    def measure(row):
        kind, page = rows[row]
        result = call(bench, "load", kind, f"http://127.0.0.1:{apache.port}/own/{page}/a", row[0], bench.seconds)
        if result["others"]:
            raise BenchError(f"{row[1]}: {result['others']} answers are not 200")
        return result
    results = in_turn(bench, rows, measure)
    text = report.table(
        ["connections", "client", "round trips/request", "requests/s", "CPU us/request", "octets/request"],
        [[row[0], row[1], f"{median(results[row], 'messages'):.2f}", report.spread([each["rate"] for each in results[row]], 0), report.spread([each["micros"] for each in results[row]]),
          f"{median(results[row], 'octets'):.0f}"] for row in rows])

    def against(client, connections, field="rate"):
        return median(results[connections, client], field) / median(results[connections, "SocketsHttpHandler, Digest"], field)
    lines = [report.at_least(f"requests/s against the framework's own Digest, connections: {connections}", against("Countersign.Client, Digest", connections), 1.8)
             for connections in (1, 16)]

    # Where the server has no more to give, a client that asks twice costs it a refusal more.
    signed = load.burn(apache, "/own/digest/a", bench.seconds, script="digest.lua", args=[*peer.digest_challenge(apache, "/own/digest/a"), "/own/digest/a", peer.secret()])
    refusal = load.burn(apache, "/own/digest/a", bench.seconds)
    return text, [*lines, f"* Apache's core spends {signed.micros:.1f} us on a signed request and {refusal.micros:.1f} us on a refusal: "
                          f"a client without any cost could have {1 + refusal.micros / signed.micros:.2f}x of it"]


def client_overhead(bench):
    """What a request costs in the client alone, without any network"""
    rows = {"HttpClient": "bare", "HttpClient, Authorization by default": "bare-authorization", "Countersign.Client, Basic": "basic", "Countersign.Client, Bearer": "bearer"}
    results = in_turn(bench, rows, lambda name: call(bench, "overhead", rows[name], 200_000))
    text = report.table(["client", "ns/request", "octets/request"],
                        [[name, report.spread([each["nanoseconds"] for each in results[name]], 0), f"{median(results[name], 'octets'):.0f}"] for name in rows])
    bearer, plain = (results[name] for name in ("Countersign.Client, Bearer", "HttpClient, Authorization by default"))
    return text, [report.target("Bearer over a bare HttpClient that sends the same field", (median(bearer, "nanoseconds") - median(plain, "nanoseconds")) / 1000, 1, unit=" us"),
                  f"* beside that field it allocates {median(bearer, 'octets') - median(plain, 'octets'):.0f} octets a request"]


def client_storm(bench):
    """1,000 requests at once whose token has just been refused"""
    rounds = [call(bench, "storm", 1000, core="0,1") for _ in range(bench.rounds)]
    late = median(rounds, "milliseconds")
    text = report.table(["token requests", "last request on its way, ms after the answer", "worst"],
                        [[max(each["questions"] for each in rounds), report.spread([each["milliseconds"] for each in rounds]), f"{max(each['worst'] for each in rounds):.1f}"]])
    return text, [report.target("token requests", max(each["questions"] for each in rounds), 1, unit="", digits=0), report.target("last request after the answer", late, 5, unit=" ms")]


ALL = {table.__name__: table for table in (client_digest, client_overhead, client_storm)}
