#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""arrows.py ROOT [CC...]: holds the sources against the arrows of ARCHITECTURE.md.

In:  the source tree, and the compiler's command.
Out: TAP. One case each for: includes, link lines, headers that stand alone, pure modules that do no I/O. Before the
     tree is judged, small trees made to be wrong are: a check that lets one of them pass has failed itself.

`arrows.py --globals LIBRARY...` is the other half: no object of a pure module's library lies in writable memory.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

# module: the modules whose headers it may include and whose libraries it may link. Itself goes without saying.
ARROWS = {
    "base": set(),
    "event": {"base"},
    "source": {"base"},
    "detect": {"event", "base"},
    "lineage": {"event", "base"},
    "story": {"lineage", "detect", "event", "base"},
    "export": {"story", "detect", "lineage", "event", "base"},
    "scan": {"source", "story", "lineage", "detect", "event", "base"},
    "cli": {"export", "scan", "source", "story", "lineage", "detect", "event", "base"},
}

# These say nothing but what their arguments say: no file, no clock, no network, no environment, no randomness.
PURE = ["base", "event", "detect", "lineage", "story", "export"]

IMPURE_HEADERS = {
    "archive.h", "dirent.h", "fcntl.h", "glob.h", "netdb.h", "poll.h", "pwd.h", "signal.h", "spawn.h", "syslog.h",
    "termios.h", "unistd.h", "arpa/inet.h", "netinet/in.h", "sys/",
}
IMPURE_CALLS = """
    fopen fdopen freopen fclose fread fwrite fgets fgetc getc getchar fputs fputc putc putchar puts printf fprintf
    vprintf vfprintf dprintf scanf fscanf fflush fseek ftell perror remove rename tmpfile getline getdelim
    open openat creat close read write pread pwrite readv writev lseek stat fstat lstat fstatat access unlink mkdir
    opendir readdir mmap munmap ioctl fcntl pipe poll select dup dup2
    socket connect bind listen accept send recv getaddrinfo
    time clock clock_gettime gettimeofday localtime localtime_r mktime nanosleep sleep usleep
    getenv setenv putenv secure_getenv getpid gethostname setlocale
    rand srand random rand_r drand48 getrandom getentropy arc4random
    exit _exit quick_exit abort raise signal sigaction fork execve execvp waitpid
    pthread_create thrd_create
""".split()

# What a pure module does all the same: file, header or function, why.
EXCEPTIONS = [
    ("base/mem.c", "fprintf", "out of memory ends the process, and says so: nobody could act on an error"),
    ("base/mem.c", "_exit", "the same"),
    ("base/mem.c", "unistd.h", "the same: declares _exit"),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)
CALL = re.compile(r"(?<![\w.>])(" + "|".join(map(re.escape, IMPURE_CALLS)) + r")\s*\(")
OWN = re.compile(r"^static\b[^;=\n(]*?\b(\w+)\(", re.MULTILINE)
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def files(root, *endings):
    """The files under root/src with one of `endings`, as paths below src, sorted."""
    src = os.path.join(root, "src")
    found = []
    for folder, _, names in os.walk(src):
        found += [os.path.relpath(os.path.join(folder, n), src) for n in names if n.endswith(endings)]
    return sorted(found)


def module_of(path):
    return path.split("/")[0]


def without_comments(text):
    return NOISE.sub(lambda m: m[0] if m[0][0] in "\"'" else " ", text)


def code_only(text):
    return NOISE.sub(" ", text)


def check_includes(root):
    """Every include of ours names module/file.h, an existing one, along an arrow."""
    wrong = []
    for path in files(root, ".c", ".h"):
        module = module_of(path)
        if module not in ARROWS:
            wrong.append(f"src/{path}: {module} is no module of the table ARROWS")
            continue
        for kind, header in INCLUDE.findall(without_comments(read(os.path.join(root, "src", path)))):
            if kind == "<":
                continue
            target = module_of(header)
            if "/" not in header or target not in ARROWS:
                wrong.append(f'src/{path}: "{header}": write "module/file.h"')
            elif target != module and target not in ARROWS[module]:
                wrong.append(f'src/{path}: "{header}": no arrow leads from {module} to {target}')
            elif not os.path.exists(os.path.join(root, "src", header)):
                wrong.append(f'src/{path}: "{header}": there is no such file')
    return wrong


def check_links(root):
    """A module's meson.build names the <module>_dep of no module that it has no arrow to."""
    wrong = []
    for module, allowed in ARROWS.items():
        path = os.path.join(root, "src", module, "meson.build")
        if not os.path.exists(path):
            continue
        text = re.sub(r"#[^\n]*", "", read(path))
        for name in sorted(set(re.findall(r"\b(\w+)_(?:dep|lib)\b", text))):
            if name in ARROWS and name != module and name not in allowed:
                wrong.append(f"src/{module}/meson.build: links {name}: no arrow leads there")
    return wrong


def excepted(path, what):
    return any(path == file and what == name for file, name, _ in EXCEPTIONS)


def check_pure(root):
    """Pure modules include no header of the system's and call none of its functions that do I/O."""
    wrong = []
    for path in files(root, ".c", ".h"):
        if module_of(path) not in PURE:
            continue
        text = read(os.path.join(root, "src", path))
        for kind, header in INCLUDE.findall(without_comments(text)):
            impure = any(header == h or (h.endswith("/") and header.startswith(h)) for h in IMPURE_HEADERS)
            if kind == "<" and impure and not excepted(path, header):
                wrong.append(f"src/{path}: <{header}>: {module_of(path)} does no I/O")
        code = code_only(text)
        own = set(OWN.findall(code))  # a static function of the file's own may have any name
        for name in sorted(set(CALL.findall(code)) - own):
            if not excepted(path, name):
                wrong.append(f"src/{path}: {name}(): {module_of(path)} does no I/O and reads no clock")
    return wrong


def library_flags():
    libraries = ["yyjson", "libxxhash", "libdeflate", "zlib", "libzstd", "libarchive", "libfyaml", "libpcre2-8"]
    flags = []
    for library in libraries:
        asked = subprocess.run(["pkg-config", "--cflags", library], capture_output=True, text=True, check=False)
        flags += shlex.split(asked.stdout) if asked.returncode == 0 else []
    return flags


def check_alone(root, compiler):
    """Every header compiles with nothing before it, and twice."""
    wrong = []
    flags = ["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"] + library_flags()
    for path in files(root, ".h"):
        unit = f'#include "{path}"\n#include "{path}"\n'
        done = subprocess.run(compiler + flags + ["-I", os.path.join(root, "src"), "-x", "c", "-"],
                              input=unit, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = next((line for line in done.stderr.splitlines() if "error" in line), "does not compile")
            wrong.append(f"src/{path} does not stand alone: {reason}")
    return wrong


def check_globals(libraries):
    """No symbol of a pure module lies in .data, .bss or thread-local storage: const data and code only."""
    wrong = []
    for library in libraries:
        table = subprocess.run(["objdump", "-t", library], capture_output=True, text=True, check=True).stdout
        symbols = re.findall(r"^[0-9a-f]{8,} (.{7}) (\S+)\s+[0-9a-f]+ +(?:\.hidden )?(\S+)$", table, re.MULTILINE)
        if not symbols:
            wrong.append(f"{library}: objdump shows no symbol: nothing was checked")
        for flags, section, name in symbols:
            writable = re.match(r"\.(data|bss|tdata|tbss)\b|\*COM\*", section)
            constant = section.startswith(".data.rel.ro")
            # Sanitizers keep their own tables there, under reserved names.
            if writable and not constant and "O" in flags and not re.match(r"\.|__|_\.|\*|\.?Lubsan|\.?LASAN", name):
                wrong.append(f"{os.path.basename(library)}: {name} lies in {section}: a mutable global")
    return wrong


# Trees that are wrong, and the check that has to say so: what the tree is, its files, a word of the complaint.
MUST_FAIL = [
    ("an include against the arrows", check_includes, {"src/base/a.h": '#include "event/b.h"\n', "src/event/b.h": ""},
     "no arrow leads from base to event"),
    ("an include that names no module", check_includes, {"src/base/a.c": '#include "b.h"\n', "src/base/b.h": ""},
     'write "module/file.h"'),
    ("an include of a file that is not there", check_includes, {"src/base/a.c": '#include "base/gone.h"\n'},
     "no such file"),
    ("a folder that is no module", check_includes, {"src/misc/a.c": ""}, "no module of the table"),
    ("a link against the arrows", check_links, {"src/event/meson.build": "x = [base_dep, story_dep]\n"},
     "links story"),
    ("a pure module with a file header", check_pure, {"src/story/a.c": "#include <fcntl.h>\n"}, "<fcntl.h>"),
    ("a pure module with a system header", check_pure, {"src/story/a.c": "#include <sys/stat.h>\n"}, "<sys/stat.h>"),
    ("a pure module that opens a file", check_pure, {"src/event/a.c": 'void f(void) { fopen("a", "r"); }\n'},
     "fopen()"),
    ("a pure module that reads the clock", check_pure, {"src/lineage/a.c": "long f(void) { return time (0); }\n"},
     "time()"),
]
MUST_PASS = [
    ("a word in a comment or string", check_pure,
     {"src/base/a.c": '/* fopen(x) */ const char *s = "time(0)"; // getenv(x)\n'}),
    ("a function pointer and a longer name", check_pure,
     {"src/base/a.c": "int f(struct s *s) { return s->read(1) + s->o.open(2) + json_open(3); }\n"}),
    ("a static function with a system call's name", check_pure,
     {"src/base/a.c": "static void open(int a) {\n}\nvoid f(void) {\n    open(1);\n}\n"}),
    ("an include along the arrows", check_includes, {"src/event/a.h": '#include "base/b.h"\n', "src/base/b.h": ""}),
]


def plant(folder, tree):
    for path, text in tree.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)


def self_test(compiler):
    """Complaints about the checks themselves: wrong trees that pass, right ones that do not."""
    wrong = []
    bad_header = ("a header that needs another", lambda root: check_alone(root, compiler),
                  {"src/base/a.h": "size_t f(void);\n"}, "does not stand alone")
    for what, check, tree, word in MUST_FAIL + [bad_header]:
        with tempfile.TemporaryDirectory() as folder:
            plant(folder, tree)
            if not any(word in line for line in check(folder)):
                wrong.append(f"{what} is not noticed")
    for what, check, tree in MUST_PASS:
        with tempfile.TemporaryDirectory() as folder:
            plant(folder, tree)
            wrong += [f"{what} is taken for a fault: {line}" for line in check(folder)]
    return wrong


def self_test_globals(compiler):
    """A library with a mutable static must be noticed, one with a const table must not."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for text, bad in (("static int count; int next(void) { return ++count; }", True),
                          ("static const char *const T[] = {\"a\", \"b\"}; const char *at(int i) { return T[i]; }", False)):
            source, thing = os.path.join(folder, "a.c"), os.path.join(folder, "a.o")
            plant(folder, {"a.c": text})
            subprocess.run(compiler + ["-fPIC", "-c", source, "-o", thing], check=True)
            if bool(check_globals([thing])) != bad:
                wrong.append(f"misjudged: {text}")
    return wrong


def report(cases):
    print(f"1..{len(cases)}")
    for number, (name, wrong) in enumerate(cases, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f"# {line}")
            print(f"{name}: {line}", file=sys.stderr)
    return any(wrong for _, wrong in cases)


def main(arguments):
    if arguments[0] == "--globals":
        split = arguments.index("--")
        compiler, libraries = arguments[1:split], arguments[split + 1:]
        return report([("the check of globals can fail", self_test_globals(compiler)),
                       ("pure modules hold no mutable globals", check_globals(libraries))])
    root, compiler = arguments[0], arguments[1:]
    return report([
        ("the checks can fail", self_test(compiler)),
        ("includes follow the arrows", check_includes(root)),
        ("link lines follow the arrows", check_links(root)),
        ("every header compiles alone", check_alone(root, compiler)),
        ("pure modules do no I/O", check_pure(root)),
    ])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
