/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "lineage/workload.h"

Test(workload, told_by_the_name_of_the_session) {
    static const struct {
        const char *session;
        enum runner runner;
    } rows[] = {
        {"i-0f3a91c2d4e5b6a78", RUNNER_INSTANCE},
        {"0123456789abcdef0123456789abcdef", RUNNER_TASK},
        {"AWSCodeBuild-4c0d2f55-0000-4000-8000-000000000001", RUNNER_BUILD},
        {"AWSCloudFormation", RUNNER_STACK},
        {"GlueJobRunnerSession", RUNNER_JOB},
        {"AWS-Crawler", RUNNER_CRAWLER},
        {"SageMaker", RUNNER_MODEL},
        {"SageMaker-ann", RUNNER_NONE},
        {"ann@example.com", RUNNER_NONE},
        {"", RUNNER_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(runner_of_session(slice_cstr(rows[i].session)), rows[i].runner, "%s", rows[i].session);
    cr_assert(slice_eq(runner_title(RUNNER_JOB), SLICE("Glue jobs")));
    cr_assert_eq(runner_title(RUNNER_BUILD).len, 0);
    cr_assert_eq(runner_title(RUNNER_NONE).len, 0);
}

Test(workload, ids) {
    cr_assert(is_instance_id(SLICE("i-0f3a91c2")));
    cr_assert(is_instance_id(SLICE("i-0f3a91c2d4e5b6a78")));
    cr_assert_not(is_instance_id(SLICE("i-0f3a91c")));
    cr_assert_not(is_instance_id(SLICE("i-0f3a91cg")));
    cr_assert_not(is_task_id(SLICE("0123456789abcdef0123456789abcde")));
    cr_assert_not(is_task_id(SLICE("0123456789abcdef0123456789abcdeg")));
}

Test(workload, a_function_without_its_version) {
    static const char *const plain = "arn:aws:lambda:us-east-1:111122223333:function:ping";
    cr_assert(slice_eq(function_arn(slice_cstr(plain)), slice_cstr(plain)));
    cr_assert(slice_eq(function_arn(SLICE("arn:aws:lambda:us-east-1:111122223333:function:ping:$LATEST")),
                       slice_cstr(plain)));
    cr_assert_eq(function_arn(SLICE("arn:aws:lambda:us-east-1:111122223333:function:")).len, 0);
    cr_assert_eq(function_arn(SLICE("arn:aws:lambda:us-east-1:111122223333:layer:x")).len, 0);
    cr_assert_eq(function_arn(SLICE("ping")).len, 0);
}
