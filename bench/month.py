#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How quiet a month of a million events is, and whether the attacks hidden in it are found whole.

  month.py [--build DIR] [--events N]

In:   a release build; data of tools/make_month.py, kept in DIR/bench-data and made where it is missing.
Out:  a line for the month and for each attack (tools/check_month.py); its status.
"""
import argparse
import os
import subprocess
import sys

TOOLS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools")
sys.path.insert(0, TOOLS)

import make_month  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--events", type=int, default=1000000)
    args = parser.parse_args()
    data = os.path.join(args.build, "bench-data", f"month-{args.events}")
    if not os.path.exists(os.path.join(data, "month.json")):
        print(f"making {args.events:,} events in {data}", file=sys.stderr)
        make_month.make(data, events=args.events)
    check = os.path.join(TOOLS, "check_month.py")
    command = [sys.executable, check, "--emaki", os.path.join(args.build, "emaki"), "--data", data]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
