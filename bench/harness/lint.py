"""How long countersign lint takes for a large configuration of nginx: wall clock, CPU and memory of the whole process."""

import argparse
import os
import subprocess
import sys
import tempfile
import time

import report

MUST_SECONDS = 1.0

SERVER = """server {{
    listen 443 ssl;
    server_name www{n}.example.org *.site{n}.example.org;
    root /srv/site{n};
    ssl_certificate /etc/nginx/tls/{n}.pem;
    ssl_certificate_key /etc/nginx/tls/{n}.key;
    proxy_set_header Host $host;
    proxy_set_header X-Remote-User $remote_user;
    location / {{
        try_files $uri $uri/ /index.php?$args;
    }}
    location /staff/ {{
        auth_basic "staff of {n}";
        auth_basic_user_file /etc/nginx/users{n};
    }}
    location ^~ /files/ {{
        satisfy any;
        allow 10.{low}.0.0/16;
        deny all;
        auth_basic "files";
        auth_basic_user_file /etc/nginx/users{n};
    }}
    location /api/ {{
        auth_request /ask;
        error_page 401 = @sign_in;
        proxy_set_header Authorization "Bearer secret{n}";
        proxy_pass http://backend{n};
    }}
    location = /ask {{
        internal;
        proxy_pass http://asked{n}/check;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
    }}
    location @sign_in {{
        return 302 https://sign-in.example.org/?back=$request_uri;
    }}
    location ~ \\.php$ {{
        fastcgi_pass unix:/run/php{n}.sock;
        include fastcgi_params;
    }}
    location ~* \\.(css|js|png)$ {{
        expires 7d;
    }}
}}
"""


def configuration(lines):
    parts, count, n = ["events {}\nhttp {\n"], 3, 0
    while count < lines:
        part = SERVER.format(n=n, low=n % 250)
        parts.append(part)
        count += part.count("\n")
        n += 1
    return "".join(parts) + "}\n", count


def run(program, file):
    started = time.perf_counter()
    process = subprocess.Popen([program, "lint", file, "--fail-on", "never", "--format", "json"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"lint ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--lines", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=9)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "nginx.conf")
        text, lines = configuration(given.lines)
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        run(given.program, file)
        results = [run(given.program, file) for _ in range(given.runs)]
    wall, cpu, memory = (list(column) for column in zip(*results))
    print(report.table(["lines", "seconds", "CPU seconds", "MiB"], [[lines, report.spread(wall, 2), report.spread(cpu, 2), report.spread(memory, 0)]]))
    print()
    print(report.target("a configuration of 10,000 lines", sorted(wall)[len(wall) // 2], MUST_SECONDS, unit=" s"))


if __name__ == "__main__":
    main()
