"""Chromium without a window, driven over the pipe of its developer tools."""

import base64
import json
import os
import subprocess
import time

from processes import BenchError, LOAD_CORE


class Browser:
    """One browser with one tab; nothing of it is left afterwards but its folder."""

    def __init__(self, folder):
        commands, self.writing = os.pipe()
        self.reading, answers = os.pipe()
        # Without the sandbox where it is run by root, as Chromium wants it.
        more = ["--no-sandbox"] if os.geteuid() == 0 else []

        def connect():
            # The pipe's two ends have to be these; what is duplicated first may be one of them.
            ends = os.dup(commands), os.dup(answers)
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            ["taskset", "-c", LOAD_CORE, "chromium", "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-background-networking",
             f"--user-data-dir={folder}", *more, "about:blank"],
            close_fds=False, preexec_fn=connect, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.read, self.number, self.session, self.events = b"", 0, None, []
        tab = next(each for each in self.send("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=tab["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.send(f"{domain}.enable")

    def send(self, method, **arguments):
        self.number += 1
        message = {"id": self.number, "method": method, "params": arguments} | ({"sessionId": self.session} if self.session else {})
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            raise BenchError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def next(self):
        while b"\0" not in self.read:
            part = os.read(self.reading, 1 << 16)
            if not part:
                raise BenchError("the browser ended")
            self.read += part
        message, _, self.read = self.read.partition(b"\0")
        return json.loads(message)

    def open(self, address):
        """Opens an address, nothing of which is kept from before, and waits until it has loaded."""
        self.send("Network.clearBrowserCache")
        self.events = []
        self.send("Page.navigate", url=address)
        while not any(each.get("method") == "Page.loadEventFired" for each in self.events):
            self.events.append(self.next())

    def run(self, script):
        """The value of an expression, or of what it promises."""
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise BenchError(result["exceptionDetails"]["exception"].get("description", "a script failed"))
        return result["result"].get("value")

    def wait(self, script, seconds=20):
        end = time.monotonic() + seconds
        while not self.run(script):
            if time.monotonic() > end:
                raise BenchError(f"in the browser this was not so after {seconds} s: {script}")
            time.sleep(0.05)

    def sign_in(self, user, password):
        """Credentials with every request: the dialog is not what is measured."""
        credentials = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.send("Network.setExtraHTTPHeaders", headers={"Authorization": f"Basic {credentials}"})

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.writing)
        os.close(self.reading)
