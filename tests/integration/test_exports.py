#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bundled example in each language of other tools, read by those tools where this machine has them."""
import csv
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys

from tap import TIMEOUT, case, expect, expect_equal, expect_in, expect_status, main


def exported(emaki, root, form, command="story"):
    done = emaki.run(command, os.path.join(root, "examples"), "--format", form)
    expect_status(done, 0)
    return done.stdout.decode()


@case
def csv_by_pythons_reader(emaki, root):
    rows = list(csv.DictReader(io.StringIO(exported(emaki, root, "csv"), newline="")))
    alert = json.loads(exported(emaki, root, "json"))
    expect_equal(len(rows), sum(len(step["events"]) for step in alert["steps"]))
    expect_equal({row["event_id"] for row in rows}, {event for step in alert["steps"] for event in step["events"]})
    expect_equal({row["outcome"] for row in rows}, {"succeeded", "failed"})
    expect(all(row["rule"] for row in rows if row["event_name"] == "CreateRole"), "no rule's title")


@case
def scan_and_story_give_the_same_of_one_alert(emaki, root):
    for form in ("csv", "markdown", "ocsf", "stix", "navigator", "mermaid", "dot", "attack-flow"):
        expect_equal(exported(emaki, root, form, "scan"), exported(emaki, root, form))


@case
def ocsf_has_what_the_class_requires(emaki, root):
    finding = json.loads(exported(emaki, root, "ocsf"))
    for key in ("activity_id", "category_uid", "class_uid", "finding_info", "metadata", "severity_id", "time", "type_uid"):
        expect_in(key, finding)
    expect_equal(finding["type_uid"], finding["class_uid"] * 100 + finding["activity_id"])
    expect({a["technique"]["uid"] for a in finding["finding_info"]["attacks"]} >= {"T1537", "T1098"}, "techniques")
    expect(finding["evidences"] and finding["resources"], "no evidence")


@case
def navigator_names_the_storys_techniques(emaki, root):
    layer, alert = json.loads(exported(emaki, root, "navigator")), json.loads(exported(emaki, root, "json"))
    expect({t["techniqueID"] for t in layer["techniques"]} >= set(alert["techniques"]), "a technique is missing")


@case
def attack_flow_reaches_every_step_from_its_starts(emaki, root):
    objects = {o["id"]: o for o in json.loads(exported(emaki, root, "attack-flow"))["objects"]}
    flow = next(o for o in objects.values() if o["type"] == "attack-flow")
    reached, todo = set(), list(flow["start_refs"])
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += objects[one].get("effect_refs", [])
    expect_equal(reached, {i for i, o in objects.items() if o["type"] == "attack-action"})


@case
def stix_by_its_parser(emaki, root):
    for form in ("stix", "attack-flow"):
        bundle = exported(emaki, root, form)
        expect_equal(json.loads(bundle)["type"], "bundle")
        if importlib.util.find_spec("stix2"):
            import stix2
            stix2.parse(bundle, allow_custom=form == "attack-flow")


@case
def markdown_by_its_parser(emaki, root):
    text = exported(emaki, root, "markdown")
    expect_in("| # | time | actor |", text)
    if importlib.util.find_spec("markdown_it"):
        from markdown_it import MarkdownIt
        kinds = {token.type for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)}
        expect("table_open" in kinds and "fence" in kinds and "html_block" not in kinds, kinds)


@case
def dot_by_graphviz(emaki, root):
    text = exported(emaki, root, "dot")
    expect(text.startswith("digraph story {") and text.endswith("}\n"), text[:40])
    if shutil.which("dot"):
        done = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, timeout=TIMEOUT, check=False)
        expect_status(done, 0)
        words = [line.split()[0] for line in done.stdout.decode().splitlines() if line.split()]
        alert = json.loads(exported(emaki, root, "json"))
        expect_equal((words.count("node"), words.count("edge")), (len(alert["steps"]), len(alert["edges"])))


@case
def png_is_twice_the_picture(emaki, root):
    if not shutil.which("rsvg-convert"):
        return
    svg = exported(emaki, root, "svg")
    width = int(svg.split('width="', 1)[1].split('"', 1)[0])
    done = emaki.run("story", os.path.join(root, "examples"), "--format", "png")
    expect_status(done, 0)
    expect_equal(done.stdout[:8], b"\x89PNG\r\n\x1a\n")
    expect_equal(int.from_bytes(done.stdout[16:20], "big"), 2 * width)


@case
def pdf_has_every_step_on_its_pages(emaki, root):
    if not shutil.which("rsvg-convert") or not shutil.which("pdftotext"):
        return
    first = emaki.run("story", os.path.join(root, "examples"), "--format", "pdf", "-o", "one.pdf")
    expect_status(first, 0)
    again = emaki.run("scan", os.path.join(root, "examples"), "--format", "pdf")
    with open(os.path.join(emaki.folder, "one.pdf"), "rb") as file:
        expect(file.read() == again.stdout, "the same story, other bytes")
    done = subprocess.run(["pdftotext", "-layout", "one.pdf", "-"], cwd=emaki.folder, capture_output=True, timeout=TIMEOUT,
                          check=False)
    text = done.stdout.decode()
    expect(text.count("\f") >= 2, "one page only")
    expect_in("1 of", text)
    for word in ("reporting-svc", "Read 6 secrets", "13:08:30", "launched"):
        expect_in(word, text)


@case
def without_the_program_it_says_what_to_install(emaki, root):
    path, os.environ["PATH"] = os.environ["PATH"], "/nowhere"
    try:
        done = emaki.run("story", os.path.join(root, "examples"), "--format", "png", "-o", "x.png")
    finally:
        os.environ["PATH"] = path
    expect_status(done, 1)
    expect_in(b"apt-get install librsvg2-bin", done.stderr)
    expect(not os.path.exists(os.path.join(emaki.folder, "x.png")), "a file was left behind")


@case
def without_an_alert(emaki, root):
    emaki.put("quiet.json", b'{"Records":[]}')
    for form, want in (("csv", b"alert,step,"), ("markdown", b"No alert."), ("ocsf", b""), ("stix", b'"bundle"')):
        done = emaki.run("scan", "quiet.json", "--format", form)
        expect_status(done, 0)
        expect_in(want, done.stdout)
    done = emaki.run("scan", "quiet.json", "--format", "mermaid")
    expect_in(b"no alert", done.stderr)


if __name__ == "__main__":
    sys.exit(main())
