#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast emaki reads, as a share of what reading costs by itself.

  run.py [--build DIR] [--built] [--rules DIR] [--more DIR] [--large] [--repeat N] [--events N]

In:   a release build; corpora of bench/make_corpus.py, kept in DIR/bench-data and made where they are missing.
Out:  a table on stdout, DIR/bench.json with every run, medians and ratios.
All programs run in turns within one run, every other turn backwards, so that what disturbs the machine disturbs each
of them. Seconds are the median of the repetitions. "of limit" is the time of bench/readlimit on the same number of
threads divided by the program's, turn by turn, and of these ratios the median; "best" compares the shortest CPU times of
both, which is what is left where the machine is shared with others. Memory is the peak that the kernel reports for the process (wait4); that is never below what its launcher held at the start of the
process, so a peak at that floor is shown as "<". Nothing here passes or fails: it measures.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import make_corpus  # noqa: E402
import make_rules  # noqa: E402

SEED = "1"
LARGE_EVENTS = 2_000_000
THREADS = (1, 2)
GENERATED = (57, 1000, 5000)  # rules of make_rules.py, each without the pack


class Failed(Exception):
    pass


# Starts the program from an interpreter as small as can be: the kernel counts what the parent held at the start.
LAUNCHER = """
import os, sys, time
nothing = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, nothing, 1)])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def run(command):
    """Runs one program to its end. Returns seconds of wall time, of both kinds of CPU time, and peak bytes."""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, *command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: {done.stderr}")
    status, wall, cpu, peak_kib = done.stdout.split()
    if status != "0":
        raise Failed(f"{' '.join(command)}: status {status}\n{done.stderr}")
    return {"wall": float(wall), "cpu": float(cpu), "peak": int(peak_kib) * 1024}


def first_output(command):
    """Seconds from the start of a program to its first byte on stdout."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        byte = child.stdout.read(1)
        seconds = time.perf_counter() - start
        child.stdout.read()
    if not byte or child.returncode != 0:
        raise Failed(f"{' '.join(command)}: status {child.returncode}, no output" if not byte else
                     f"{' '.join(command)}: status {child.returncode}")
    return seconds


def corpus(data, events, per_object=1000):
    """The corpus of that size, made if it is not there. Returns (directory, what corpus.json says)."""
    out = os.path.join(data, f"{events}-by-{per_object}-seed-{SEED}")
    about = os.path.join(out, "corpus.json")
    if not os.path.exists(about):
        print(f"making {events:,} events in {out}", file=sys.stderr)
        make_corpus.make(events, out, per_object, SEED)
    with open(about, encoding="utf-8") as file:
        return out, json.load(file)


def build_readlimit(build):
    """Adds readlimit to the build directory; both are quick once it is there."""
    for command in (["meson", "configure", build, "-Dbench=true"], ["ninja", "-C", build, "bench/readlimit", "emaki"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failed(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def scan(build, path, threads, rules=(), out=os.devnull, pack=True):
    extra = [] if pack else ["--no-builtin-rules"]
    extra += [word for directory in rules for word in ("--rules", directory)]
    return [os.path.join(build, "emaki"), "scan", path, "--format", "json", "-o", out, "--threads", str(threads),
            "--config", os.path.join(HERE, "nothing.yml"), *extra]


def generated(data, count):
    """The folder with that many rules, made if it is not there."""
    out = os.path.join(data, f"rules-{count}")
    if not os.path.exists(out):
        make_rules.make(count, out + ".part")
        os.rename(out + ".part", out)
    return out


def generated_name(count):
    return f"scan, {count:,} generated rules, 1 thread"


def programs(build, path, rules, more, data):
    """name → command, in the order of the table."""
    table = {}
    for n in THREADS:
        table[f"readlimit, {n} thread{'s' * (n > 1)}"] = (n, [os.path.join(build, "bench", "readlimit"), path, "--threads", str(n)])
    for n in THREADS:
        table[f"scan, the pack, {n} thread{'s' * (n > 1)}"] = (n, scan(build, path, n))
    if rules:
        for n in THREADS:
            table[f"scan, the pack and --rules, {n} thread{'s' * (n > 1)}"] = (n, scan(build, path, n, rules))
        table["scan, --rules alone, 1 thread"] = (1, scan(build, path, 1, rules, pack=False))
    if more:
        table["scan, --rules and --more, 1 thread"] = (1, scan(build, path, 1, rules + more, pack=False))
        table["scan, the pack and all, 1 thread"] = (1, scan(build, path, 1, rules + more))
    for count in GENERATED:
        table[generated_name(count)] = (1, scan(build, path, 1, [generated(data, count)], pack=False))
    return table


def times_faster(slow, fast, what):
    """How many times faster: of each turn, then the median of the turns."""
    return statistics.median(a[what] / b[what] for a, b in zip(slow["samples"], fast["samples"]))


def measure(table, repeat, about):
    """Runs everything once to warm the page cache, then `repeat` times in turns."""
    samples = {name: [] for name in table}
    for turn in range(repeat + 1):
        for name in list(table)[::-1 if turn % 2 else 1]:
            sample = run(table[name][1])
            if turn:
                samples[name].append(sample)
    rows = {}
    for name, (threads, command) in table.items():
        wall = statistics.median(s["wall"] for s in samples[name])
        rows[name] = {
            "command": command, "threads": threads, "wall_seconds": wall,
            "cpu_seconds": statistics.median(s["cpu"] for s in samples[name]),
            "best_cpu_seconds": min(s["cpu"] for s in samples[name]),
            "mb_per_second": about["json_bytes"] / wall / 1e6, "events_per_second": about["events"] / wall,
            "peak_bytes": max(s["peak"] for s in samples[name]), "samples": samples[name]}
    limit = {row["threads"]: row for name, row in rows.items() if name.startswith("readlimit")}
    for name, row in rows.items():
        row["of_limit"] = times_faster(limit[row["threads"]], row, "wall")
        row["of_limit_cpu"] = times_faster(limit[row["threads"]], row, "cpu")
        row["of_limit_best"] = limit[row["threads"]]["best_cpu_seconds"] / row["best_cpu_seconds"]
        row["speed_up"] = times_faster(rows[name.replace("2 threads", "1 thread")], row, "wall")
    return rows


def measure_start(build, data, repeat):
    path, _ = corpus(data, 100, 100)
    file = next(os.path.join(at, name) for at, _, names in sorted(os.walk(path)) for name in sorted(names)
                if name.endswith(".gz"))
    command = scan(build, file, 1, out="-")
    times = [first_output(command) for _ in range(4 * repeat)]
    return {"command": command, "median_seconds": statistics.median(times), "best_seconds": min(times)}


def measure_large(build, data, rules, rows, about):
    """Memory on ten times the events, for each kind of scan: what each event costs beyond the first 200,000."""
    path, large = corpus(data, LARGE_EVENTS)
    runs = {}
    for name, row in rows.items():
        if name.startswith("scan") and row["threads"] == THREADS[-1]:
            sample = run(scan(build, path, THREADS[-1], rules if "--rules" in row["command"] else ()))
            more = (sample["peak"] - row["peak_bytes"]) / (large["events"] - about["events"])
            runs[name] = {**sample, "bytes_per_event_more": more}
    return {"events": large["events"], "json_bytes": large["json_bytes"], "runs": runs}


def look_at_result(build, path, about):
    """What the scan found; a program that reads less than all of it is not worth measuring."""
    limit = json.loads(subprocess.check_output([os.path.join(build, "bench", "readlimit"), path]))
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "scan.json")
        run(scan(build, path, THREADS[-1], out=out))
        with open(out, encoding="utf-8") as file:
            result = json.load(file)
    if not limit["events"] == result["input"]["records"] == about["events"]:
        raise Failed(f"of {about['events']} records readlimit read {limit['events']}, the scan {result['input']['records']}")
    return {"events": result["input"]["events"], "alerts": len(result["alerts"]),
            "observations": len(result["observations"])}


def peak(row, floor):
    return f"{'<' if row['peak_bytes'] <= floor * 1.05 else ''}{row['peak_bytes'] / 1e6:.1f}"


def show(result):
    about, floor = result["corpus"], result["floor_bytes"]
    print(f"{about['events']:,} events, {about['json_bytes'] / 1e6:.0f} MB of JSON in {about['objects']} objects of "
          f"{about['gzip_bytes'] / about['objects'] / 1e3:.0f} kB; found: {result['found']}\n")
    print(f"{'':40}{'wall s':>8}{'CPU s':>8}{'MB/s':>8}{'events/s':>11}{'of limit':>10}{'(CPU)':>8}{'(best)':>8}{'speed-up':>10}{'peak MB':>9}")
    for name, row in result["runs"].items():
        print(f"{name:40}{row['wall_seconds']:8.3f}{row['cpu_seconds']:8.3f}{row['mb_per_second']:8.0f}"
              f"{row['events_per_second']:11,.0f}{row['of_limit']:10.0%}{row['of_limit_cpu']:8.0%}{row['of_limit_best']:8.0%}"
              f"{row['speed_up']:9.2f}×{peak(row, floor):>9}")
    few, many = (result["runs"][generated_name(count)] for count in GENERATED[:2])
    print(f"\nlost from {GENERATED[0]} to {GENERATED[1]:,} generated rules: {1 - times_faster(few, many, 'wall'):.0%}")
    print(f"load of the machine {result['machine']['load']:.1f}; where it is above the number of threads, trust the CPU column")
    print(f"first output on one small file: {result['start']['median_seconds'] * 1e3:.1f} ms "
          f"(best {result['start']['best_seconds'] * 1e3:.1f} ms)")
    if "large" in result:
        big = result["large"]
        print(f"{big['events']:,} events, {big['json_bytes'] / 1e9:.2f} GB of JSON:")
        for name, row in big["runs"].items():
            print(f"  {name}: {row['wall']:.1f} s, peak {row['peak'] / 1e6:.1f} MB, "
                  f"{row['bytes_per_event_more']:.1f} bytes an event more")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default="build", help="a release build (default: build)")
    parser.add_argument("--built", action="store_true", help="readlimit is there: leave the build directory as it is")
    parser.add_argument("--rules", action="append", default=[], metavar="DIR", help="measure with these rules, too")
    parser.add_argument("--more", action="append", default=[], metavar="DIR", help="and with these beside them")
    parser.add_argument("--large", action="store_true", help=f"memory on {LARGE_EVENTS:,} events, about 3 GB of JSON")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--events", type=int, default=200_000)
    args = parser.parse_args()
    data = os.path.join(args.build, "bench-data")
    try:
        if not args.built:
            build_readlimit(args.build)
        path, about = corpus(data, args.events)
        rows = measure(programs(args.build, path, args.rules, args.more, data), args.repeat, about)
        result = {"corpus": about, "machine": {"cores": os.cpu_count(), "load": os.getloadavg()[0]}, "runs": rows,
                  "floor_bytes": run(["true"])["peak"],
                  "found": look_at_result(args.build, path, about), "start": measure_start(args.build, data, args.repeat)}
        if args.large:
            result["large"] = measure_large(args.build, data, args.rules, rows, about)
    except Failed as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 1
    with open(os.path.join(args.build, "bench.json"), "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    show(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
