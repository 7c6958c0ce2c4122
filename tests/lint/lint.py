#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lint.py ROOT: the house rules that a machine can hold, over every text file of the tree.

In:  the source tree.     Out: TAP, one case a rule; a rule is a row of RULES.
Before the tree is judged, each rule is given a line that breaks it, and fails itself when it lets that pass.
"""
import os
import re
import sys
import tempfile

FILE_LINES_MAX = 800
FUNCTION_LINES_MAX = 80

# Functions that are no use where input is hostile or threads run, and what to use. Not even tests need them.
BANNED = {
    "strcpy": "buf_put", "strcat": "buf_put", "strncpy": "buf_put", "strncat": "buf_put", "stpcpy": "buf_put",
    "sprintf": "buf_printf", "vsprintf": "buf_printf", "gets": "getline", "strtok": "slices", "strtok_r": "slices",
    "atoi": "strtol", "atol": "strtol", "atoll": "strtoll", "atof": "strtod", "scanf": "slices", "sscanf": "slices",
    "rand": "a seeded generator", "srand": "a seeded generator", "random": "a seeded generator",
    "system": "posix_spawn", "popen": "posix_spawn", "alloca": "an arena", "tmpnam": "mkstemp", "mktemp": "mkstemp",
    "tempnam": "mkstemp", "gmtime": "base/timefmt.h", "localtime": "base/timefmt.h", "asctime": "base/timefmt.h",
    "ctime": "base/timefmt.h", "strerror": "strerror_r", "setjmp": "struct err", "longjmp": "struct err",
}
BANNED_CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
SKIP_FOLDERS = re.compile(r"^(\.git|\.cache|build.*|__pycache__|node_modules)$")
TEXT = (".c", ".h", ".py", ".sh", ".md", ".yml", ".yaml", ".build", ".txt", ".css", ".js", ".ts", ".in", ".1")
THIS = os.path.join("tests", "lint", "lint.py")


def tree(root):
    """Every text file, as a path below root, sorted; of the examples' logs none."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not SKIP_FOLDERS.match(f))
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            if name.endswith(TEXT) or path in ("Makefile", os.path.join(".ci", "run")):
                found.append(path)
    return found


def lines(text):
    return enumerate(text.splitlines(), 1)


def blank(text):
    """The text with comments and strings emptied, line numbers kept."""
    return COMMENT_OR_STRING.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def is_c(path):
    return path.endswith((".c", ".h"))


def is_code(path):
    return is_c(path) or path.endswith((".py", ".sh")) or path == os.path.join(".ci", "run")


def rule_licence(path, text):
    if not is_code(path) or not text.strip():
        return
    first = text.splitlines()[:2]
    if is_c(path):
        first = first[:1]
    if not any("SPDX-License-Identifier: Apache-2.0" in line for line in first):
        yield 1, "the file does not begin with its SPDX line"


def rule_banned(path, text):
    if is_c(path):
        for number, line in lines(blank(text)):
            for name in BANNED_CALL.findall(line):
                yield number, f"{name}() is banned: use {BANNED[name]}"


def rule_file_length(path, text):
    count = text.count("\n")
    if is_c(path) and count > FILE_LINES_MAX:
        yield count, f"{count} lines: over {FILE_LINES_MAX} is two files"


def rule_function_length(path, text):
    start = None
    if not is_c(path) or not path.startswith("src"):
        return
    for number, line in lines(text):
        if re.match(r"[A-Za-z_].*\) \{$|[ \t]+.*\) \{$", line) and start is None and not line.startswith((" ", "\t")):
            start = number
        elif start is None and re.match(r"[ \t]{5,}.*\) \{$", line):
            start = number  # the last line of a long head
        elif line == "}" and start is not None:
            if number - start + 1 > FUNCTION_LINES_MAX:
                yield start, f"a function of {number - start + 1} lines: {FUNCTION_LINES_MAX} at most"
            start = None


def rule_unfinished(path, text):
    if path == THIS or not is_code(path):
        return
    for number, line in lines(text):
        found = re.search(r"\b(TODO|FIXME|XXX|HACK|NOLINT\w*)\b|cppcheck-suppress|clang-format off", line)
        if found:
            yield number, f"{found[0]}: finish it, or say why in words"


def rule_whitespace(path, text):
    if not (is_code(path) or path.endswith((".md", ".build"))):
        return
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line has no end"
    for number, line in lines(text):
        if line != line.rstrip():
            yield number, "blanks at the end of the line"
        if "\t" in line and is_c(path):
            yield number, "a tab"


def rule_places(path, text):
    """Paths of somebody's machine, and hosts of package registries, which belong to the machine's own settings."""
    if path == THIS:
        return
    for number, line in lines(text):
        found = re.search(r"(?<![\w./-])/(work|root|home/\w+|tmp/chroot\w*)/", line)
        if found:
            yield number, f"{found[0]} is a place on somebody's machine"
        found = re.search(r"\b(deb|archive|ports|snapshot|registry|pypi|crates|proxy)\.(\w+\.)*"
                          r"(debian|ubuntu|npmjs|npmmirror|python|pypi|crates|golang|maven)?\.?(org|com|io)\b", line)
        if found:
            yield number, f"{found[0]} is a registry's host"


def rule_links(path, text):
    """A relative link of a document leads to a file."""
    if not path.endswith(".md"):
        return
    here = os.path.dirname(os.path.join(ROOT[0], path))
    for number, line in lines(text):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)|(?:src|srcset|href)=\"([^\"#]+)\"", line):
            target = target[0] or target[1]
            if not re.match(r"[a-z]+:", target) and not os.path.exists(os.path.join(here, target)):
                yield number, f"the link to {target} leads nowhere"


def rule_unit_test(path, text):
    """A source has a unit test of its name; the process itself is tried from outside (tests/integration)."""
    found = re.fullmatch(r"src/(\w+)/(\w+)\.c", path)
    if found and path != "src/cli/main.c":
        test = f"tests/unit/{found[1]}/test_{found[2]}.c"
        if not os.path.exists(os.path.join(ROOT[0], test)):
            yield 1, f"there is no {test}"


# name, check, and a file that breaks it (path, text)
RULES = [
    ("every source begins with its licence", rule_licence, "src/a.c", "int x;\n"),
    ("no banned function", rule_banned, "src/a.c", "void f(char *a) {\n    strcpy (a, a);\n}\n"),
    ("no file is too long", rule_file_length, "src/a.c", "int x;\n" * (FILE_LINES_MAX + 1)),
    ("no function is too long", rule_function_length, "src/a.c",
     "static void f(int a,\n              int b) {\n" + "    g();\n" * FUNCTION_LINES_MAX + "}\n"),
    ("nothing is left unfinished", rule_unfinished, "src/a.c", "/* TO" + "DO: later */\n"),
    ("no stray blanks", rule_whitespace, "src/a.c", "int x; \n"),
    ("no place of somebody's machine", rule_places, "scripts/a.sh", "cp x /root/" + "y\n"),
    ("no registry's host", rule_places, "scripts/a.sh", "curl http://deb.debian" + ".org/debian\n"),
    ("every link leads somewhere", rule_links, "a.md", "[a](gone.md)\n"),
    ("every source has its unit test", rule_unit_test, "src/base/a.c", "int x;\n"),
]
ROOT = [""]


def judge(root, rule):
    ROOT[0] = root
    wrong = []
    for path in tree(root):
        try:
            with open(os.path.join(root, path), encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError:
            continue  # test data made to be no text
        wrong += [f"{path}:{number}: {what}" for number, what in rule(path, text)]
    return wrong


def notices(rule, path, text):
    with tempfile.TemporaryDirectory() as folder:
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        return bool(judge(folder, rule))


def main(root):
    print(f"1..{len(RULES)}")
    failed = False
    for number, (name, rule, path, text) in enumerate(RULES, 1):
        wrong = [] if notices(rule, path, text) else ["the rule does not notice what breaks it"]
        wrong += judge(root, rule)
        failed |= bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f"# {line}")
            print(line, file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
