/* SPDX-License-Identifier: Apache-2.0 */
/* The records by which somebody makes, starts or takes over what runs with a role, and the links that come out. */
#include "found.h"

Test(link_work, deployed) {
    struct found f = extract("lambda", "CreateFunction20150331",
                             "\"responseElements\":{\"functionName\":\"ping\",\"role\":"
                             "\"arn:aws-cn:iam::111122223333:role/service-role/strong\"}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.user_arn, "arn:aws:sts::111122223333:assumed-role/strong/ping");
    LABEL(f.links[0], LABEL_AS, "ping", "strong");
    f = extract("lambda", "UpdateFunctionCode20150331v2",
                "\"responseElements\":{\"functionName\":\"arn:aws:lambda:us-east-1:111122223333:function:ping\","
                "\"role\":\"arn:aws:iam::111122223333:role/strong\"}");
    SAME(f.links[0].child.user_arn, "arn:aws:sts::111122223333:assumed-role/strong/ping");
    cr_assert_eq(extract("lambda", "CreateFunction20150331", "\"responseElements\":null").count, 0);
}

Test(link_work, a_function_is_named_by_its_arn_whatever_its_version) {
    struct found f = extract("lambda", "CreateFunctionUrlConfig",
                             "\"responseElements\":{\"functionArn\":"
                             "\"arn:aws:lambda:eu-west-1:111122223333:function:ping:7\"}");
    cr_assert_eq(f.count, 1);
    cr_assert_eq(f.links[0].kind, LINK_DEPLOYED);
    SAME(f.links[0].child.workload, "arn:aws:lambda:eu-west-1:111122223333:function:ping");
    LABEL(f.links[0], LABEL_PLAIN, "ping", "");
}

Test(link_work, tasks_and_builds_are_named) {
    struct found f = extract("ecs", "RunTask",
                             "\"responseElements\":{\"tasks\":[{\"taskArn\":\"arn:aws:ecs:us-east-1:1:task/c/"
                             "0123456789abcdef0123456789abcdef\",\"taskDefinitionArn\":\"arn:aws:ecs:us-east-1:1:"
                             "task-definition/miner:3\"},{\"taskArn\":\"odd\"}]}");
    cr_assert_eq(f.count, 1, "what is no task's ID is left out");
    cr_assert_eq(f.links[0].kind, LINK_LAUNCHED);
    SAME(f.links[0].child.workload, "0123456789abcdef0123456789abcdef");
    LABEL(f.links[0], LABEL_TASK_OF, "miner:3", "");
    f = extract("codebuild", "StartBuild",
                "\"responseElements\":{\"build\":{\"id\":\"site:4c0d-11\",\"serviceRole\":"
                "\"arn:aws:iam::111122223333:role/service-role/builder\"}}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.user_arn, "arn:aws:sts::111122223333:assumed-role/builder/AWSCodeBuild-4c0d-11");
    LABEL(f.links[0], LABEL_BUILD_OF, "site", "");
}

Test(link_work, control_of_what_was_there) {
    static const struct {
        const char *source, *name, *members;
    } ways[] = {
        {"ssm", "StartSession", "\"requestParameters\":{\"target\":\"i-0f3a91c2\"}"},
        {"ssm", "SendCommand", "\"requestParameters\":{\"instanceIds\":[\"i-0f3a91c2\"]}"},
        {"ssm", "SendCommand", "\"responseElements\":{\"command\":{\"instanceIds\":[\"i-0f3a91c2\"]}}"},
        {"ec2-instance-connect", "SendSSHPublicKey", "\"requestParameters\":{\"instanceId\":\"i-0f3a91c2\"}"},
        {"ec2-instance-connect", "SendSerialConsoleSSHPublicKey",
         "\"requestParameters\":{\"instanceId\":\"i-0f3a91c2\"}"},
        {"ec2", "ModifyInstanceAttribute",
         "\"requestParameters\":{\"instanceId\":\"i-0f3a91c2\",\"userData\":\"<sensitiveDataRemoved>\"}"},
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct found f = extract(ways[i].source, ways[i].name, ways[i].members);
        cr_assert_eq(f.count, 1, "%s", ways[i].name);
        cr_assert_eq(f.links[0].kind, LINK_CONTROLLED);
        SAME(f.links[0].child.workload, "i-0f3a91c2");
    }
    struct found task = extract("ecs", "ExecuteCommand",
                                "\"requestParameters\":{\"task\":\"arn:aws:ecs:us-east-1:1:task/c/"
                                "0123456789abcdef0123456789abcdef\"}");
    SAME(task.links[0].child.workload, "0123456789abcdef0123456789abcdef");
    cr_assert_eq(extract("ec2", "ModifyInstanceAttribute",
                         "\"requestParameters\":{\"instanceId\":\"i-0f3a91c2\",\"sourceDestCheck\":{}}")
                     .count,
                 0, "nothing of it runs");
    cr_assert_eq(extract("ssm", "StartSession", "\"requestParameters\":{\"target\":\"mi-0f3a91c2\"}").count, 0);
}

#define ROLE "\"arn:aws:iam::111122223333:role/service-role/strong\""
#define PROFILE "\"arn:aws:iam::111122223333:instance-profile/strong\""

Test(link_work, roles_that_are_passed) {
    static const struct {
        const char *source, *name, *request;
        enum runner runner;
    } ways[] = {
        {"cloudformation", "CreateStack", "\"stackName\":\"x\",\"roleARN\":" ROLE, RUNNER_STACK},
        {"ecs", "RegisterTaskDefinition", "\"family\":\"x\",\"taskRoleArn\":" ROLE, RUNNER_TASK},
        {"ecs", "RunTask", "\"taskDefinition\":\"x\",\"overrides\":{\"taskRoleArn\":" ROLE "}", RUNNER_TASK},
        {"batch", "RegisterJobDefinition",
         "\"jobDefinitionName\":\"x\",\"containerProperties\":{\"jobRoleArn\":" ROLE "}", RUNNER_TASK},
        {"glue", "CreateJob", "\"name\":\"x\",\"role\":\"strong\"", RUNNER_JOB},
        {"glue", "UpdateJob", "\"jobName\":\"x\",\"jobUpdate\":{\"role\":" ROLE "}", RUNNER_JOB},
        {"sagemaker", "CreateNotebookInstance", "\"notebookInstanceName\":\"x\",\"roleArn\":" ROLE, RUNNER_MODEL},
        {"codebuild", "CreateProject", "\"name\":\"x\",\"serviceRole\":" ROLE, RUNNER_BUILD},
        {"states", "CreateStateMachine", "\"name\":\"x\",\"roleArn\":" ROLE, RUNNER_NONE},
        {"ssm", "StartAutomationExecution",
         "\"documentName\":\"x\",\"parameters\":{\"AutomationAssumeRole\":[" ROLE "]}", RUNNER_NONE},
        {"elasticmapreduce", "RunJobFlow", "\"name\":\"x\",\"jobFlowRole\":\"strong\"", RUNNER_INSTANCE},
        {"datapipeline", "PutPipelineDefinition",
         "\"pipelineId\":\"x\",\"pipelineObjects\":[{\"fields\":[{\"key\":\"role\"},{\"key\":\"resourceRole\","
         "\"stringValue\":\"strong\"}]}]",
         RUNNER_INSTANCE},
        {"apprunner", "CreateService", "\"serviceName\":\"x\",\"instanceConfiguration\":{\"instanceRoleArn\":" ROLE "}",
         RUNNER_NONE},
        {"codepipeline", "CreatePipeline", "\"pipeline\":{\"name\":\"x\",\"roleArn\":" ROLE "}", RUNNER_NONE},
        {"scheduler", "CreateSchedule", "\"name\":\"x\",\"target\":{\"roleArn\":" ROLE "}", RUNNER_NONE},
        {"bedrock", "CreateAgent", "\"agentName\":\"x\",\"agentResourceRoleArn\":" ROLE, RUNNER_NONE},
        {"autoscaling", "CreateLaunchConfiguration",
         "\"launchConfigurationName\":\"x\",\"iamInstanceProfile\":" PROFILE, RUNNER_INSTANCE},
        {"ec2", "CreateLaunchTemplate",
         "\"CreateLaunchTemplateRequest\":{\"LaunchTemplateName\":\"x\",\"LaunchTemplateData\":{"
         "\"IamInstanceProfile\":{\"Arn\":" PROFILE "}}}",
         RUNNER_INSTANCE},
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct slice members = arena_printf(&arena, "\"requestParameters\":{%s}", ways[i].request);
        struct found f = extract(ways[i].source, ways[i].name, members.ptr);
        cr_assert_eq(f.count, 1, "%s", ways[i].name);
        cr_assert_eq(f.links[0].kind, LINK_PASSED_ROLE);
        cr_assert_eq(f.links[0].child.runner, ways[i].runner, "%s", ways[i].name);
        SAME(f.links[0].child.role_arn, "arn:aws:iam::111122223333:role/strong");
        LABEL(f.links[0], LABEL_TO, "strong", "x");
    }
    cr_assert_eq(extract("glue", "CreateJob", "\"requestParameters\":{\"name\":\"x\"}").count, 0);
}

Test(link_work, reading_proves_nothing) {
    cr_assert_eq(
        extract("ssm", "StartSession", "\"readOnly\":true,\"requestParameters\":{\"target\":\"i-0f3a91c2\"}").count, 0);
}
