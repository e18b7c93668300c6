"""The table about nginx that asks whether a request may enter."""

import load
import peers as peer
import people
import report

TEMPLATE = "forward-auth.yaml"
TRIVIAL = "nginx asks nginx, which always says 204"


def forward_auth(bench):
    """nginx asks about every request: the gateway, by the configuration that `countersign snippet nginx` prints, or the cheapest service there is. CPU of both processes together"""
    asked, alone = bench.peers.countersign("gateway", template=TEMPLATE), bench.peers.countersign("gateway-alone", template=TEMPLATE)
    pair = bench.peers.asking_gateway(asked)
    trivial = bench.peers.asking_nginx()
    bench.start(pair, trivial, alone)
    cookies = {}
    for gateway in (asked, alone):
        people.add_users(bench.peers, gateway, [peer.USER])
        cookies[gateway] = people.sign_in(gateway.port, peer.USER)
    for server, gateway in ((pair, asked), (alone, alone)):
        peer.check_refused(server, "/private/a")
        peer.expect(server, "200 with the right password", peer.ask(server, "/private/a", peer.basic())[0] == 200)
        for what, cookie, status in (("of a session", cookies[gateway], 200), ("of no session", f"{people.COOKIE}={'A' * 43}", 401)):
            peer.expect(server, f"{status} with the cookie {what}", peer.ask(server, "/app/a", None, "-H", f"Cookie: {cookie}")[0] == status)
    peer.expect(trivial, "200 when the service says yes", peer.ask(trivial, "/app/a")[0] == 200)
    peer.check_open(trivial)

    def session(server, gateway):
        return server, lambda seconds: load.burn(server, "/app/a", seconds, fields=[f"Cookie: {cookies[gateway]}"])

    def basic(server):
        def run(seconds):
            peer.ask(server, "/private/a", peer.basic())   # what is remembered ends after a while: not within a round
            return load.burn(server, "/private/a", seconds, fields=[f"Authorization: {peer.basic()}"])
        return server, run

    def cookie_for_nobody(seconds):
        return load.burn(trivial, "/app/a", seconds, fields=[f"Cookie: {cookies[asked]}"])
    behind, in_front = "nginx asks the gateway, a session", "gateway alone, the same session"
    text, micros = report.cpu_table(bench.cpu({
        "nginx asks nobody": (trivial, lambda seconds: load.burn(trivial, "/open/a", seconds)), TRIVIAL: (trivial, cookie_for_nobody),
        behind: session(pair, asked), "nginx asks the gateway, Basic": basic(pair), in_front: session(alone, alone), "gateway alone, Basic": basic(alone),
    }), TRIVIAL)
    return text, [report.target("nginx that asks the gateway, against nginx that asks nginx", micros[behind] / micros[TRIVIAL], 1.15, 1),
                  report.target("the gateway alone, against nginx that asks nginx", micros[in_front] / micros[TRIVIAL], 0.8)]


ALL = {each.__name__: each for each in (forward_auth,)}
