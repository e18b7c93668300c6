"""Runs the tables and prints them; bench/compare starts it."""

import argparse
import datetime
import os
import shutil
import signal
import sys
import tempfile

import client_tables
import console_tables
import enumeration
import forward_auth_tables
import inspector_tables
import log_tables
import report
import session_tables
import simulator_tables
import tables
import token_tables
from peers import Peers
from processes import BenchError, Server

METHOD = """\
Every server is pinned to one core; the load generator and the upstream (nginx, 1 KiB, connections kept) have the other. HTTP/1.1 in
cleartext, GET, 64 connections, one worker or thread each, access logs off; the gateway's journal, metrics and refusal log on.
CPU us/request = user and system time of all processes of the server / finished requests: the main figure. `median [min-max]` over
{rounds} interleaved rounds of {seconds} s after a warm-up until two runs agree within 5 %. Every server was asked by curl before each table."""


ALL = tables.ALL | token_tables.ALL | session_tables.ALL | forward_auth_tables.ALL | enumeration.ALL | client_tables.ALL | inspector_tables.ALL | log_tables.ALL | simulator_tables.ALL | console_tables.ALL


def main():
    parser = argparse.ArgumentParser(prog="bench/compare", description="Compares the gateway with nginx, Apache, HAProxy and Caddy on this machine.")
    parser.add_argument("table", nargs="*", help=f"the tables, all by default: {', '.join(ALL)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each server is measured (5)")
    parser.add_argument("--seconds", type=int, default=5, help="how long each time (5)")
    parser.add_argument("--out", metavar="FILE", help="write the tables to this file as well")
    parser.add_argument("--gateway", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--floor", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--mint", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--caller", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.table or list(ALL)
    for name in names:
        if name not in ALL:
            parser.error(f"there is no table {name}; there are: {', '.join(ALL)}")
    if len(os.sched_getaffinity(0)) < 2:
        parser.error("two cores are needed: one for the servers, one for the load")

    # An interruption ends as an exception does: servers stopped, folder removed.
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, lambda number, _: sys.exit(128 + number))
    folder = tempfile.mkdtemp(prefix="countersign-bench-")
    os.chmod(folder, 0o755)   # workers of nginx and Apache run as another account and read the password files
    sections, failed = [], []
    try:
        peers = Peers(folder, options.gateway, options.floor, options.mint, options.caller)
        peers.upstream.start().wait()
        for name in names:
            bench = tables.Bench(peers, options.rounds, options.seconds)
            print(f"{name} ...", file=sys.stderr, flush=True)
            try:
                text, targets = ALL[name](bench)
            except BenchError as failure:
                text, targets = f"Not measured: {failure}", []
                failed.append(name)
            section = f"## {name}: {ALL[name].__doc__}\n\n{text}\n\n" + "\n".join(targets) + "\n"
            print(section, flush=True)
            sections.append(section)
            for server in list(Server.running):
                if server is not peers.upstream:
                    server.stop()
    finally:
        Server.stop_all()
        shutil.rmtree(folder, ignore_errors=True)

    if options.out:
        date = datetime.datetime.now(datetime.timezone.utc).date()
        head = f"# Side by side, {date}\n\n{report.machine()}.\n\n{METHOD.format(rounds=options.rounds, seconds=options.seconds)}\n"
        with open(options.out, "w") as out:
            out.write("\n".join([head, *sections]))
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
