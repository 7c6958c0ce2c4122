/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "event/lake.h"

static void row_is(const char *row, const char *want) {
    yyjson_doc *doc = yyjson_read(row, strlen(row), 0);
    cr_assert(lake_is_row(yyjson_doc_get_root(doc)), "%s", row);
    yyjson_doc *object = lake_row_object(yyjson_doc_get_root(doc));
    char *text = yyjson_write(object, 0, NULL);
    cr_assert_str_eq(text, want);
    free(text);
    yyjson_doc_free(object);
    yyjson_doc_free(doc);
}

Test(lake, rows_become_objects) {
    row_is("[{\"eventname\":\"RunInstances\"},{\"AWSREGION\":\"eu-west-1\"},{\"n\":7}]",
           "{\"eventName\":\"RunInstances\",\"awsRegion\":\"eu-west-1\",\"n\":7}");
    row_is("[{\"requestparameters\":\"{\\\"bucketName\\\":\\\"b\\\"}\"}]",
           "{\"requestParameters\":{\"bucketName\":\"b\"}}");
    row_is("[{\"requestparameters\":\"{bucketName=b, Host=h.example, policy=null}\"}]",
           "{\"requestParameters\":{\"bucketName\":\"b\",\"Host\":\"h.example\",\"policy\":null}}");
    row_is("[{\"useridentity\":\"{type=AssumedRole, principalid=AROA:a, b=c, sessioncontext={attributes={"
           "creationdate=2026-03-03 13:02:11.000, mfaauthenticated=false}, sessionissuer={type=Role}}}\"}]",
           "{\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA:a\",\"b\":\"c\",\"sessionContext\":{"
           "\"attributes\":{\"creationDate\":\"2026-03-03 13:02:11.000\",\"mfaAuthenticated\":\"false\"},"
           "\"sessionIssuer\":{\"type\":\"Role\"}}}}");
    row_is("[{\"a\":\"{x=1, 2, 3, y={}, z=[{q=1, r=2}]}\"}]",
           "{\"a\":{\"x\":\"1, 2, 3\",\"y\":{},\"z\":\"[{q=1, r=2}]\"}}");
}

Test(lake, text_that_only_looks_like_a_structure_stays_text) {
    row_is("[{\"a\":\"{\"},{\"b\":\"{no}\"},{\"c\":\"{=1}\"},{\"d\":\"\"}]",
           "{\"a\":\"{\",\"b\":\"{no}\",\"c\":\"{=1}\",\"d\":\"\"}");
}

static void join(char *text, size_t size, const char *more) {
    size_t len = strlen(text);
    snprintf(text + len, size - len, "%s", more);
}

Test(lake, structures_nest_to_a_bound) {
    char row[512] = "[{\"a\":\"", want[512] = "{\"a\":";
    for (int i = 0; i < 18; i++) join(row, sizeof row, "{x=");
    for (int i = 0; i < 18; i++) join(row, sizeof row, "}");
    join(row, sizeof row, "\"}]");
    for (int i = 0; i < 17; i++) join(want, sizeof want, "{\"x\":");
    join(want, sizeof want, "\"{x=}\"");
    for (int i = 0; i < 18; i++) join(want, sizeof want, "}");
    row_is(row, want);
}

Test(lake, other_arrays_are_no_rows) {
    static const char *const arrays[] = {"[]", "[1]", "[{}]", "[{\"a\":1,\"b\":2}]", "[{\"a\":1},[]]"};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        yyjson_doc *doc = yyjson_read(arrays[i], strlen(arrays[i]), 0);
        cr_assert_not(lake_is_row(yyjson_doc_get_root(doc)), "%s", arrays[i]);
        yyjson_doc_free(doc);
    }
}
