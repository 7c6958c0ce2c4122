/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "event/walk.h"

/* Walks what stands behind "{", cut at every place; the results until the text is used up, one letter each. */
static void walks(const char *text, const char *want) {
    static const char letters[] = {
        [WALK_MORE] = '.', [WALK_RECORD] = 'R', [WALK_LIST] = 'L', [WALK_END] = 'E', [WALK_ODD] = 'O'};
    size_t len = strlen(text);
    for (size_t cut = 0; cut <= len; cut++) {
        struct walk w;
        char got[64] = "";
        size_t count = 0;
        walk_begin(&w);
        for (size_t at = 0, used; at < len;) {
            enum walk_result result = walk_scan(&w, text + at, (at < cut ? cut : len) - at, &used);
            at += used;
            if (result == WALK_MORE) continue;
            char place[16];
            snprintf(place, sizeof place, "%c%zu ", letters[result], at);
            cr_assert_lt(count + strlen(place), sizeof got);
            memcpy(got + count, place, strlen(place) + 1);
            count += strlen(place);
            if (result == WALK_ODD || result == WALK_END || result == WALK_RECORD) break;
        }
        cr_assert_str_eq(got, want, "%s, cut at %zu: %s", text, cut, got);
    }
}

Test(walk, tells_records_by_a_name) {
    walks("\"eventVersion\":\"1.08\"", "R14 ");
    walks("\"a\" : [1,\"}\"], \"b\":{\"eventVersion\":{}},\"c\":\"\\\"}\",\"d\":-1e5,\"detail\":", "R66 ");
    walks("\"event\\u0056ersion\":1}", "E22 ");
}

Test(walk, finds_lists) {
    walks("\"Records\":[]}", "L11 O11 ");
    walks("\"took\":3,\"hits\":{\"total\":{\"v\":1},\"hits\":[", "L41 ");
    walks("\"Records\":7,\"Records\":{},\"x\":[]}", "E32 ");
    walks("\"hits\":{\"hits\":{\"a\":1}},\"b\":null}", "E33 ");
}

Test(walk, goes_on_behind_a_list) {
    struct walk w;
    size_t used;
    walk_begin(&w);
    cr_assert_eq(walk_scan(&w, "\"Records\":[", 11, &used), WALK_LIST);
    cr_assert(w.log);
    cr_assert_eq(walk_scan(&w, ",\"eventVersion\":{},\"Events\":[", 29, &used), WALK_LIST);
    cr_assert_eq(used, 29);
    cr_assert_not(w.log);
    cr_assert_eq(walk_scan(&w, " }", 2, &used), WALK_END);
}

Test(walk, stops_where_no_json_is) {
    walks("x", "O0 ");
    walks("\"a\" 1", "O4 ");
    walks("\"a\":,", "O4 ");
    walks("\"a\":1 2", "O6 ");
    walks("\"a\":{\n{}", "O6 ");
    walks("\"a\":tr\"ue\"", "O6 ");
    walks("\"a\n", "O2 ");
    walks("\"a\":\"b\n", "O6 ");
    walks("\"a\":1,}", "E7 ");
    walks("\"a\":1]", "O5 ");
}
