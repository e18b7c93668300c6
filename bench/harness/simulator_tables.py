"""The simulator's table: what an answer costs, beside the server whose paths it has."""

import load
import peers as peer
import report
from processes import Server, free_port

PATH = "/status/401"


def simulator(bench):
    """`/status/401`: the simulator, and httpbin (Debian's) under gunicorn with one worker, as gunicorn comes and with threads that keep connections"""
    ours, plain, kept = servers = bench.start(simulated(bench), httpbin(bench, "httpbin"), httpbin(bench, "httpbin-threads", "--worker-class", "gthread", "--threads", "4", "--keep-alive", "60"))
    for server in servers:
        status, head = peer.ask(server, PATH)
        peer.expect(server, "401 and a challenge", status == 401 and "\nwww-authenticate:" in head.lower())

    def case(server):
        return server, lambda seconds: load.burn(server, PATH, seconds)
    text, micros = report.cpu_table(bench.cpu({"simulator": case(ours), "httpbin, gunicorn": case(plain), "httpbin, gunicorn with threads": case(kept)}, answers=401), "httpbin, gunicorn")
    cheaper = min(micros["httpbin, gunicorn"], micros["httpbin, gunicorn with threads"])
    return text, [report.target("CPU of an answer against the cheaper httpbin", micros["simulator"] / cheaper, 0.1)]


def simulated(bench):
    port = free_port()
    command = ["dotnet", f"{bench.peers.gateway}/Countersign.Cli.dll", "simulate", "--listen", f"127.0.0.1:{port}"]
    server = Server("simulator", command, port, str(bench.peers.folder / "simulator.stderr"), env=peer.dotnet_env())
    server.warm_up = 40
    return server


def httpbin(bench, name, *arguments):
    port = free_port()
    command = ["gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", *arguments, "httpbin:app"]
    return Server(name, command, port, str(bench.peers.folder / f"{name}.stderr"))


ALL = {table.__name__: table for table in (simulator,)}
