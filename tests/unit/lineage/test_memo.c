/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "lineage/memo.h"

static struct event event_of(const char *key, const char *arn) {
    return (struct event){.who = {.type = SLICE("AssumedRole"),
                                  .access_key = slice_cstr(key),
                                  .arn = slice_cstr(arn),
                                  .account = SLICE("111122223333"),
                                  .principal_id = SLICE("AROA1:web"),
                                  .session_created = 5}};
}

Test(memo, knows_what_it_was_told_and_nothing_else) {
    static struct memo_slot slots[MEMO_SLOTS];
    struct event ev = event_of("ASIA0001", "arn:1");
    struct memo_slot *slot = memo_slot(slots, &ev);
    cr_assert_not_null(slot);
    cr_assert_not(memo_knows(slot, &ev));
    memo_keep(slot, &ev, 7);
    cr_assert(memo_knows(slot, &ev));
    cr_assert_eq(slot->actor, 8);
    struct event other = event_of("ASIA0001", "arn:2");
    cr_assert_not(memo_knows(slot, &other), "another ARN");
    other = ev;
    other.who.session_created++;
    cr_assert_not(memo_knows(slot, &other), "another session");
    other = ev;
    other.who.from_console = true;
    cr_assert_not(memo_knows(slot, &other), "another credential");
    other = ev;
    other.who.source_identity = SLICE("ann");
    cr_assert_not(memo_knows(slot, &other), "on behalf of somebody");
    other = ev;
    other.who.access_key = SLICE("ASIA0");
    other.who.principal_id = SLICE("001AROA1:web");
    cr_assert_not(memo_knows(slot, &other), "the same letters, cut otherwise");
}

/* Keys that differ in one letter, whichever, lie in different places, mostly. */
Test(memo, every_letter_of_a_key_counts) {
    static struct memo_slot slots[MEMO_SLOTS];
    for (size_t at = 4; at < 8; at++) {
        struct memo_slot *last = NULL;
        size_t moved = 0;
        for (char c = 'A'; c <= 'Z'; c++) {
            char key[] = "ASIA0001";
            key[at] = c;
            struct event ev = event_of(key, "arn:1");
            moved += memo_slot(slots, &ev) != last;
            last = memo_slot(slots, &ev);
        }
        cr_assert_gt(moved, 20, "letter %zu", at);
    }
}

Test(memo, knows_one_address) {
    struct memo_slot slot = {0};
    struct event ev = event_of("ASIA0001", "arn:1");
    memo_keep(&slot, &ev, 0);
    cr_assert_not(memo_knows_ip(&slot, SLICE("")));
    memo_keep_ip(&slot, SLICE("192.0.2.1"));
    cr_assert(memo_knows_ip(&slot, SLICE("192.0.2.1")));
    cr_assert_not(memo_knows_ip(&slot, SLICE("192.0.2.2")));
    char name[UINT8_MAX];
    memset(name, 'a', sizeof name);
    memo_keep_ip(&slot, slice_from(name, sizeof name));
    cr_assert_not(memo_knows_ip(&slot, slice_from(name, sizeof name)), "too long to be kept");
    memo_keep_ip(&slot, slice_from(name, MEMO_IP_MAX));
    cr_assert(memo_knows_ip(&slot, slice_from(name, MEMO_IP_MAX)));
}

Test(memo, leaves_out_what_it_is_not_for) {
    static struct memo_slot slots[MEMO_SLOTS];
    char arn[MEMO_TEXT_MAX + 1] = "";
    struct event ev = event_of("", "arn:1");
    cr_assert_null(memo_slot(slots, &ev), "no access key");
    ev = event_of("ASIA0001", "arn:1");
    ev.who.type = SLICE("AWSService");
    cr_assert_null(memo_slot(slots, &ev));
    memset(arn, 'a', MEMO_TEXT_MAX);
    ev = event_of("ASIA0001", arn);
    struct memo_slot *slot = memo_slot(slots, &ev);
    memo_keep(slot, &ev, 1);
    cr_assert_not(memo_knows(slot, &ev), "longer than a slot");
}
