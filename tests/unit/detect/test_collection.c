/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that share what is global in their file, and repeat one another. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "detect/rule.h"

#define GLOBAL "action: global\nlogsource: {product: aws}\ndetection: {a: {eventName: x}, condition: a}\nlevel: low\n"

static struct ruleset *load(const char *yaml, size_t skipped) {
    struct ruleset_builder *b = ruleset_builder_new();
    size_t count;
    ruleset_builder_add(b, SLICE("f"), slice_cstr(yaml));
    struct ruleset *rs = ruleset_build(b);
    const struct rule_skipped *s = ruleset_skipped(rs, &count);
    cr_assert_eq(count, skipped, "%.*s", SLICE_FMT(s->error));
    return rs;
}

Test(collection, what_is_global_is_in_the_documents_behind_it) {
    struct ruleset *rs = load(GLOBAL "---\nid: 1\ntitle: one\n---\nid: 2\ntitle: two\nlevel: high\n"
                                     "detection: {b: {eventSource: y}, condition: a and b}\n",
                              0);
    cr_assert_eq(ruleset_count(rs), 2, "the global document is no rule");
    cr_expect_eq(ruleset_info(rs, 0)->level, LEVEL_LOW);
    cr_expect_eq(ruleset_info(rs, 1)->level, LEVEL_HIGH, "a document's own keys win");
    cr_expect_eq(rs->exprs[1]->kind, EXPR_AND, "maps are merged");
    ruleset_free(rs);
}

Test(collection, globals_add_up_until_they_are_reset) {
    struct ruleset *rs = load(GLOBAL "---\naction: global\nlevel: medium\n---\nid: 1\ntitle: one\n---\naction: reset\n"
                                     "---\nid: 2\ntitle: two\n",
                              1);
    size_t count;
    cr_assert_eq(ruleset_count(rs), 1);
    cr_expect_eq(ruleset_info(rs, 0)->level, LEVEL_MEDIUM);
    cr_expect(slice_find(ruleset_skipped(rs, &count)->error, SLICE("needs a logsource")) >= 0);
    ruleset_free(rs);
}

Test(collection, a_file_does_not_speak_for_the_next) {
    struct ruleset_builder *b = ruleset_builder_new();
    ruleset_builder_add(b, SLICE("f"), SLICE(GLOBAL));
    ruleset_builder_add(b, SLICE("g"), SLICE("id: 1\ntitle: one\n"));
    struct ruleset *rs = ruleset_build(b);
    cr_expect_eq(ruleset_count(rs), 0);
    ruleset_free(rs);
}

Test(collection, repeat_is_the_document_before_with_other_keys) {
    struct ruleset *rs =
        load("id: 1\ntitle: one\nlogsource: {product: aws}\ndetection: {a: {eventName: x}, condition: a}\n"
             "---\naction: repeat\nid: 2\ndetection: {a: {eventName: y}}\n---\naction: repeat\nid: 3\n",
             0);
    cr_assert_eq(ruleset_count(rs), 3);
    cr_expect(slice_eq(rs->exprs[2]->item->tests[0].text, SLICE("y")), "a repeated document is repeated");
    ruleset_free(rs);
}

/* A map of `keys` keys, the first `from`. */
static void put_map(struct buf *text, unsigned from, unsigned keys) {
    for (unsigned i = 0; i < keys; i++) buf_printf(text, "k%u: v\n", from + i);
}

Test(collection, merging_has_a_limit_of_keys) {
    for (unsigned more = 0; more < 2; more++) {
        struct collection c;
        struct buf text;
        struct err err = ERR_INIT;
        const struct ynode *out;
        collection_init(&c);
        collection_begin(&c);
        buf_init(&text);
        buf_puts(&text, "action: global\n");
        put_map(&text, 0, COLLECTION_KEYS_MAX / 2);
        cr_assert(collection_take(&c, yaml_parse(buf_slice(&text), 0, &c.arena, &err), &out, &err));
        buf_clear(&text);
        put_map(&text, 10000, COLLECTION_KEYS_MAX / 2 + more);
        bool ok = collection_take(&c, yaml_parse(buf_slice(&text), 0, &c.arena, &err), &out, &err);
        cr_expect_eq(ok, !more);
        if (more) cr_expect(strstr(err.message, "COLLECTION_KEYS_MAX") != NULL);
        else cr_expect_eq(out->count, COLLECTION_KEYS_MAX);
        buf_release(&text);
        collection_release(&c);
    }
}

Test(collection, a_file_cannot_grow_without_end) {
    struct collection c;
    struct buf text;
    struct err err = ERR_INIT;
    const struct ynode *out;
    collection_init(&c);
    collection_begin(&c);
    buf_init(&text);
    buf_puts(&text, "action: global\n");
    put_map(&text, 0, 1000);
    cr_assert(collection_take(&c, yaml_parse(buf_slice(&text), 0, &c.arena, &err), &out, &err));
    unsigned rounds = 0;
    struct ynode *one = yaml_parse(SLICE("a: b\n"), 0, &c.arena, &err);
    while (rounds < 10000 && collection_take(&c, one, &out, &err)) rounds++;
    cr_expect(rounds > 500 && rounds < 1000, "each has 2,000 nodes and a few: %u", rounds);
    cr_expect(strstr(err.message, "COLLECTION_NODES_MAX") != NULL);
    buf_release(&text);
    collection_release(&c);
}
