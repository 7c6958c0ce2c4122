#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Usage: help, version, what is wrong on the command line and in the configuration, exit statuses."""
import json
import os
import subprocess
import sys

from tap import attack, case, expect, expect_equal, expect_in, expect_status, expect_usage_error, main, record, records


@case
def version_is_one_line(emaki, root):
    done = emaki.run("--version")
    expect_status(done, 0)
    expect_in("emaki ", done.stdout.decode())
    expect_equal(done.stdout.count(b"\n"), 1)


@case
def help_says_the_same_in_three_ways(emaki, root):
    texts = {emaki.run(*args).stdout for args in (("help", "scan"), ("scan", "--help"), ("scan", "-h"))}
    expect_in("Usage: emaki help [COMMAND]", emaki.run("help", "--help").stdout.decode())
    expect_equal(len(texts), 1)
    expect_in("--fail-on=LEVEL", texts.pop().decode())
    expect_equal(emaki.run("--help").stdout, emaki.run("help").stdout)


@case
def no_command_and_unknown_commands_are_usage_errors(emaki, root):
    expect_usage_error(emaki.run(), "for example: emaki scan")
    expect_usage_error(emaki.run("scna", "x"), 'no command "scna"; did you mean scan?')
    expect_usage_error(emaki.run("frobnicate"), "emaki help lists them")
    expect_usage_error(emaki.run("help", "scna"), 'no command "scna"; did you mean scan?')
    expect_usage_error(emaki.run("version"), "did you mean --version?")
    expect_usage_error(emaki.run("--hlep"), 'no option "--hlep"; did you mean --help?')
    expect_usage_error(emaki.run("--json", "scan", "."), "the command comes before --json; for example: emaki scan AWSLogs/")


@case
def no_path_is_a_usage_error_with_an_example(emaki, root):
    expect_usage_error(emaki.run("scan"), "needs a PATH", "for example: emaki scan AWSLogs/")
    expect_usage_error(emaki.run("story", "--json"), "for example: emaki story AWSLogs/")
    expect_usage_error(emaki.run("scan", ""), '"": no such file or folder')


@case
def unknown_options_suggest_the_right_one(emaki, root):
    expect_usage_error(emaki.run("scan", "--formt", "json", "."), "no option --formt; did you mean --format?")
    expect_usage_error(emaki.run("scan", "--threads", "many", "."), "--threads", "from 1 to 256")


@case
def formats_that_do_not_exist_name_those_that_do(emaki, root):
    expect_usage_error(emaki.run("scan", "--format", "gif", "."), 'does not write "gif"', "text, json", "matches")
    expect_usage_error(emaki.run("story", "--format", "pptx", "."), 'does not write "pptx"', "text, json")


@case
def options_of_other_versions_are_refused(emaki, root):
    for option in ("--live", "--resume"):
        expect_usage_error(emaki.run("scan", option, "x", "."), f"no option {option}")
    expect_usage_error(emaki.run("scan", "--lang", "de", "."), "this version speaks en, ja")


@case
def paths_that_do_not_exist(emaki, root):
    expect_usage_error(emaki.run("scan", "nowhere"), "nowhere: no such file or folder")
    emaki.put("a.json", records(record()))
    done = emaki.run("scan", "--json", "a.json", "nowhere")
    expect_status(done, 2)
    expect_in("nowhere", done.stderr.decode())


@case
def a_folder_without_logs_says_where_logs_lie(emaki, root):
    os.mkdir(os.path.join(emaki.folder, "empty"))
    emaki.put("other/notes.txt", b"hello\n")
    for folder, words in (("empty", "No files there."), ("other", "No CloudTrail records in 1 file: 1 is not a log.")):
        done = emaki.run("scan", folder)
        expect_status(done, 0)
        expect_in(words + " A trail keeps its logs in its S3 bucket", " ".join(done.stdout.decode().split()))
        expect_usage_error(emaki.run("story", folder), "no alert, so no story. " + words, "below AWSLogs/")
    emaki.put("AWSLogs/quiet.json", records())
    expect("bucket" not in emaki.run("scan", "AWSLogs").stdout.decode(), "a log without records is a log")


@case
def no_event_can_be_after_the_end_and_before_the_start(emaki, root):
    emaki.put("a.json", records(record()))
    expect_usage_error(emaki.run("scan", "--from", "2026-03-04", "--to", "2026-03-03", "a.json"), "--from is later than --to")
    expect_status(emaki.run("scan", "--from", "2026-03-03", "--to", "2026-03-03", "a.json"), 0)


@case
def status_is_0_2_and_3_as_said(emaki, root):
    emaki.put("good.json", attack(root))
    emaki.put("bad.json", b'{"Records":[{"eventID"')
    expect_status(emaki.run("scan", "good.json"), 0)
    expect_status(emaki.run("scan", "good.json", "bad.json"), 2)
    expect_status(emaki.run("scan", "good.json", "--fail-on", "low"), 3)
    expect_status(emaki.run("scan", "good.json", "bad.json", "--fail-on", "low"), 3)
    emaki.put("calm.json", records(record()))
    expect_status(emaki.run("scan", "calm.json", "--fail-on", "low"), 0)


@case
def min_level_hides_and_fail_on_sees(emaki, root):
    emaki.put("a.json", attack(root))
    shown = emaki.scan("a.json", "--min-level", "critical")
    everything = emaki.scan("a.json")
    expect_equal(shown["alerts"], [a for a in everything["alerts"] if a["level"] == "critical"])
    expect_equal([o for o in shown["observations"] if o["level"] != "critical"], [])
    if any(a["level"] != "critical" for a in everything["alerts"]):
        expect_status(emaki.run("scan", "a.json", "--min-level", "critical", "--fail-on", "low"), 3)


@case
def configuration_errors_have_line_and_column(emaki, root):
    emaki.put("a.json", records(record()))
    emaki.put("conf.yml", b"accounts:\n  111122223333: prod\nnetwroks: {}\n")
    expect_usage_error(emaki.run("scan", "--config", "conf.yml", "a.json"),
                       'conf.yml:3:1: unknown key "netwroks"; did you mean "networks"?')
    emaki.put("conf.yml", b"gap: 3d\nrules: [a, b\n")
    expect_usage_error(emaki.run("scan", "--config", "conf.yml", "a.json"), "conf.yml:", "not YAML")
    expect_usage_error(emaki.run("scan", "--config", "missing.yml", "a.json"), "missing.yml: No such file")


@case
def the_configuration_of_the_working_folder_is_read(emaki, root):
    emaki.put("a.json", records(record()))
    emaki.put("emaki.yml", b"gap: never\n")
    expect_usage_error(emaki.run("scan", "a.json"), "emaki.yml:1:6:", '"never"')
    emaki.put("emaki.yml", b"gap: 3d\n")
    expect_status(emaki.run("scan", "a.json"), 0)


@case
def malicious_lists_are_read_and_checked(emaki, root):
    emaki.put("a.json", records(record()))
    emaki.put("conf/emaki.yml", b"networks:\n  malicious: bad.txt\n")
    expect_usage_error(emaki.run("scan", "--config", "conf/emaki.yml", "a.json"), "conf/emaki.yml:2:14:", "conf/bad.txt: No such file")
    emaki.put("conf/bad.txt", b"# feed\n192.0.2.0/24\nnonsense\n")
    expect_usage_error(emaki.run("scan", "--config", "conf/emaki.yml", "a.json"), "conf/bad.txt:3:1:", '"nonsense"')
    emaki.put("conf/bad.txt", b"# feed\n192.0.2.0/24\n")
    expect_status(emaki.run("scan", "--config", "conf/emaki.yml", "a.json"), 0)


RULE = b"""title: Users were listed
id: 0b0c1f6e-52a1-4d0c-9a39-000000000001
status: test
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: iam.amazonaws.com, eventName: ListUsers}
  condition: selection
level: high
"""


FILTER = b"""title: the RDS snapshot may be shared
logsource: {product: aws, service: cloudtrail}
filter:
  rules: [27be48c6-dbbd-4567-aecf-905acad70718, nobody]
  all: {eventName|exists: true}
  condition: not all
"""
SHARED = "27be48c6-dbbd-4567-aecf-905acad70718"


def levels_of(scan, rule):
    return [step["level"] for alert in scan["alerts"] for step in alert["steps"] if rule in step["rules"]]


@case
def what_a_filter_takes_out_raises_nothing_and_is_still_told(emaki, root):
    example = os.path.join(root, "examples")
    before = emaki.scan(example)
    expect_equal(levels_of(before, SHARED), ["high"])
    emaki.put("filters/rds.yml", FILTER)
    done = emaki.run("scan", "--json", "--filters", "filters", example)
    expect_status(done, 0)
    expect_in("filters/rds.yml:4:49: filter refers to a rule that is not loaded: nobody", done.stderr.decode())
    after = json.loads(done.stdout)
    expect_equal(levels_of(after, SHARED), ["informational"])
    expect_equal(after["rules"], before["rules"])
    expect(SHARED in emaki.run("scan", "--format", "matches", example).stdout.decode(), "the rule does not match")
    expect(SHARED not in emaki.run("scan", "--format", "matches", "--filters", "filters", example).stdout.decode(),
           "what a filter takes out is no match")
    emaki.put("conf/emaki.yml", b"filters: ../filters\n")
    expect_equal(emaki.scan("--config", "conf/emaki.yml", example), after)
    emaki.put("conf/emaki.yml", b"mutes:\n  - " + SHARED.encode() + b"\n")
    expect_equal(levels_of(emaki.scan("--config", "conf/emaki.yml", example), SHARED), ["informational"])


@case
def placeholders_come_from_the_configuration(emaki, root):
    emaki.put("a.json", records(record(eventSource="iam.amazonaws.com", eventName="ListUsers")))
    emaki.put("rules/mine.yml", RULE.replace(b"eventName: ListUsers", b"eventName|expand: '%calls%'"))
    done = emaki.run("scan", "a.json", "--rules", "rules")
    expect_in('rules/mine.yml:6:65: placeholder "%calls%" has no values', done.stderr.decode())
    emaki.put("emaki.yml", b"placeholders:\n  calls: [ListRoles, List*s]\n")
    expect_in("0b0c1f6e-52a1-4d0c-9a39-000000000001",
              emaki.run("scan", "a.json", "--rules", "rules", "--format", "matches").stdout.decode())


@case
def rules_of_ones_own_are_added(emaki, root):
    emaki.put("a.json", records(record(1), record(2)))
    emaki.put("mine/deep/rule.yml", RULE)
    done = emaki.run("scan", "--no-builtin-rules", "--rules", "mine", "--format", "matches", "a.json")
    expect_status(done, 0)
    expect_equal(done.stdout.decode(), "".join(
        f"0b0c1f6e-52a1-4d0c-9a39-000000000001\t10000000-0000-4000-8000-{n:012d}\n" for n in (1, 2)))
    expect_equal(emaki.scan("--no-builtin-rules", "--rules", "mine", "a.json")["rules"]["loaded"], 1)
    expect(emaki.scan("--rules", "mine", "a.json")["rules"]["loaded"] > 10)


@case
def rules_of_the_configuration_are_added(emaki, root):
    emaki.put("a.json", records(record()))
    emaki.put("conf/mine/rule.yml", RULE)
    emaki.put("conf/emaki.yml", b"rules: mine\n")
    scan = emaki.scan("--no-builtin-rules", "--config", "conf/emaki.yml", "a.json")
    expect_equal(scan["rules"], {"loaded": 1, "skipped": []})


@case
def rules_that_cannot_be_had(emaki, root):
    emaki.put("a.json", records(record()))
    expect_usage_error(emaki.run("scan", "--rules", "missing", "a.json"), "rules: missing: No such file")
    expect_usage_error(emaki.run("scan", "--no-builtin-rules", "a.json"), "no rules", "--rules DIR")
    emaki.put("empty/README", b"")
    expect_usage_error(emaki.run("scan", "--rules", "empty", "a.json"), "no .yml or .yaml file")


@case
def rules_that_are_wrong_are_skipped_and_named(emaki, root):
    emaki.put("a.json", records(record()))
    emaki.put("mine/good.yml", RULE)
    emaki.put("mine/wrong.yml", RULE.replace(b"000000000001", b"000000000002").replace(b"condition: selection", b"condition: nothing"))
    done = emaki.run("scan", "--no-builtin-rules", "--rules", "mine", "--json", "a.json")
    expect_status(done, 0)
    expect_in("mine/wrong.yml:", done.stderr.decode())
    scan = emaki.scan("--no-builtin-rules", "--rules", "mine", "a.json")
    expect_equal(scan["rules"]["loaded"], 1)
    expect_equal([s["path"] for s in scan["rules"]["skipped"]], ["mine/wrong.yml"])
    expect(scan["rules"]["skipped"][0]["line"] > 0, "no line")


@case
def man_page_and_completions_are_made_from_the_same_table(emaki, root):
    man = emaki.run("help", "man")
    expect_status(man, 0)
    expect_in("\\fB\\-\\-fail\\-on\\fR=\\fILEVEL\\fR", man.stdout.decode())
    for shell in ("bash", "zsh", "fish"):
        done = emaki.run("help", "completion", shell)
        expect_status(done, 0)
        expect_in("fail-on", done.stdout.decode())
    for shell in ([], ["ksh"], ["bash", "zsh"]):
        expect_usage_error(emaki.run("help", "completion", *shell), "one of bash, zsh, fish")
    script = emaki.run("help", "completion", "bash").stdout
    expect_equal(subprocess.run(["bash", "-n"], input=script, check=False).returncode, 0)
    words = script + b'\nCOMP_WORDS=(emaki scan --fail-on h); COMP_CWORD=3; _emaki; echo "${COMPREPLY[*]}"\n'
    expect_equal(subprocess.run(["bash"], input=words, capture_output=True, check=False).stdout, b"high\n")


if __name__ == "__main__":
    sys.exit(main())
