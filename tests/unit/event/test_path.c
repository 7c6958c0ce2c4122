/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "event/event.h"

static void same(struct slice got, const char *want) {
    cr_assert(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

Test(path, api_names_lose_their_date) {
    static const char *const cases[][2] = {
        {"ListFunctions20150331", "ListFunctions"},
        {"UpdateFunctionCode20150331v2", "UpdateFunctionCode"},
        {"UpdateDistribution2020_05_31", "UpdateDistribution"},
        {"RunInstances", "RunInstances"},
        {"PutBucketAclv2", "PutBucketAclv2"},
        {"Get12345678", "Get12345678"},
        {"Get120150331", "Get120150331"},
        {"20150331", "20150331"},
        {"2020_05_31", "2020_05_31"},
        {"AssumeRoot", "AssumeRoot"},
        {"x_05_31", "x_05_31"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(event_api_name(slice_cstr(cases[i][0])), cases[i][1]);
}

Test(path, services_lose_their_domain) {
    same(event_service(SLICE("ec2.amazonaws.com")), "ec2");
    same(event_service(SLICE("ec2.amazonaws.com.cn")), "ec2");
    same(event_service(SLICE("aws-cloudtrail.internal")), "aws-cloudtrail.internal");
    same(event_service(SLICE(".amazonaws.com")), ".amazonaws.com");
    same(event_service(SLICE("")), "");
}

Test(path, finds_values_by_dotted_path) {
    static const char text[] = "{\"a\":{\"BucketName\":\"x\",\"bucketName\":\"y\",\"items\":[1,{\"p\":\"q\"},[{\"id\":"
                               "\"i-1\"},{\"id\":\"i-2\"}]]},"
                               "\"n\":null,\"s\":\"t\",\"\":{\"\":\"empty\"}}";
    yyjson_doc *doc = yyjson_read(text, sizeof text - 1, 0);
    yyjson_val *root = yyjson_doc_get_root(doc);
    same(event_str(root, "a.bucketName"), "y");
    same(event_str(root, "A.BUCKETNAME"), "x");
    same(event_str(root, "a.items.id"), "i-1");
    same(event_str(root, "a.items.p"), "q");
    same(event_str(root, "a.items"), "");
    same(event_str(root, "s.t"), "");
    same(event_str(root, "a.bucketName.more"), "");
    cr_assert_null(event_at(root, "a.missing"));
    cr_assert(yyjson_is_arr(event_at(root, "a.items")));
    cr_assert(yyjson_is_null(event_at(root, "n")));
    cr_assert_eq(event_at(root, ""), root);
    cr_assert_null(event_at(NULL, "a"));
    yyjson_doc_free(doc);
}
