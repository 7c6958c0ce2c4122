/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/trust.c: see trust.h. */
#include "lineage/trust.h"

#include <yyjson.h>

struct trust {
    struct slice own;
    struct arena *arena;
    struct slice *accounts;
    size_t count, max;
};

static struct slice text_of(yyjson_val *v) {
    return yyjson_is_str(v) ? slice_from(unsafe_yyjson_get_str(v), unsafe_yyjson_get_len(v)) : (struct slice){0};
}

/* "123456789012", "arn:aws:iam::123456789012:root", "*". */
static void take_principal(struct trust *t, struct slice principal) {
    bool arn = slice_starts(principal, SLICE("arn:"));
    struct slice account = slice_before(arn ? slice_behind(principal, ':', 4) : principal, ':');
    if (!account.len || slice_eq(account, t->own) || t->count == t->max) return;
    for (size_t i = 0; i < t->count; i++)
        if (slice_eq(t->accounts[i], account)) return;
    t->accounts[t->count++] = arena_dup(t->arena, account);
}

static void take_principals(struct trust *t, yyjson_val *v) {
    size_t i, count;
    yyjson_val *one;
    if (yyjson_is_str(v)) take_principal(t, text_of(v));
    yyjson_arr_foreach(v, i, count, one) take_principal(t, text_of(one));
}

static void take_statement(struct trust *t, yyjson_val *statement) {
    yyjson_val *principal = yyjson_obj_get(statement, "Principal");
    if (!slice_eq(text_of(yyjson_obj_get(statement, "Effect")), SLICE("Allow"))) return;
    take_principals(t, yyjson_is_obj(principal) ? yyjson_obj_get(principal, "AWS") : principal);
}

size_t trust_accounts(struct slice document, struct slice own, struct arena *arena, struct slice *accounts,
                      size_t max) {
    struct trust trust = {.own = own, .arena = arena, .accounts = accounts, .max = max};
    yyjson_doc *doc = document.len ? yyjson_read(document.ptr, document.len, 0) : NULL;
    yyjson_val *statements = yyjson_obj_get(yyjson_doc_get_root(doc), "Statement"), *one;
    size_t i, count;
    if (yyjson_is_obj(statements)) take_statement(&trust, statements);
    yyjson_arr_foreach(statements, i, count, one) take_statement(&trust, one);
    yyjson_doc_free(doc);
    return trust.count;
}
