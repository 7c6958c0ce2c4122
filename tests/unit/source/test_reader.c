/* SPDX-License-Identifier: Apache-2.0 */
/* What each committed file gives: formats, nesting. Damage is in test_gunzip.c, test_unzstd.c, test_archive.c. */
#include <criterion/criterion.h>

#include "collect.h"

#define A "{\"Records\":[{\"eventID\":\"a\"}]}\n"
#define B "{\"Records\":[{\"eventID\":\"b\"}]}\n"

static const struct {
    const char *name, *expect;
} FORMATS[] = {
    {"plain.json", "[plain.json]" A "[end]\n"},
    {"empty.json", "[empty.json][end]\n"},
    {"one.json.gz", "[one.json.gz]" A "[end]\n"},
    {"several.json.gz", "[several.json.gz]" A B "[end]\n"},
    {"empty.json.gz", "[empty.json.gz][end]\n"},
    {"misnamed.txt", "[misnamed.txt]" A "[end]\n"},
    {"one.json.zst", "[one.json.zst]" A "[end]\n"},
    {"several.json.zst", "[several.json.zst]" A B "[end]\n"},
    {"skip-first.json.zst", "[skip-first.json.zst]" A "[end]\n"},
    {"two.tar", "[two.tar!d/a.json]" A "[end]\n[two.tar!d/b.json.gz]" B "[end]\n"},
    {"two.tar.gz", "[two.tar.gz!a.json]" A "[end]\n[two.tar.gz!b.json.zst]" B "[end]\n"},
    {"two.zip", "[two.zip!a.json]" A "[end]\n[two.zip!b.json.gz]" B "[end]\n[two.zip!empty][end]\n"},
    {"stored.zip", "[stored.zip!a.json]" A "[end]\n"},
    {"empty.zip", ""},
    {"nest2.tar", "[nest2.tar!in1!in0]" A "[end]\n"},
    {"layers3.gz", "[layers3.gz]" A "[end]\n"},
};

Test(reader, formats) {
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) expect_file(FORMATS[i].name, FORMATS[i].expect);
}
