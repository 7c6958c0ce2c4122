# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, driven by the DevTools protocol over a pipe: commands go to its descriptor 3, answers and events
come from 4, each a line of JSON that ends in NUL. Standard library alone; whoever waits, waits for an answer or an
event, never for a time.
"""
import json
import os
import select
import shutil
import subprocess
import tempfile

PATIENCE = 60  # seconds for an answer: beyond it the browser is broken

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars",
         "--force-prefers-reduced-motion", "--remote-debugging-pipe"]


def find():
    """The path of a Chromium, or None. A snap cannot read what the tests make."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path and "/snap/" not in os.path.realpath(path):
            return path
    return None


class Browser:
    def __init__(self, path, env=None):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_child, self.output = os.pipe()
        self.input, from_child = os.pipe()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{to_child} 4>&{from_child}', "sh", path, *FLAGS,
             f"--user-data-dir={self.profile.name}", "about:blank"],
            env=env, pass_fds=(to_child, from_child), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.rest, self.number, self.events = b"", 0, []

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.input)
        os.close(self.output)
        self.profile.cleanup()

    def receive(self):
        while b"\0" not in self.rest:
            if not select.select([self.input], [], [], PATIENCE)[0]:
                raise RuntimeError("the browser does not answer")
            piece = os.read(self.input, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)


class Tab:
    """One page. `problems` collects what its console, its policy and its network say."""

    def __init__(self, browser, width, height, dark=False, script=True, motion=False):
        self.browser, self.closed = browser, False
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.media(dark=dark, motion=motion)
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def media(self, name="", dark=False, motion=False):
        """Screen ("") or "print"; the theme; whether things may move."""
        self.call("Emulation.setEmulatedMedia", media=name,
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                            {"name": "prefers-reduced-motion", "value": "no-preference" if motion else "reduce"}])

    def mine(self):
        return [e for e in self.browser.events if e.get("sessionId") == self.session]

    def open(self, url):
        self.call("Page.navigate", url=url)
        while not any(e["method"] == "Page.loadEventFired" for e in self.mine()):
            self.browser.events.append(self.browser.receive())

    def evaluate(self, expression):
        """The value of an expression; a promise is waited for. Works with scripts off too: the protocol's own run."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def key(self, key, code=0):
        text = key if len(key) == 1 else ""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code,
                      **({"text": text} if text and kind == "keyDown" else {}))

    def middle(self, expression):
        """Where the middle of the element is, once it is in sight."""
        return self.evaluate(f"(() => {{ const e = {expression}; e.scrollIntoView({{block: 'center', inline: 'center'}});"
                             " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()")

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, expression):
        """Clicks the middle of the element."""
        x, y = self.middle(expression)
        for kind in ("mousePressed", "mouseReleased"):
            self.mouse(kind, x, y, button="left", clickCount=1)

    def drag(self, x, y, dx, dy):
        self.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
        for part in (1, 2, 3, 4):
            self.mouse("mouseMoved", x + dx * part / 4, y + dy * part / 4, button="left", buttons=1)
        self.mouse("mouseReleased", x + dx, y + dy, button="left", clickCount=1)

    def until(self, condition):
        """Waits, frame by frame, until the expression is true; a page behind another has no frames."""
        self.call("Page.bringToFront")
        self.evaluate(f"new Promise(done => {{ const look = () => ({condition}) ? done(1) : requestAnimationFrame(look);"
                      " look(); })")

    def close(self):
        if not self.closed:
            self.closed = True
            self.call("Page.close")

    def problems(self):
        self.evaluate("1")  # all events before this answer are in
        said = [e["params"] for e in self.mine() if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        said += [e["params"] for e in self.mine()
                 if e["method"] == "Runtime.consoleAPICalled" and e["params"]["type"] in ("error", "warning")]
        return said

    def requests(self):
        return [e["params"]["request"]["url"] for e in self.mine() if e["method"] == "Network.requestWillBeSent"]
