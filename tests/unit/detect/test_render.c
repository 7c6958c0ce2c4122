/* SPDX-License-Identifier: Apache-2.0 */
/* Templates filled with an event's values. */
#include <criterion/criterion.h>

#include "detect/detect.h"
#include "language.h"

static const char RECORD[] =
    "{\"eventName\":\"X\",\"requestParameters\":{\"id\":\"db-1\",\"add\":[\"1\",\"2\"],\"many\":[1,2,3,4,5],"
    "\"items\":[{\"k\":\"a\"},{\"k\":\"b\"}],\"flag\":true,\"none\":null,\"obj\":{\"x\":\"<y>\"},\"empty\":\"\","
    "\"role\":\"arn:aws:iam::111122223333:role/team/deploy\","
    "\"who\":[\"arn:aws:iam::111122223333:root\",\"444455556666\",\"*\",\"arn:aws:s3:::a-bucket\",\"arn:\"]}}";

static void expect(const char *template, const char *want) {
    yyjson_doc *doc = yyjson_read(RECORD, sizeof RECORD - 1, 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    struct buf out;
    buf_init(&out);
    rule_render(slice_cstr(template), &ev, &out);
    cr_expect_str_eq(out.ptr, want, "%s: got \"%s\"", template, out.ptr);
    buf_release(&out);
    yyjson_doc_free(doc);
}

Test(render, values) {
    expect("plain", "plain");
    expect("", "");
    expect("Shared {requestParameters.id}", "Shared db-1");
    expect("{eventName}{eventName}", "XX");
    expect("{REQUESTPARAMETERS.ID}!", "db-1!");
    expect("{requestParameters.flag}", "true");
    expect("{requestParameters.obj}", "{\"x\":\"<y>\"}");
    expect("[{requestParameters.empty}]", "[]");
}

Test(render, lists) {
    expect("{requestParameters.add}", "1, 2");
    expect("{requestParameters.many}", "1, 2, 3, +2 more");
    expect("{requestParameters.items.k}", "a, b");
}

Test(render, accounts_of_principals) {
    expect("{account:requestParameters.who}", "111122223333, 444455556666, *, +2 more");
    expect("{account:requestParameters.nothing|requestParameters.id}", "db-1");
}

Test(render, names_in_arns) {
    expect("{name:requestParameters.who}", "root, 444455556666, *, +2 more");
    expect("{name:requestParameters.id}", "db-1");
    expect("{name:requestParameters.role}", "deploy");
    expect("{name:requestParameters.none}", "?");
}

Test(render, what_is_missing) {
    expect("{requestParameters.nothing}", "?");
    expect("{requestParameters.none}", "?");
    expect("{}", "?");
}

Test(render, alternatives) {
    expect("{nothing|requestParameters.id}", "db-1");
    expect("{eventName | requestParameters.id}", "X");
    expect("{no|nor}", "?");
}

Test(render, the_count_stays) {
    expect("Read {n} secrets of {requestParameters.id}", "Read {n} secrets of db-1");
}

Test(render, braces_that_stay_open) {
    expect("a {eventName", "a {eventName");
    expect("a {", "a {");
    expect("a } b", "a } b");
}

Test(render, values_of_the_first_path_that_has_any) {
    yyjson_doc *doc = yyjson_read(RECORD, sizeof RECORD - 1, 0);
    struct event ev = event_from(yyjson_doc_get_root(doc));
    struct arena arena;
    struct slice out[3];
    arena_init(&arena, 0);
    cr_expect_eq(rule_values(SLICE("no.where\nrequestParameters.add\neventName"), &ev, &arena, out, 3), 2);
    cr_expect(slice_eq(out[0], SLICE("1")) && slice_eq(out[1], SLICE("2")));
    cr_expect_eq(rule_values(SLICE("requestParameters.many"), &ev, &arena, out, 3), 3);
    cr_expect(slice_eq(out[2], SLICE("3")));
    cr_expect_eq(rule_values(SLICE("requestParameters.none"), &ev, &arena, out, 3), 0);
    cr_expect_eq(rule_values(SLICE("eventName"), &ev, &arena, out, 0), 0);
    arena_release(&arena);
    yyjson_doc_free(doc);
}
