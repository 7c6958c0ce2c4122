/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML tree: documents, places, kinds. Limits are in test_hostile.c. */
#include <criterion/criterion.h>

#include "detect/yaml.h"

static size_t count_documents(const char *text, uint32_t *lines, size_t max) {
    struct ydoc_cursor cursor = {.rest = slice_cstr(text)};
    struct slice doc;
    size_t n = 0;
    uint32_t line;
    while (yaml_next(&cursor, &doc, &line)) {
        if (n < max) lines[n] = line;
        n++;
    }
    return n;
}

Test(yaml, documents_and_their_lines) {
    uint32_t lines[4] = {0};
    cr_expect_eq(count_documents("a: 1\n---\nb: 2\n--- \nc: 3\n", lines, 4), 3);
    cr_expect(lines[0] == 0 && lines[1] == 1 && lines[2] == 3);
    cr_expect_eq(count_documents("", lines, 4), 0);
    cr_expect_eq(count_documents("# only\n\n---\n---\n# comments\n", lines, 4), 0);
    cr_expect_eq(count_documents("%YAML 1.2\n---\na: 1\n", lines, 4), 1);
    cr_expect_eq(count_documents("\xef\xbb\xbf---\na: 1\n---b: not a marker\n", lines, 4), 1);
    cr_expect_eq(count_documents("--- {a: 1}", lines, 4), 1);
}

static struct ynode *parse(const char *text, struct arena *arena, struct err *err) {
    *err = ERR_INIT;
    return yaml_parse(slice_cstr(text), 10, arena, err);
}

Test(yaml, nodes_know_their_place) {
    struct arena arena;
    struct err err;
    arena_init(&arena, 0);
    struct ynode *root = parse("a: &x [1, 'two', ~]\nb:\n  c: *x\n  d: \"q\"\n", &arena, &err);
    cr_assert(root, "%s", err.message);
    struct ynode *a = yaml_get(root, "a"), *b = yaml_get(root, "b");
    cr_assert(a && b && a->kind == Y_LIST && a->count == 3);
    cr_expect(yaml_get(b, "c") == a, "an alias is its anchor's node");
    cr_expect(a->line == 11 && a->items[1]->column == 11);
    cr_expect(yaml_get(b, "d")->line == 14 && yaml_get(b, "d")->column == 6);
    cr_expect(a->items[0]->plain && !a->items[1]->plain);
    cr_expect(yaml_is_null(a->items[2]) && !yaml_is_null(a->items[0]));
    cr_expect_null(yaml_get(root, "z"));
    arena_release(&arena);
}

Test(yaml, scalars_by_kind) {
    struct arena arena;
    struct err err;
    bool yes = false;
    arena_init(&arena, 0);
    struct ynode *root = parse("- True\n- 'true'\n- !!str false\n- NULL\n-\n- ''\n- |\n  two\n  lines\n", &arena, &err);
    cr_assert(root && root->count == 7);
    cr_expect(yaml_is_bool(root->items[0], &yes) && yes);
    cr_expect(!yaml_is_bool(root->items[1], &yes) && !yaml_is_bool(root->items[2], &yes));
    cr_expect(yaml_is_null(root->items[3]) && yaml_is_null(root->items[4]) && !yaml_is_null(root->items[5]));
    cr_expect(slice_eq(root->items[6]->text, SLICE("two\nlines\n")));
    arena_release(&arena);
}

static void expect_error(const char *text, uint32_t line, uint32_t column, const char *part) {
    struct arena arena;
    struct err err;
    arena_init(&arena, 0);
    cr_expect_null(parse(text, &arena, &err));
    cr_expect(strstr(err.message, part) != NULL, "%s", err.message);
    cr_expect(err.line == line && err.column == column, "%u:%u %s", err.line, err.column, err.message);
    arena_release(&arena);
}

Test(yaml, errors_have_a_place) {
    expect_error("a: 1\nb: 2\na: 3\n", 13, 1, "given twice");
    expect_error("a: 1\nb: \xff\n", 12, 4, "UTF-8");
    expect_error("a: *b\n", 11, 4, "stands for nothing");
    expect_error("a: &x [*x]\n", 11, 8, "stands for nothing");
    expect_error("[1, 2]: x\n", 11, 1, "key must be");
    expect_error("a: 1\n...\nb: 2\n", 13, 1, "second document");
    expect_error("a: [1\n", 12, 1, "not valid YAML");
}
