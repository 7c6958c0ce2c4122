/* SPDX-License-Identifier: Apache-2.0 */
/* A tree printed and parsed again is equal in all but places: for a text with everything in it, and random trees. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "detect/yaml_print.h"

static struct arena arena;

static void begin(void) {
    arena_init(&arena, 0);
}

static void end(void) {
    arena_release(&arena);
}

TestSuite(yaml_print, .init = begin, .fini = end);

/* A scalar that can be a number or a word must stay so, and one that cannot must not become it. */
static void expect_same(const struct ynode *a, const struct ynode *b) {
    cr_assert(a->kind == b->kind && a->count == b->count, "%.*s, %.*s", SLICE_FMT(a->text), SLICE_FMT(b->text));
    cr_assert(slice_eq(a->text, b->text), "%.*s, %.*s", SLICE_FMT(a->text), SLICE_FMT(b->text));
    bool x, y, bool_a = a->kind == Y_SCALAR && yaml_is_bool(a, &x), bool_b = b->kind == Y_SCALAR && yaml_is_bool(b, &y);
    cr_assert(bool_a == bool_b && yaml_is_null(a) == yaml_is_null(b), "%.*s", SLICE_FMT(a->text));
    for (size_t i = 0; a->kind == Y_LIST && i < a->count; i++) expect_same(a->items[i], b->items[i]);
    for (size_t i = 0; a->kind == Y_MAP && i < a->count; i++) {
        expect_same(a->pairs[i].key, b->pairs[i].key);
        expect_same(a->pairs[i].value, b->pairs[i].value);
    }
}

static void round_trip(const struct ynode *root) {
    struct err err = ERR_INIT;
    struct buf text;
    buf_init(&text);
    yaml_print(root, &text);
    const struct ynode *again = yaml_parse(buf_slice(&text), 0, &arena, &err);
    cr_assert(again, "%u:%u %s in\n%s", err.line, err.column, err.message, text.ptr);
    expect_same(root, again);
    buf_release(&text);
}

Test(yaml_print, a_text_with_everything) {
    struct err err = ERR_INIT;
    const struct ynode *root = yaml_parse(
        SLICE("title: 'Something: happened'\nlist: [a, 'b', \"c\\n\", 7, '7', null, 'null', ~, true, 'yes', -x]\n"
              "empty: {}\nnone: []\n'': ''\nwild: '*\\?x'\n'|all': [x]\ndeep:\n  - x: {y: [z, {k: v}]}\n  - [[1], []]\n"
              "text: |\n  of several\n  lines, \xc3\xa9\nfolded: >-\n  one\n  two\n'a: b': '# c'\n"),
        0, &arena, &err);
    cr_assert(root, "%s", err.message);
    round_trip(root);
}

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static struct ynode *random_scalar(uint32_t *seed, unsigned salt) {
    static const char *const pieces[] = {"a", " ", ":",    "#", "'",  "\"", "\n",           "-", "{", "[",
                                         "%", "@", "true", "7", "\\", "\t", "\xe3\x81\x82", "*"};
    struct ynode *node = ARENA_NEW(&arena, struct ynode);
    struct buf text;
    buf_init(&text);
    for (unsigned n = next(seed) % 5; n > 0; n--)
        buf_puts(&text, pieces[next(seed) % (sizeof pieces / sizeof *pieces)]);
    if (salt) buf_printf(&text, "%u", salt); /* keys differ */
    node->text = arena_dup(&arena, buf_slice(&text));
    buf_release(&text);
    return node;
}

static struct ynode *random_tree(uint32_t *seed, unsigned depth) {
    unsigned kind = depth ? next(seed) % 3 : Y_SCALAR;
    if (kind == Y_SCALAR) return random_scalar(seed, 0);
    struct ynode *node = ARENA_NEW(&arena, struct ynode);
    node->kind = (enum ykind)kind;
    node->count = next(seed) % 4;
    node->items = ARENA_ARRAY(&arena, struct ynode *, node->count);
    node->pairs = ARENA_ARRAY(&arena, struct ypair, node->count);
    for (unsigned i = 0; i < node->count; i++) {
        node->items[i] = random_tree(seed, depth - 1);
        node->pairs[i] = (struct ypair){random_scalar(seed, i + 1), node->items[i]};
    }
    return node;
}

Test(yaml_print, random_trees) {
    for (uint32_t round = 0; round < 2000; round++) {
        uint32_t seed = round * 2654435761u;
        struct ynode *root = random_tree(&seed, 4);
        while (root->kind != Y_MAP || root->count == 0) root = random_tree(&seed, 4);
        round_trip(root);
        if (round % 100 == 99) arena_reset(&arena);
    }
}
