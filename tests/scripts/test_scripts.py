#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_scripts.py ROOT: the scripts behind the Makefile, tried on made-up machines and logs. Out: TAP.

Nothing of this machine is changed: apt-get, dpkg-query, sudo and id are stand-ins in a folder of their own.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(sys.argv[1])
STUBS = {
    "apt-get": 'echo "apt-get $*" >>"$LOG"\ncase "$*" in *indextargets*) cat "$TARGETS" ;; esac\n',
    "apt-cache": 'printf "p:\\n  Installed: (none)\\n  Candidate: %s\\n" "$CANDIDATE"\n',
    "dpkg-query": 'for p in $HAVE; do echo "$p installed"; done\n',
    "sudo": 'echo "sudo" >>"$LOG"\nwhile [ "${1#-}" != "$1" ]; do shift; done\nexec "$@"\n',
    "id": 'echo "$WHO"\n',
}


class Machine:
    """A pretended machine: its release, what apt knows, what is installed."""

    def __init__(self, folder, release, targets="", candidate="(none)", have="", who="0"):
        self.folder, self.log = folder, os.path.join(folder, "log")
        for path in ("bin", "root/etc/apt/preferences.d", "root/etc/apt/sources.list.d"):
            os.makedirs(os.path.join(folder, path))
        for name, body in STUBS.items():
            path = os.path.join(folder, "bin", name)
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n" + body)
            os.chmod(path, 0o755)
        self.write("root/etc/os-release", release)
        self.write("targets", targets)
        self.write("log", "")
        self.env = {**os.environ, "PATH": os.path.join(folder, "bin") + ":" + os.environ["PATH"], "LOG": self.log,
                    "TARGETS": os.path.join(folder, "targets"), "CANDIDATE": candidate, "HAVE": have, "WHO": who,
                    "EMAKI_SETUP_ROOT": os.path.join(folder, "root"), "EMAKI_NO_INSTALL": ""}

    def write(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as file:
            return file.read()

    def exists(self, path):
        return os.path.exists(os.path.join(self.folder, path))

    def setup(self, *sets, **env):
        return subprocess.run(["sh", os.path.join(ROOT, "scripts", "setup.sh"), *sets], env={**self.env, **env},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


DEBIAN_12 = 'ID=debian\nVERSION_ID="12"\n'
UBUNTU_24 = 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'
ALL_OF_BUILD = ("gcc libc6-dev meson ninja-build pkgconf python3 libyyjson-dev libxxhash-dev libdeflate-dev zlib1g-dev "
                "libzstd-dev libarchive-dev libfyaml-dev libpcre2-dev libmaxminddb-dev libssl-dev")


def setup_only_lists(folder):
    machine = Machine(folder, DEBIAN_12, have="gcc meson")
    done = machine.setup("build", EMAKI_NO_INSTALL="1")
    assert done.returncode == 1, done
    assert "libyyjson-dev" in done.stdout and " gcc " not in done.stdout, done.stdout
    assert "nothing was installed" in done.stderr, done.stderr
    assert machine.read("log") == "", machine.read("log")


def setup_has_nothing_to_do(folder):
    machine = Machine(folder, DEBIAN_12, have=ALL_OF_BUILD)
    done = machine.setup("build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done
    assert machine.read("log") == "", machine.read("log")
    assert machine.setup("build", "test", EMAKI_NO_INSTALL="1").returncode == 1


def setup_pins_yyjson(folder):
    machine = Machine(folder, DEBIAN_12, "bookworm-updates main http://mirror.example/d/\n"
                      "bookworm main http://mirror.example/d/\n")
    done = machine.setup("build")
    assert done.returncode == 0, done
    pin, source = machine.read("root/etc/apt/preferences.d/emaki-trixie"), machine.read(
        "root/etc/apt/sources.list.d/emaki-trixie.sources")
    assert pin == ("Package: *\nPin: release n=trixie\nPin-Priority: -1\n\n"
                   "Package: libyyjson0 libyyjson-dev\nPin: release n=trixie\nPin-Priority: 500\n"), pin
    assert "URIs: http://mirror.example/d/\nSuites: trixie\nComponents: main\n" in source, source
    log = machine.read("log").splitlines()
    assert " update" in log[0] and " install -y" in log[-1] and "libyyjson-dev" in log[-1], log
    assert "sudo" not in log, log


def setup_pins_on_ubuntu(folder):
    machine = Machine(folder, UBUNTU_24, "noble main http://m/u/\nnoble universe http://m/u/\n")
    assert machine.setup("build").returncode == 0
    source = machine.read("root/etc/apt/sources.list.d/emaki-resolute.sources")
    assert "Suites: resolute\nComponents: universe\n" in source, source


def setup_leaves_apt_alone(folder):
    """Where yyjson can be had already, no source is added."""
    machine = Machine(folder, DEBIAN_12, "bookworm main http://m/\n", candidate="0.10.0")
    assert machine.setup("build").returncode == 0
    assert not machine.exists("root/etc/apt/preferences.d/emaki-trixie")


def setup_without_mirror(folder):
    machine = Machine(folder, DEBIAN_12, "elsewhere main http://m/\n")
    done = machine.setup("build")
    assert done.returncode == 1 and "no apt source names a mirror" in done.stderr, done
    assert not machine.exists("root/etc/apt/sources.list.d/emaki-trixie.sources")


def setup_uses_sudo(folder):
    machine = Machine(folder, 'ID=debian\nVERSION_ID="13"\n', candidate="0.10.0", who="1000")
    assert machine.setup("build").returncode == 0
    assert machine.read("log").startswith("sudo\n"), machine.read("log")


def setup_refuses_unknown_sets(folder):
    machine = Machine(folder, DEBIAN_12)
    assert machine.setup("everything").returncode == 1
    assert machine.setup().returncode == 1


def setup_elsewhere(folder):
    """Not of Debian's family: it says what it looked for, and installs nothing."""
    machine = Machine(folder, "ID=other\nVERSION_ID=1\n")
    machine.write("bin/pkg-config", "#!/bin/sh\nexit 1\n")
    os.chmod(os.path.join(folder, "bin", "pkg-config"), 0o755)
    done = machine.setup("build")
    assert done.returncode == 1 and "libyyjson-dev (yyjson)" in done.stderr, done
    assert machine.read("log") == ""


def summarise(folder, runs, *others):
    os.makedirs(os.path.join(folder, "meson-logs"), exist_ok=True)
    with open(os.path.join(folder, "meson-logs", "testlog.json"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(run) + "\n" for run in runs)
    done = subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "summary.py"), folder, *others],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


def summary_counts(folder):
    tap = "1..3\nok - a::b (0.00s)\nnot ok 2 - a::c\nok 3 - a::d # SKIP no such thing\nokay then\n"
    status, lines = summarise(folder, [{"name": "t", "result": "FAIL", "stdout": tap}, {"name": "e", "result": "OK"}])
    assert status == 1 and lines[-1] == "2 passed, 1 failed", lines
    assert "FAILED t: a::c" in lines and "1 skipped" in lines, lines


def summary_is_good(folder):
    assert summarise(folder, [{"name": "e", "result": "OK", "stdout": ""}]) == (0, ["1 passed, 0 failed"])


def summary_of_others(folder):
    runs = [{"name": "e", "result": "OK"}]
    assert summarise(folder, runs, "style=passed") == (0, ["2 passed, 0 failed"])
    status, lines = summarise(folder, runs, "style=failed")
    assert status == 1 and lines[-1] == "1 passed, 1 failed" and "FAILED style" in lines, lines


def summary_sees_death(folder):
    """A program whose cases passed, and which then died, failed."""
    status, lines = summarise(folder, [{"name": "t", "result": "FAIL", "stdout": "ok - a\n"},
                                       {"name": "u", "result": "TIMEOUT"}])
    assert status == 1 and lines[-1] == "1 passed, 2 failed", lines


def summary_of_nothing(folder):
    status, lines = summarise(folder, [])
    assert status == 1 and lines[-1] == "0 passed, 1 failed", lines


def state(folder, *options):
    done = subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "build_state.py"), folder, *options],
                          cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def build_state(folder):
    info = os.path.join(folder, "meson-info")
    assert state(folder) == "fresh"
    os.makedirs(info)
    with open(os.path.join(info, "meson-info.json"), "w", encoding="utf-8") as file:
        json.dump({"directories": {"source": ROOT}}, file)
    with open(os.path.join(info, "intro-buildoptions.json"), "w", encoding="utf-8") as file:
        json.dump([{"name": "tests", "value": False}, {"name": "b_sanitize", "value": "address,undefined"}], file)
    assert state(folder) == "fresh", "no build.ninja: an attempt that was cut off"
    shutil.copy(__file__, os.path.join(folder, "build.ninja"))
    assert state(folder, "-Dtests=false", "-Db_sanitize=address,undefined") == "ready"
    assert state(folder, "-Dtests=true") == "changed"
    assert state(folder, "-Dnew=1") == "changed"
    with open(os.path.join(info, "meson-info.json"), "w", encoding="utf-8") as file:
        json.dump({"directories": {"source": os.path.dirname(ROOT)}}, file)
    assert state(folder) == "fresh", "another checkout's"


def build_spares_folders(folder):
    """A folder that Meson did not make is never removed."""
    for name in ("meson", "ninja"):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n")
        os.chmod(path, 0o755)
    mine = os.path.join(folder, "mine")
    os.mkdir(mine)
    shutil.copy(__file__, mine)
    done = subprocess.run(["sh", "scripts/build.sh", mine, "release"], cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "PATH": folder + ":" + os.environ["PATH"]}, check=False)
    assert done.returncode == 1 and "is no build directory" in done.stderr, done
    assert os.listdir(mine), "removed"


CASES = [setup_only_lists, setup_has_nothing_to_do, setup_pins_yyjson, setup_pins_on_ubuntu, setup_leaves_apt_alone,
         setup_without_mirror, setup_uses_sudo, setup_refuses_unknown_sets, setup_elsewhere, summary_counts,
         summary_is_good, summary_of_others, summary_sees_death, summary_of_nothing, build_state,
         build_spares_folders]


def main():
    print(f"1..{len(CASES)}")
    failed = False
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                case(folder)
                print(f"ok {number} - {case.__name__}")
            except AssertionError as error:
                failed = True
                print(f"not ok {number} - {case.__name__}\n# line {error.__traceback__.tb_next.tb_lineno}: {error}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
