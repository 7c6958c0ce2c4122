/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a trust policy lets in: every form of a principal, and what is no policy. */
#include <criterion/criterion.h>

#include "lineage/trust.h"

static struct slice accounts[3];

static size_t let_in(const char *document) {
    static struct arena arena;
    if (!arena.chunk_size) arena_init(&arena, 0);
    return trust_accounts(slice_cstr(document), SLICE("111122223333"), &arena, accounts, 3);
}

#define ALLOW(principal) "{\"Effect\":\"Allow\",\"Principal\":" principal ",\"Action\":\"sts:AssumeRole\"}"
#define OUT "arn:aws:iam::999988887777:"

Test(trust, forms_of_a_principal) {
    static const char *const one[] = {
        "{\"Statement\":" ALLOW("{\"AWS\":\"999988887777\"}") "}",
        "{\"Statement\":[" ALLOW("{\"AWS\":\"" OUT "root\"}") "]}",
        "{\"Statement\":[" ALLOW("{\"AWS\":[\"" OUT "user/a\",\"111122223333\",\"" OUT "role/b\"]}") "]}",
        "{\"Statement\":[" ALLOW("{\"Service\":\"ec2.amazonaws.com\"}") "," ALLOW("{\"AWS\":\"" OUT "root\"}") "]}",
    };
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
        cr_assert_eq(let_in(one[i]), 1, "%s", one[i]);
        cr_assert(slice_eq(accounts[0], SLICE("999988887777")), "%s", one[i]);
    }
    cr_assert_eq(let_in("{\"Statement\":[" ALLOW("\"*\"") "]}"), 1);
    cr_assert(slice_eq(accounts[0], SLICE("*")));
    cr_assert_eq(let_in("{\"Statement\":[" ALLOW("{\"AWS\":\"*\"}") "]}"), 1);
}

Test(trust, nobody_from_outside) {
    static const char *const none[] = {
        "",
        "no policy",
        "[]",
        "{}",
        "{\"Statement\":3}",
        "{\"Statement\":[3,null]}",
        "{\"Statement\":[" ALLOW("{\"AWS\":\"arn:aws:iam::111122223333:root\"}") "]}",
        "{\"Statement\":[" ALLOW("{\"Federated\":\"cognito-identity.amazonaws.com\"}") "]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"999988887777\"}}]}",
        "{\"Statement\":[" ALLOW("{\"AWS\":[7,\"\",\"arn:\"]}") "]}",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) cr_assert_eq(let_in(none[i]), 0, "%s", none[i]);
}

Test(trust, at_the_limit_and_beyond) {
    cr_assert_eq(let_in("{\"Statement\":" ALLOW("{\"AWS\":[\"1\",\"2\",\"3\",\"1\"]}") "}"), 3);
    cr_assert_eq(let_in("{\"Statement\":" ALLOW("{\"AWS\":[\"1\",\"2\",\"3\",\"4\"]}") "}"), 3);
}
