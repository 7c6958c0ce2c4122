/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "base/limits.h"
#include "detect/yaml_pack.h"

static struct arena arena;

static void begin(void) {
    arena_init(&arena, 0);
}

static void end(void) {
    arena_release(&arena);
}

TestSuite(yaml_pack, .init = begin, .fini = end);

static const char *const TEXT = "title: Something happened\n"
                                "list: [a, 'b', \"c\\n\", 7, null, ~, true]\n"
                                "empty: {}\n"
                                "none: []\n"
                                "deep:\n"
                                "  - x: {y: [z, &anchor {k: v}]}\n"
                                "  - *anchor\n"
                                "text: |\n"
                                "  of several\n"
                                "  lines, é\n"
                                "'': ''\n";

static const struct ynode *tree_of(const char *text, uint32_t line) {
    struct err err = ERR_INIT;
    const struct ynode *root = yaml_parse(slice_cstr(text), line, &arena, &err);
    cr_assert(root, "%s", err.message);
    return root;
}

static void expect_same(const struct ynode *a, const struct ynode *b) {
    cr_assert(a->kind == b->kind && a->plain == b->plain && a->count == b->count);
    cr_assert(a->line == b->line && a->column == b->column && a->weight == b->weight);
    cr_assert(slice_eq(a->text, b->text), "%.*s, %.*s", SLICE_FMT(a->text), SLICE_FMT(b->text));
    for (size_t i = 0; a->kind == Y_LIST && i < a->count; i++) expect_same(a->items[i], b->items[i]);
    for (size_t i = 0; a->kind == Y_MAP && i < a->count; i++) {
        expect_same(a->pairs[i].key, b->pairs[i].key);
        expect_same(a->pairs[i].value, b->pairs[i].value);
    }
}

Test(yaml_pack, a_tree_comes_back) {
    struct buf packed;
    buf_init(&packed);
    const struct ynode *first = tree_of(TEXT, 0), *second = tree_of("- later", 100000);
    yaml_pack(first, &packed);
    yaml_pack(second, &packed);
    struct slice rest = buf_slice(&packed);
    const struct ynode *again = yaml_unpack(&rest, &arena);
    cr_assert(again);
    expect_same(first, again);
    again = yaml_unpack(&rest, &arena);
    cr_assert(again);
    expect_same(second, again);
    cr_expect_eq(rest.len, 0);
    cr_expect_null(yaml_unpack(&rest, &arena), "nothing is left");
    buf_release(&packed);
}

/* Cut anywhere, and with any one byte changed to any other: a tree or none, and nothing is read beyond the end. */
Test(yaml_pack, damaged_bytes_do_no_harm) {
    struct buf packed;
    buf_init(&packed);
    yaml_pack(tree_of(TEXT, 0), &packed);
    size_t whole = 0;
    for (size_t len = 0; len <= packed.len; len++) {
        char *exact = malloc(len ? len : 1); /* so that a sanitizer sees the end */
        memcpy(exact, packed.ptr, len);
        struct slice rest = slice_from(exact, len);
        whole += yaml_unpack(&rest, &arena) != NULL;
        free(exact);
    }
    cr_expect_eq(whole, 1, "only all of it");
    for (size_t at = 0; at < packed.len; at++)
        for (int byte = 0; byte < 256; byte++) {
            char kept = packed.ptr[at];
            packed.ptr[at] = (char)byte;
            struct slice rest = buf_slice(&packed);
            yaml_unpack(&rest, &arena);
            packed.ptr[at] = kept;
            arena_reset(&arena);
        }
    buf_release(&packed);
}

Test(yaml_pack, depth_is_bounded) {
    for (size_t depth = YAML_DEPTH_MAX - 1; depth <= YAML_DEPTH_MAX + 1; depth++) {
        struct buf packed;
        buf_init(&packed);
        for (size_t i = 0; i < depth; i++) buf_put(&packed, slice_from("\1\1\1\1", 4)); /* a list of one */
        buf_put(&packed, slice_from("\0\1\1\1x", 5));
        struct slice rest = buf_slice(&packed);
        cr_expect_eq(yaml_unpack(&rest, &arena) != NULL, depth <= YAML_DEPTH_MAX, "%zu", depth);
        buf_release(&packed);
    }
}
