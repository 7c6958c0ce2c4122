/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/workload.c: see workload.h. */
#include "lineage/workload.h"

/* A row with a title is for sessions of exactly that name; one without, for those that begin so. */
static const struct {
    struct slice name;
    enum runner runner;
    struct slice title;
} RUNNERS_BY_NAME[] = {
#define ROW(name, runner, title) {{name, sizeof(name) - 1}, runner, {title, sizeof(title) - 1}}
    ROW("AWSCodeBuild-", RUNNER_BUILD, ""),
    ROW("AWSCloudFormation", RUNNER_STACK, "CloudFormation"),
    ROW("GlueJobRunnerSession", RUNNER_JOB, "Glue jobs"),
    ROW("AWS-Crawler", RUNNER_CRAWLER, "Glue crawlers"),
    ROW("SageMaker", RUNNER_MODEL, "SageMaker"),
#undef ROW
};

enum { ROWS = sizeof RUNNERS_BY_NAME / sizeof RUNNERS_BY_NAME[0] };

static bool is_hex(struct slice s, size_t from) {
    for (size_t i = from; i < s.len; i++) {
        char c = ascii_lower(s.ptr[i]);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

bool is_instance_id(struct slice s) {
    return slice_starts(s, SLICE("i-")) && (s.len == 10 || s.len == 19) && is_hex(s, 2);
}

bool is_task_id(struct slice s) {
    return s.len == 32 && is_hex(s, 0);
}

enum runner runner_of_session(struct slice session) {
    if (is_instance_id(session)) return RUNNER_INSTANCE;
    if (is_task_id(session)) return RUNNER_TASK;
    for (size_t i = 0; i < ROWS; i++) {
        struct slice name = RUNNERS_BY_NAME[i].name;
        if (RUNNERS_BY_NAME[i].title.len ? slice_eq(session, name) : slice_starts(session, name))
            return RUNNERS_BY_NAME[i].runner;
    }
    return RUNNER_NONE;
}

struct slice runner_title(enum runner runner) {
    for (size_t i = 0; i < ROWS; i++)
        if (RUNNERS_BY_NAME[i].runner == runner) return RUNNERS_BY_NAME[i].title;
    return (struct slice){0};
}

struct slice function_arn(struct slice arn) {
    if (slice_find(arn, SLICE(":lambda:")) < 0 || slice_find(arn, SLICE(":function:")) < 0) return (struct slice){0};
    struct slice name = slice_before(slice_behind(arn, ':', 6), ':');
    return name.len ? slice_from(arn.ptr, (size_t)(name.ptr + name.len - arn.ptr)) : (struct slice){0};
}
