/* SPDX-License-Identifier: Apache-2.0 */
/* found.h: the links that one record proves, for the tests of the proofs. The caller is the user mal. */
#ifndef EMAKI_TESTS_FOUND_H
#define EMAKI_TESTS_FOUND_H

#include <criterion/criterion.h>

#include "lineage/link.h"

struct found {
    struct link_view links[4];
    size_t count;
};

static void keep(void *ctx, const struct link_view *link) {
    struct found *found = ctx;
    if (found->count < 4) found->links[found->count] = *link;
    found->count++;
}

static struct arena arena;
static yyjson_doc *doc;

static struct found extract(const char *source, const char *name, const char *members) {
    struct found found = {0};
    struct event ev;
    struct err err = ERR_INIT;
    struct link_sink sink = {&found, keep};
    if (!arena.chunk_size) arena_init(&arena, 0);
    struct slice json =
        arena_printf(&arena,
                     "{\"eventTime\":\"2026-03-03T10:00:00Z\",\"eventSource\":\"%s.amazonaws.com\","
                     "\"eventName\":\"%s\",\"recipientAccountId\":\"111122223333\",\"userIdentity\":{\"type\":"
                     "\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/mal\",\"accountId\":"
                     "\"111122223333\",\"userName\":\"mal\",\"accessKeyId\":\"AKIA1\"},%s}",
                     source, name, members);
    doc = yyjson_read(json.ptr, json.len, 0);
    cr_assert_not_null(doc, "%.*s", SLICE_FMT(json));
    cr_assert(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", err.message);
    link_extract(&ev, &arena, &sink);
    return found;
}

#define SAME(slice, text) cr_assert(slice_eq(slice, SLICE(text)), "%.*s", SLICE_FMT(slice))
#define LABEL(link, is, text, behind)  \
    do {                               \
        cr_assert_eq((link).form, is); \
        SAME((link).label, text);      \
        SAME((link).with, behind);     \
    } while (0)

#endif
