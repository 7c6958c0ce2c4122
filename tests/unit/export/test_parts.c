/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "export/parts.h"

Test(parts, text_loses_what_could_break_a_line_or_turn_it) {
    struct buf out;
    buf_init(&out);
    plain_put(&out,
              SLICE("a\nb\x01"
                    "c|\xe2\x80\xae"
                    "d\xff"),
              "|", '\\');
    cr_assert(slice_eq(buf_slice(&out), SLICE("a b c\\|\xef\xbf\xbd"
                                              "d\xef\xbf\xbd")),
              "%s", out.ptr);
    buf_release(&out);
}

Test(parts, techniques) {
    cr_assert(slice_eq(technique_name(SLICE("T1537")), SLICE("Transfer Data to Cloud Account")));
    cr_assert(slice_eq(technique_name(SLICE("T9999")), SLICE("T9999")));
    cr_assert(slice_eq(technique_parent(SLICE("T1078.004")), SLICE("T1078")));
}

Test(parts, ids_are_uuids_made_of_names) {
    char one[STIX_ID_MAX], two[STIX_ID_MAX];
    STIX_ID("report", one, SLICE("ab"), SLICE("c"));
    STIX_ID("report", two, SLICE("a"), SLICE("bc"));
    cr_assert_str_neq(one, two);
    cr_assert_eq(strncmp(one, "report--", 8), 0);
    cr_assert_eq(strlen(one), 8 + 36);
    cr_assert_eq(one[8 + 14], '4');
    cr_assert(strchr("89ab", one[8 + 19]));
}
