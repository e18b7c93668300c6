"""The tables about people who signed in."""

import statistics
import subprocess
import time

import load
import peers as peer
import people
import report

TEMPLATE = "sessions.yaml"

# More than twice what the gateway has in memory: when a session's turn comes again, it is there no more.
MANY = 120_000


def sessions(bench):
    """Proxying people who signed in: the same session again and again, and more sessions in turn than the gateway has in memory, each read from SQLite"""
    nginx, floor, gateway = bench.start(bench.peers.nginx(), bench.peers.floor(), bench.peers.countersign(template=TEMPLATE))
    people.add_users(bench.peers, gateway, [peer.USER])
    cookies = people.add_sessions(bench.peers, gateway, peer.USER, MANY)
    many = bench.peers.write("cookies", "\n".join(cookies) + "\n")
    own = people.sign_in(gateway.port, peer.USER)
    peer.check_open(gateway)
    for what, cookie, status in (("of a session", own, 200), ("that was put into the store", cookies[-1], 200), ("of no session", f"{people.COOKIE}={'A' * 43}", 401)):
        peer.expect(gateway, f"{status} with the cookie {what}", peer.ask(gateway, "/app/a", None, "-H", f"Cookie: {cookie}")[0] == status)

    def plain(server):
        return server, lambda seconds: load.burn(server, "/open/a", seconds)

    def unknown(seconds):
        return load.burn(gateway, "/app/a", seconds, script="cookies.lua", args=[str(many), str(time.time_ns() // 1000 % MANY)])

    def known(path):
        return gateway, lambda seconds: load.burn(gateway, path, seconds, fields=[f"Cookie: {own}"])
    bare, ignored = "gateway, open route", "gateway, open route, the session's cookie with it"
    seen, new = "gateway, a session in memory", "gateway, every session read from the store"
    results = bench.cpu({"nginx, no authentication": plain(nginx), "Kestrel and YARP alone": plain(floor), bare: plain(gateway), ignored: known("/open/a"),
                         seen: known("/app/a"), new: (gateway, unknown)})
    text, _ = report.cpu_table(results, "nginx, no authentication")

    def beyond(row, other):
        # Round by round: what else the machine does disturbs both.
        return statistics.median(mine.micros - its.micros for mine, its in zip(results[row], results[other]))
    return text, [
        report.target("a session in memory, CPU beyond that of the open route", beyond(seen, bare), 3, None, " us", 1),
        report.target("the same beyond the open route with the cookie, which has to be read and taken off there too", beyond(seen, ignored), 3, None, " us", 1)]


def logins(bench):
    """People who sign in: a form, its submission with a password that nobody checked before (bcrypt, cost 10), a session on the disk. Four at a time"""
    gateway, = bench.start(bench.peers.countersign(template=TEMPLATE))
    names = [f"person{number}" for number in range(4000)]
    people.add_users(bench.peers, gateway, [peer.USER, *names])
    peer.expect(gateway, "signing in gives a session", people.COOKIE in people.sign_in(gateway.port, peer.USER))
    rates, costs = [], []
    for each in range(bench.rounds + 1):
        part = names[each * 400:(each + 1) * 400]
        before = sum(gateway.cpu())
        done, took = people.sign_ins(gateway.port, part, max(3, bench.seconds))
        rates.append(done / took)
        costs.append((sum(gateway.cpu()) - before) * 1000 / done)
    alone = hash_alone(bench)
    rates, costs = rates[1:], costs[1:]   # the first warms up
    rows = [["the hash alone, on the same core", report.spread([1000 / each for each in alone]), report.spread(alone)],
            ["gateway", report.spread(rates), report.spread(costs)]]
    share = statistics.median(costs) / statistics.median(alone)
    return report.table(["", "sign-ins/s", "CPU ms for each"], rows), [report.target("CPU of a sign-in against its hash alone", share, 1.1)]


def hash_alone(bench):
    """Milliseconds of CPU for one hash by the same library."""
    code = ("import ctypes,ctypes.util,sys,time\nlib=ctypes.CDLL(ctypes.util.find_library('crypt'))\nlib.crypt.restype=ctypes.c_char_p\n"
            "salt=sys.argv[1].encode()\nlib.crypt(b'warm',salt)\n"
            "for _ in range(int(sys.argv[2])):\n"
            "  began=time.process_time()\n  for _ in range(10): lib.crypt(b'correct horse',salt)\n  print((time.process_time()-began)*100)")
    ran = subprocess.run(["taskset", "-c", "1", "python3", "-c", code, bench.peers.hash, str(bench.rounds)], check=True, capture_output=True, text=True)
    return [float(line) for line in ran.stdout.split()]


ALL = {each.__name__: each for each in (sessions, logins)}
