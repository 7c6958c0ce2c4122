#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An ordinary month is quiet, and each of ten attacks hidden in it is found whole: `month.py EMAKI ROOT`. In TAP.
`bench/month.py` does the same with a million events."""
import os
import subprocess
import sys
import tempfile

emaki, root = sys.argv[1:3]
sys.path.insert(0, os.path.join(root, "tools"))

import make_month  # noqa: E402

with tempfile.TemporaryDirectory() as data:
    make_month.make(data)
    check = os.path.join(root, "tools", "check_month.py")
    sys.exit(subprocess.run([sys.executable, check, "--emaki", emaki, "--data", data], check=False).returncode)
