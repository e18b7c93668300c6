"""The peers: each from its configuration in bench/peers, all before the same upstream."""

import base64
import glob
import hashlib
import os
import re
import subprocess
from pathlib import Path

from processes import BenchError, LOAD_CORE, PROXY_CORE, Pair, Server, free_port

BENCH = Path(__file__).resolve().parent.parent
USER, PASSWORD, REALM = "anna", "correct horse", "bench"
MODULES = "/usr/lib/apache2/modules"
ADMIN_TOKEN = "0123456789abcdef0123456789abcdef"
NO_LIMITS = "limits: { attempts-per-name: 1000000000, refusals-per-minute: 0 }"


def dotnet_env():
    """What ./countersign, the unit and the container set as well."""
    env = {"DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS": "1", "DOTNET_GCgen0size": "400000", "DOTNET_GCgen0MaxBudget": "600000"}
    if not glob.glob("/usr/lib/*/libicuuc.so.*"):
        env["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"
    return env


def secret(algorithm="md5"):
    return hashlib.new(algorithm, f"{USER}:{REALM}:{PASSWORD}".encode()).hexdigest()


def basic(password=PASSWORD):
    return "Basic " + base64.b64encode(f"{USER}:{password}".encode()).decode()


class Peers:
    """Writes the configurations into a folder and makes servers of them."""

    def __init__(self, folder, gateway, floor, mint, caller):
        self.folder, self.gateway, self.floor_dll, self.mint_dll, self.caller = Path(folder), gateway, floor, mint, caller
        line = subprocess.run(["htpasswd", "-nbBC", "10", USER, PASSWORD], check=True, capture_output=True, text=True).stdout.strip()
        self.hash = line.split(":", 1)[1]
        self.write("users.htpasswd", line + "\n")
        for page in ("open", "digest"):
            self.write(f"www/own/{page}/a", "x" * 1024)
        self.write("users.htdigest", "".join(f"{USER}:{REALM}:{secret(each)}\n" for each in ("md5", "sha256")))
        self.upstream = self.make("upstream", "upstream.conf", ["nginx", "-c"], BODY="x" * 1024, core=LOAD_CORE)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def make(self, name, template, command, core=PROXY_CORE, env=None, port=None, **values):
        port = port or free_port()
        config = self.configure(name, template, port, **values)
        return Server(name, [*command, str(config)], port, str(self.folder / f"{name}.stderr"), core, env)

    def configure(self, name, template, port, **values):
        text = (BENCH / "peers" / template).read_text()
        upstream = getattr(self, "upstream", None)
        values |= {"PORT": port, "FOLDER": self.folder, "NAME": name, "UPSTREAM": upstream.port if upstream else 0}
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        return self.write(f"{name.replace(' ', '-')}-{template}", text)

    def nginx(self):
        return self.make("nginx", "nginx.conf", ["nginx", "-c"])

    def apache(self):
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        return self.make("apache", "apache.conf", ["apache2", "-DFOREGROUND", "-f"], MODULES=MODULES, USER=user)

    def haproxy(self):
        return self.make("haproxy", "haproxy.cfg", ["haproxy", "-db", "-f"], HASH=self.hash)

    def caddy(self):
        env = {"XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        return self.make("caddy", "Caddyfile", ["caddy", "run", "--adapter", "caddyfile", "--config"],
                         env=env, HASH64=base64.b64encode(self.hash.encode()).decode())

    def floor(self):
        """Kestrel and YARP's forwarder without a gateway around them."""
        port = free_port()
        server = Server("floor", ["dotnet", self.floor_dll, str(port), str(self.upstream.port)], port, str(self.folder / "floor.stderr"), env=dotnet_env())
        server.warm_up = 40
        return server

    def mint(self, tokens):
        """Keys, and tokens of the issuer that the configurations for tokens trust."""
        subprocess.run(["dotnet", self.mint_dll, str(self.folder), str(tokens)], check=True)

    def token(self, algorithm):
        return (self.folder / f"{algorithm}.token").read_text().strip()

    def haproxy_tokens(self):
        return self.make("haproxy", "haproxy-tokens.cfg", ["haproxy", "-db", "-f"])

    def apache_tokens(self):
        user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        return self.make("apache", "apache-tokens.conf", ["apache2", "-DFOREGROUND", "-f"], MODULES=MODULES, USER=user)

    def countersign(self, name="gateway", limits=NO_LIMITS, template="countersign.yaml"):
        env, admin = dotnet_env(), free_port()
        server = self.make(name, template, ["dotnet", f"{self.gateway}/Countersign.Cli.dll", "run", "--config"],
                           env=env, ADMIN=admin, ADMIN_TOKEN=ADMIN_TOKEN, LIMITS=limits)
        server.console = f"http://127.0.0.1:{admin}/console"
        server.warm_up = 40   # its compiler needs that long on one core; before, two runs may agree and both be slow
        return server

    def snippet(self, gateway, port):
        """The file that a gateway prints for the nginx before it."""
        config = self.folder / f"{gateway.name}-forward-auth.yaml"
        text = subprocess.run(["dotnet", f"{self.gateway}/Countersign.Cli.dll", "snippet", "nginx", "--config", config, "--gateway", f"http://127.0.0.1:{gateway.port}",
                               "--upstream", f"http://127.0.0.1:{self.upstream.port}", "--listen", f"127.0.0.1:{port}", "--host", "127.0.0.1"],
                              check=True, capture_output=True, text=True, env={**os.environ, **dotnet_env()}).stdout
        return self.write("snippet.conf", text)

    def asking_gateway(self, gateway):
        """nginx with the gateway's own snippet, measured together with the gateway."""
        port = free_port()
        front = self.make("snippet", "asking.conf", ["nginx", "-c"], port=port, SITE=self.snippet(gateway, port))
        return Pair(front, gateway)

    def asking_nginx(self):
        """nginx that asks another, which says yes to everything. As many connections to it are kept as the snippet has kept to the gateway."""
        kept = re.search(r"keepalive (\d+);", (self.folder / "snippet.conf").read_text())[1]
        trivial = self.make("trivial", "trivial.conf", ["nginx", "-c"])
        port = free_port()
        site = self.configure("trivial", "trivial-site.conf", port, TRIVIAL=trivial.port, KEEPALIVE=kept)
        return Pair(self.make("asking", "asking.conf", ["nginx", "-c"], port=port, SITE=site), trivial)


def ask(server, path, authorization=None, *more):
    """Status and fields of one request by curl."""
    fields = ["-H", f"Authorization: {authorization}"] if authorization else []
    text = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-D", "-", "--max-time", "20", *fields, *more, f"http://127.0.0.1:{server.port}{path}"],
                          check=True, capture_output=True, text=True).stdout
    heads = [head for head in text.replace("\r", "").split("\n\n") if head]
    return int(heads[-1].split()[1]), heads[-1]


def expect(server, what, condition):
    if not condition:
        raise BenchError(f"{server.name}: {what} - not what a measurement may rest on")


def check_open(server):
    expect(server, "the open route answers 200", ask(server, "/open/a")[0] == 200)


def check_refused(server, path):
    for what, authorization in (("without credentials", None), ("with wrong ones", basic("wrong"))):
        status, head = ask(server, path, authorization)
        expect(server, f"401 and a challenge {what}", status == 401 and "\nwww-authenticate:" in head.lower())


def check_basic(server):
    check_refused(server, "/private/a")
    expect(server, "200 with the right password", ask(server, "/private/a", basic())[0] == 200)


def check_token(server, token):
    """200 with the token; 401 and a challenge without, and with a character of its claims or its signature changed."""
    for what, other in (("claims", token.replace(".", ".f", 1)), ("signature", token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:])):
        status, head = ask(server, "/api/a", f"Bearer {other}")
        expect(server, f"401 with other {what}", status == 401)
    status, head = ask(server, "/api/a")
    expect(server, "401 and a challenge without a token", status == 401 and "\nwww-authenticate:" in head.lower())
    expect(server, "200 with a token", ask(server, "/api/a", f"Bearer {token}")[0] == 200)


def check_digest(server):
    check_refused(server, "/digest/a")
    for password, status in (("wrong", 401), (PASSWORD, 200)):
        expect(server, f"{status} by curl --digest", ask(server, "/digest/a", None, "--digest", "-u", f"{USER}:{password}")[0] == status)


def digest_challenge(server, path):
    """Nonce and opaque of a fresh MD5 challenge."""
    challenge = next(line for line in ask(server, path)[1].splitlines() if line.lower().startswith("www-authenticate: digest"))
    opaque = re.search(r'opaque="([^"]*)"', challenge)
    return re.search(r'nonce="([^"]*)"', challenge)[1], opaque[1] if opaque else "-"
