/* SPDX-License-Identifier: Apache-2.0 */
/* lineage/link_work.c: who made, started or took over what runs with a role. See link.h.
 *
 * Three ways, by what the record tells of the child:
 *
 *   it names it          RunTask → the task's ID, StartBuild → the build's, CreateFunction → the function's ARN
 *   it was there before  SendCommand, StartSession, ExecuteCommand, user data …: the child runs for others too, so it
 * is of the story only when it is suspicious afterwards (FLOW_CONTROL) it names a role      CreateStack,
 * RegisterTaskDefinition, CreateJob …: whatever that service runs with the role afterwards, under the same condition,
 * because the role may serve other work of that kind
 *
 * Worked example.  CreateProject  by mal  serviceRole = arn:…:role/builder, name = x
 *   → {LINK_PASSED_ROLE, child.role_arn = …role/builder, child.runner = RUNNER_BUILD, label builder LABEL_TO x}
 * The session AWSCodeBuild-4c0d… of that role attaches AdministratorAccess later: join.c finds the role's builds that
 * were seen after the link, and the weave takes in the one that raised something.
 * Sources: request and response members as CloudTrail writes them, first letter small, after each service's API
 * reference; seen in real logs where a test says so.
 */
#include "base/limits.h"
#include "lineage/link_parts.h"

/* --- it names the child --- */

static struct slice first_of(yyjson_val *root, const char *const *paths, size_t count) {
    struct slice s = {0};
    for (size_t i = 0; i < count && !s.len; i++) s = event_str(root, paths[i]);
    return s;
}

#define FIRST_OF(root, ...) \
    first_of(root, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Each call that changes a function answers with its ARN and role; its code, layers and settings act with that. Records
 * that do not say what a session was issued to have the function's name as the session's. */
static void prove_deployed(const struct proof *p) {
    struct slice role = event_str(p->ev->response, "role");
    struct slice arn = event_str(p->ev->response, "functionArn"), name = event_str(p->ev->response, "functionName");
    struct slice function = function_arn(arn);
    name = function.len ? slice_after_last(function, ':') : arn_name(slice_after_last(name, ':'));
    if (!name.len || (!role.len && !function.len)) return;
    struct link_view link = {.child = {.workload = function, .account = p->ev->account}, .label = name};
    if (role.len) {
        link.child.user_arn = proof_session_arn(p, role, name);
        link.form = LABEL_AS;
        link.with = arn_name(role);
    }
    proof_emit(p, link);
}

/* RunTask, StartTask: the session of a task that has a role is named after the task. */
static void prove_task(const struct proof *p) {
    yyjson_val *tasks = event_at(p->ev->response, "tasks"), *task;
    size_t i, count;
    yyjson_arr_foreach(tasks, i, count, task) {
        struct slice id = arn_name(event_str(task, "taskArn"));
        struct slice of = slice_after_last(event_str(task, "taskDefinitionArn"), '/');
        if (!is_task_id(id) || i >= LINK_CHILDREN_MAX) continue;
        proof_emit(p, (struct link_view){.child = {.workload = id, .account = p->ev->account},
                                         .form = of.len ? LABEL_TASK_OF : LABEL_PLAIN,
                                         .label = of.len ? of : id});
    }
}

/* StartBuild: "project:4c0d…" runs as AWSCodeBuild-4c0d…. */
static void prove_build(const struct proof *p) {
    struct slice id = event_str(p->ev->response, "build.id"), role = event_str(p->ev->response, "build.serviceRole");
    struct slice project = slice_before(id, ':'), number = slice_after_last(id, ':');
    if (!number.len || !role.len) return;
    struct slice session = arena_printf(p->arena, "AWSCodeBuild-%.*s", SLICE_FMT(number));
    proof_emit(p, (struct link_view){
                      .child = {.user_arn = proof_session_arn(p, role, session), .account = p->ev->account},
                      .form = LABEL_BUILD_OF,
                      .label = project,
                  });
}

/* --- it was there before --- */

static void emit_controlled(const struct proof *p, struct slice workload) {
    if (is_instance_id(workload) || is_task_id(workload))
        proof_emit(p,
                   (struct link_view){.child = {.workload = workload, .account = p->ev->account}, .label = workload});
}

static void prove_controlled(const struct proof *p) {
    emit_controlled(p, arn_name(FIRST_OF(p->ev->request, "instanceId", "target", "task")));
}

static void prove_command(const struct proof *p) {
    yyjson_val *instances = event_at(p->ev->request, "instanceIds"), *instance;
    size_t i, count;
    if (!yyjson_arr_size(instances)) instances = event_at(p->ev->response, "command.instanceIds");
    yyjson_arr_foreach(instances, i, count, instance) {
        if (i < LINK_CHILDREN_MAX && yyjson_is_str(instance))
            emit_controlled(p, slice_from(yyjson_get_str(instance), yyjson_get_len(instance)));
    }
}

/* ModifyInstanceAttribute changes many things; of these, user data is run at the next start. */
static void prove_user_data(const struct proof *p) {
    if (event_at(p->ev->request, "userData")) prove_controlled(p);
}

/* --- it names a role --- */

/* Where the request names the role (an ARN, a name, or an instance profile, which is named like its role nearly
 * always), and what gets it. */
static const struct {
    struct slice source, name;
    const char *role, *to;
    enum runner runner;
} PASSED[] = {
#define ROW(source, name, role, to, runner) \
    {{source ".amazonaws.com", sizeof(source ".amazonaws.com") - 1}, {name, sizeof(name) - 1}, role, to, runner}
    ROW("cloudformation", "CreateStack", "roleARN", "stackName", RUNNER_STACK),
    ROW("cloudformation", "UpdateStack", "roleARN", "stackName", RUNNER_STACK),
    ROW("cloudformation", "CreateChangeSet", "roleARN", "stackName", RUNNER_STACK),
    ROW("ecs", "RegisterTaskDefinition", "taskRoleArn", "family", RUNNER_TASK),
    ROW("ecs", "RegisterTaskDefinition", "executionRoleArn", "family", RUNNER_TASK),
    ROW("ecs", "RunTask", "overrides.taskRoleArn", "taskDefinition", RUNNER_TASK),
    ROW("batch", "RegisterJobDefinition", "containerProperties.jobRoleArn", "jobDefinitionName", RUNNER_TASK),
    ROW("glue", "CreateJob", "role", "name", RUNNER_JOB),
    ROW("glue", "UpdateJob", "jobUpdate.role", "jobName", RUNNER_JOB),
    ROW("glue", "CreateSession", "role", "id", RUNNER_JOB),
    ROW("glue", "CreateDevEndpoint", "roleArn", "endpointName", RUNNER_NONE),
    ROW("glue", "CreateCrawler", "role", "name", RUNNER_CRAWLER),
    ROW("sagemaker", "CreateNotebookInstance", "roleArn", "notebookInstanceName", RUNNER_MODEL),
    ROW("sagemaker", "CreateTrainingJob", "roleArn", "trainingJobName", RUNNER_MODEL),
    ROW("sagemaker", "CreateProcessingJob", "roleArn", "processingJobName", RUNNER_MODEL),
    ROW("sagemaker", "CreateModel", "executionRoleArn", "modelName", RUNNER_MODEL),
    ROW("sagemaker", "CreateUserProfile", "userSettings.executionRole", "userProfileName", RUNNER_MODEL),
    ROW("codebuild", "CreateProject", "serviceRole", "name", RUNNER_BUILD),
    ROW("codebuild", "UpdateProject", "serviceRole", "name", RUNNER_BUILD),
    ROW("states", "CreateStateMachine", "roleArn", "name", RUNNER_NONE),
    ROW("states", "UpdateStateMachine", "roleArn", "stateMachineArn", RUNNER_NONE),
    ROW("ssm", "StartAutomationExecution", "parameters.AutomationAssumeRole", "documentName", RUNNER_NONE),
    ROW("elasticmapreduce", "RunJobFlow", "jobFlowRole", "name", RUNNER_INSTANCE),
    ROW("apprunner", "CreateService", "instanceConfiguration.instanceRoleArn", "serviceName", RUNNER_NONE),
    ROW("apprunner", "UpdateService", "instanceConfiguration.instanceRoleArn", "serviceArn", RUNNER_NONE),
    ROW("bedrock", "CreateAgent", "agentResourceRoleArn", "agentName", RUNNER_NONE),
    ROW("bedrock", "UpdateAgent", "agentResourceRoleArn", "agentName", RUNNER_NONE),
    ROW("codepipeline", "CreatePipeline", "pipeline.roleArn", "pipeline.name", RUNNER_NONE),
    ROW("scheduler", "CreateSchedule", "target.roleArn", "name", RUNNER_NONE),
    ROW("autoscaling", "CreateLaunchConfiguration", "iamInstanceProfile", "launchConfigurationName", RUNNER_INSTANCE),
    ROW("ec2", "CreateLaunchTemplate", "CreateLaunchTemplateRequest.LaunchTemplateData.IamInstanceProfile",
        "CreateLaunchTemplateRequest.LaunchTemplateName", RUNNER_INSTANCE),
    ROW("ec2", "CreateLaunchTemplateVersion",
        "CreateLaunchTemplateVersionRequest.LaunchTemplateData.IamInstanceProfile",
        "CreateLaunchTemplateVersionRequest.LaunchTemplateId", RUNNER_INSTANCE),
    ROW("ec2", "RequestSpotInstances", "launchSpecification.iamInstanceProfile", "launchSpecification.imageId",
        RUNNER_INSTANCE),
#undef ROW
};

/* A string, the first of a list of strings (Automation's parameters are lists), or the name or ARN within an object (a
 * profile is given by either). */
static struct slice role_at(yyjson_val *request, const char *path) {
    yyjson_val *v = event_at(request, path);
    if (yyjson_is_arr(v)) v = yyjson_arr_get_first(v);
    if (yyjson_is_obj(v)) return FIRST_OF(v, "arn", "name");
    return yyjson_is_str(v) ? slice_from(yyjson_get_str(v), yyjson_get_len(v)) : (struct slice){0};
}

static void emit_passed(const struct proof *p, struct slice role, struct slice to, enum runner runner) {
    struct slice name = arn_name(role), short_to = arn_name(to);
    if (!name.len) return;
    struct link_view link = {
        .child = {.role_arn = proof_iam_arn(p, "role", name), .runner = runner, .account = p->ev->account},
        .label = name,
    };
    if (to.len) link.form = LABEL_TO, link.with = short_to;
    proof_emit(p, link);
}

/* A pipeline is a list of objects with fields, of which one names the profile of the instances that it runs on. */
static void prove_pipeline(const struct proof *p) {
    yyjson_val *objects = event_at(p->ev->request, "pipelineObjects"), *object, *field;
    size_t i, count, k, fields;
    yyjson_arr_foreach(objects, i, count, object) {
        yyjson_arr_foreach(event_at(object, "fields"), k, fields, field) {
            if (!slice_eq(event_str(field, "key"), SLICE("resourceRole"))) continue;
            emit_passed(p, event_str(field, "stringValue"), event_str(p->ev->request, "pipelineId"), RUNNER_INSTANCE);
            return;
        }
    }
}

/* --- the tables --- */

static const struct {
    struct slice source, name;
    enum link_kind kind;
    void (*prove)(const struct proof *);
} PROOFS[] = {
#define ROW(source, name, kind, prove) \
    {{source ".amazonaws.com", sizeof(source ".amazonaws.com") - 1}, {name, sizeof(name) - 1}, kind, prove}
    ROW("lambda", "CreateFunction20150331", LINK_DEPLOYED, prove_deployed),
    ROW("lambda", "UpdateFunctionCode20150331v2", LINK_DEPLOYED, prove_deployed),
    ROW("lambda", "UpdateFunctionConfiguration20150331v2", LINK_DEPLOYED, prove_deployed),
    ROW("lambda", "CreateFunctionUrlConfig", LINK_DEPLOYED, prove_deployed),
    ROW("ecs", "RunTask", LINK_LAUNCHED, prove_task),
    ROW("ecs", "StartTask", LINK_LAUNCHED, prove_task),
    ROW("codebuild", "StartBuild", LINK_LAUNCHED, prove_build),
    ROW("ssm", "SendCommand", LINK_CONTROLLED, prove_command),
    ROW("ssm", "StartSession", LINK_CONTROLLED, prove_controlled),
    ROW("ec2-instance-connect", "SendSSHPublicKey", LINK_CONTROLLED, prove_controlled),
    ROW("ec2-instance-connect", "SendSerialConsoleSSHPublicKey", LINK_CONTROLLED, prove_controlled),
    ROW("ec2-instance-connect", "OpenTunnel", LINK_CONTROLLED, prove_controlled),
    ROW("ec2", "ModifyInstanceAttribute", LINK_CONTROLLED, prove_user_data),
    ROW("datapipeline", "PutPipelineDefinition", LINK_PASSED_ROLE, prove_pipeline),
    ROW("ecs", "ExecuteCommand", LINK_CONTROLLED, prove_controlled),
#undef ROW
};

enum { PROOF_ROWS = sizeof PROOFS / sizeof PROOFS[0], PASSED_ROWS = sizeof PASSED / sizeof PASSED[0] };

/* Asked of every event that changes something: each service once, the shortest way to say no first. */
bool link_work_source(struct slice source) {
    static const struct slice services[] = {
#define NAME(service) {service ".amazonaws.com", sizeof(service ".amazonaws.com") - 1}
        NAME("ecs"),
        NAME("ssm"),
        NAME("glue"),
        NAME("lambda"),
        NAME("batch"),
        NAME("states"),
        NAME("bedrock"),
        NAME("sagemaker"),
        NAME("codebuild"),
        NAME("apprunner"),
        NAME("scheduler"),
        NAME("autoscaling"),
        NAME("datapipeline"),
        NAME("codepipeline"),
        NAME("cloudformation"),
        NAME("elasticmapreduce"),
        NAME("ec2-instance-connect"),
        NAME("ec2"),
#undef NAME
    };
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
        if (slice_eq(source, services[i])) return true;
    return false;
}

void link_work(const struct event *ev, struct arena *arena, const struct link_sink *sink) {
    for (size_t i = 0; i < PROOF_ROWS; i++)
        if (slice_starts(ev->name, PROOFS[i].name) && slice_eq(ev->source, PROOFS[i].source))
            PROOFS[i].prove(&(struct proof){ev, arena, sink, PROOFS[i].kind});
    for (size_t i = 0; i < PASSED_ROWS; i++)
        if (slice_eq(ev->name, PASSED[i].name) && slice_eq(ev->source, PASSED[i].source))
            emit_passed(&(struct proof){ev, arena, sink, LINK_PASSED_ROLE}, role_at(ev->request, PASSED[i].role),
                        event_str(ev->request, PASSED[i].to), PASSED[i].runner);
}
