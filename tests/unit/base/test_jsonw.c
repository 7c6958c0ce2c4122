/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "base/jsonw.h"
#include "base/timefmt.h"

static void write_sample(struct jsonw *jw) {
    jw_object(jw);
    jw_kcstr(jw, "a", "x\"");
    jw_key(jw, "b");
    jw_array(jw);
    jw_int(jw, -3);
    jw_bool(jw, true);
    jw_null(jw);
    jw_array(jw);
    jw_end_array(jw);
    jw_end_array(jw);
    jw_ktime(jw, "t", 0);
    jw_ktime(jw, "none", TIME_NONE);
    jw_end_object(jw);
}

Test(jsonw, one_line) {
    struct buf out;
    buf_init(&out);
    struct jsonw jw;
    jw_init(&jw, &out, 0, false);
    write_sample(&jw);
    cr_assert_str_eq(out.ptr, "{\"a\":\"x\\\"\",\"b\":[-3,true,null,[]],\"t\":\"1970-01-01T00:00:00Z\",\"none\":null}");
    buf_release(&out);
}

Test(jsonw, indented) {
    struct buf out;
    buf_init(&out);
    struct jsonw jw;
    jw_init(&jw, &out, 2, false);
    jw_object(&jw);
    jw_key(&jw, "a");
    jw_array(&jw);
    jw_int(&jw, 1);
    jw_int(&jw, 2);
    jw_end_array(&jw);
    jw_kint(&jw, "b", 3);
    jw_end_object(&jw);
    cr_assert_str_eq(out.ptr, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": 3\n}");
    buf_release(&out);
}
