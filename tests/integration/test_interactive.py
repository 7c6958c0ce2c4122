#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""At a terminal: the progress line, colours, width, Ctrl-C. Terminals are made with pty; a FIFO is the slow input."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time

from tap import TIMEOUT, attack, case, expect, expect_equal, expect_in, lines, main, record

STOP_SECONDS = 1.0


class Terminal:
    """emaki with a terminal of `columns` as standard output and error; with `keyboard`, what is typed there reaches it."""

    def __init__(self, emaki, *args, columns=80, keyboard=False, **more):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        session = {"start_new_session": True, "preexec_fn": lambda: fcntl.ioctl(1, termios.TIOCSCTTY, 0)} if keyboard else {}
        self.process = subprocess.Popen(emaki.command(*args), cwd=emaki.folder, env=emaki.environment(**more),
                                        stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, **session)
        os.close(slave)
        self.seen = b""

    def read(self):
        """Some more of what it wrote; False at the end."""
        ready, _, _ = select.select([self.master], [], [], TIMEOUT)
        expect(ready, f"nothing came; so far {self.seen!r}")
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            data = b""
        self.seen += data
        return bool(data)

    def until(self, part):
        while part not in self.seen:
            expect(self.read(), f"ended without {part!r}: {self.seen!r}")

    def finish(self):
        while self.read():
            pass
        os.close(self.master)
        return self.process.wait(TIMEOUT)


class Fifo:
    """An input that stays open until it is closed here."""

    def __init__(self, emaki):
        self.path = os.path.join(emaki.folder, "fifo.jsonl")
        os.mkfifo(self.path)

    def open(self):
        self.file = open(self.path, "wb", buffering=0)  # waits for the reader

    def write(self, data):
        while data:
            data = data[self.file.write(data):]

    def write_without_end(self, data):
        """Until nobody reads any more."""
        try:
            while True:
                self.write(data)
        except BrokenPipeError:
            pass

    def close(self):
        self.file.close()


@case
def progress_is_shown_and_cleared(emaki, root):
    fifo = Fifo(emaki)
    terminal = Terminal(emaki, "scan", "fifo.jsonl")
    fifo.open()
    fifo.write(lines(record(n) for n in range(500)))
    terminal.until(b"events/s")
    fifo.close()
    expect_equal(terminal.finish(), 0)
    expect_in("of 1 file", terminal.seen.decode())
    expect_in("MB/s", terminal.seen.decode())
    before, _, after = terminal.seen.rpartition(b"\r\x1b[K")
    expect_in("events/s", before.decode())
    expect(b"events/s" not in after, "the line was drawn again after it was cleared")
    expect_in("No alerts.", after.decode())


@case
def progress_keeps_to_a_narrow_terminal(emaki, root):
    fifo = Fifo(emaki)
    terminal = Terminal(emaki, "scan", "fifo.jsonl", columns=20)
    fifo.open()
    fifo.write(lines([record(1)]))
    terminal.until(b"of 1 file")
    terminal.until(b"\x1b[K")
    fifo.close()
    expect_equal(terminal.finish(), 0)
    line = terminal.seen.split(b"\x1b[K")[0].strip(b"\r").decode()
    expect(len(line) < 20, f"{len(line)} columns: {line}")


@case
def without_a_terminal_there_is_no_progress(emaki, root):
    fifo = Fifo(emaki)
    process = emaki.start("scan", "fifo.jsonl", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    fifo.open()
    fifo.write(lines(record(n) for n in range(500)))
    fifo.close()
    _, said = process.communicate(timeout=TIMEOUT)
    expect_equal((process.returncode, said), (0, b""))


@case
def ctrl_c_stops_and_says_what_was_read(emaki, root):
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        if os.path.exists(os.path.join(emaki.folder, "fifo.jsonl")):
            os.remove(os.path.join(emaki.folder, "fifo.jsonl"))
        fifo = Fifo(emaki)
        process = emaki.start("scan", "fifo.jsonl", "-o", "out.txt", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        fifo.open()
        fifo.write(lines(record(n) for n in range(2000)))  # more than a pipe holds: it must have read
        asked = time.monotonic()
        process.send_signal(number)
        out, said = process.communicate(timeout=TIMEOUT)
        took = time.monotonic() - asked
        fifo.close()
        expect_equal((process.returncode, out), (status, b""))
        expect_in("emaki: stopped: 0 of 1 file, ", said.decode())
        expect_in("read", said.decode())
        expect(took < STOP_SECONDS, f"it took {took:.2f} s")
        expect(not os.path.exists(os.path.join(emaki.folder, "out.txt")), "half a result was written")


@case
def ctrl_c_before_anybody_writes(emaki, root):
    fifo = Fifo(emaki)
    terminal = Terminal(emaki, "scan", "fifo.jsonl")
    terminal.until(b"of 1 file")  # it waits for a writer, and says so
    terminal.process.send_signal(signal.SIGINT)
    expect_equal(terminal.finish(), 130)
    expect_in("stopped: 0 of 1 file, 0 events read", terminal.seen.decode())
    expect(fifo.path)


@case
def ctrl_c_at_the_keyboard_ends_a_long_scan(emaki, root):
    for threads in ("1", "4"):
        fifo = Fifo(emaki)
        terminal = Terminal(emaki, "scan", "fifo.jsonl", "--threads", threads, keyboard=True)
        fifo.open()
        writer = threading.Thread(target=fifo.write_without_end, args=(lines(record(n) for n in range(500)),))
        writer.start()
        terminal.until(b"events/s")
        too_late = threading.Timer(10 * STOP_SECONDS, terminal.process.kill)  # or it would go on without end
        too_late.start()
        asked = time.monotonic()
        os.write(terminal.master, b"\x03")
        status = terminal.finish()
        took = time.monotonic() - asked
        too_late.cancel()
        writer.join(TIMEOUT)
        os.remove(fifo.path)
        expect_equal(status, 130)
        said = re.search(r"emaki: stopped: 0 of 1 file, (?:.*, )?([0-9,]+) events read", terminal.seen.decode())
        expect(said and int(said[1].replace(",", "")) > 0, terminal.seen)
        expect(took < STOP_SECONDS, f"it took {took:.2f} s")


@case
def a_terminal_gets_colours_unless_told_otherwise(emaki, root):
    emaki.put("a.json", attack(root))
    for more, args, colours in (({}, (), True), ({"NO_COLOR": "1"}, (), False), ({"NO_COLOR": ""}, (), True),
                                ({"TERM": "dumb"}, (), False), ({}, ("--color=never",), False),
                                ({"NO_COLOR": "1"}, ("--color=always",), True)):
        terminal = Terminal(emaki, "scan", "a.json", *args, **more)
        expect_equal(terminal.finish(), 0)
        expect_equal((more, args, b"\x1b[1;31m" in terminal.seen), (more, args, colours))


@case
def text_takes_the_width_of_the_terminal(emaki, root):
    emaki.put("a.json", attack(root))
    for columns in (60, 80, 132):
        terminal = Terminal(emaki, "scan", "a.json", "--color=never", columns=columns)
        expect_equal(terminal.finish(), 0)
        text = terminal.seen.split(b"\x1b[K")[-1].decode().split("Response")[0]
        widest = max(len(line.rstrip("\r")) for line in text.split("\n"))
        expect(columns - 15 < widest <= columns, f"{widest} at {columns}")


if __name__ == "__main__":
    sys.exit(main())
