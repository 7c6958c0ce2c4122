/* SPDX-License-Identifier: Apache-2.0 */
/* A row a proof of LINK_PROOFS: the record as the service logs it, and the link that must come out. */
#include <criterion/criterion.h>

#include "found.h"

Test(link, assumed) {
    struct found f = extract("sts", "AssumeRole",
                             "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::444455556666:role/prod-admin\"},"
                             "\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASIA9\"},\"assumedRoleUser\":"
                             "{\"assumedRoleId\":\"AROA9:audit\"}}");
    cr_assert_eq(f.count, 1);
    cr_assert_eq(f.links[0].kind, LINK_ASSUMED);
    SAME(f.links[0].child.access_key, "ASIA9");
    cr_assert_eq(f.links[0].child.principal, hash64(SLICE("AROA9:audit"), 0));
    LABEL(f.links[0], LABEL_IN_ACCOUNT, "prod-admin", "444455556666");
}

Test(link, a_failed_call_proves_nothing) {
    cr_assert_eq(
        extract("sts", "AssumeRole", "\"errorCode\":\"AccessDenied\",\"requestParameters\":{\"roleArn\":\"x\"}").count,
        0);
    cr_assert_eq(extract("sts", "AssumeRole", "\"responseElements\":null").count, 0);
}

Test(link, switched_role_names_its_parent) {
    struct found f = extract("signin", "SwitchRole",
                             "\"additionalEventData\":{\"SwitchFrom\":\"arn:aws:iam::111122223333:user/ann\"}");
    cr_assert_eq(f.count, 1);
    cr_assert(f.links[0].child.self);
    SAME(f.links[0].parent_arn, "arn:aws:iam::111122223333:user/ann");
}

Test(link, issued_key_and_password) {
    struct found f = extract("iam", "CreateAccessKey",
                             "\"requestParameters\":{\"userName\":\"ann\"},\"responseElements\":{\"accessKey\":"
                             "{\"accessKeyId\":\"AKIA7\",\"userName\":\"ann\"}}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.access_key, "AKIA7");
    SAME(f.links[0].child.user_arn, "arn:aws:iam::111122223333:user/ann");
    f = extract("iam", "UpdateLoginProfile", "\"requestParameters\":{\"userName\":\"ann\"}");
    cr_assert_eq(f.count, 1);
    cr_assert_eq(f.links[0].kind, LINK_SET_PASSWORD);
    cr_assert(f.links[0].child.console);
}

Test(link, federated) {
    struct found f = extract("sts", "GetFederationToken",
                             "\"requestParameters\":{\"name\":\"bob\"},\"responseElements\":{\"credentials\":"
                             "{\"accessKeyId\":\"ASIA5\"}}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.access_key, "ASIA5");
    LABEL(f.links[0], LABEL_PLAIN, "bob", "");
}

Test(link, a_federated_user_may_come_by_the_console_too) {
    struct found f = extract("sts", "GetFederationToken",
                             "\"requestParameters\":{\"name\":\"bob\"},\"responseElements\":{\"credentials\":"
                             "{\"accessKeyId\":\"ASIA5\"},\"federatedUser\":{\"arn\":"
                             "\"arn:aws:sts::111122223333:federated-user/bob\"}}");
    cr_assert_eq(f.count, 2);
    SAME(f.links[0].child.access_key, "ASIA5");
    SAME(f.links[1].child.access_key, "");
    SAME(f.links[1].child.user_arn, "arn:aws:sts::111122223333:federated-user/bob");
}

Test(link, launched_with_a_profile_only) {
    static const char *const two = "\"responseElements\":{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0f3a91c2\"},"
                                   "{\"instanceId\":\"i-0f3a91c3\"}]}}";
    struct buf members;
    buf_init(&members);
    cr_assert_eq(extract("ec2", "RunInstances", two).count, 0, "no profile, no credential");
    buf_printf(&members, "\"requestParameters\":{\"iamInstanceProfile\":{\"name\":\"log-archiver\"}},%s", two);
    struct found f = extract("ec2", "RunInstances", members.ptr);
    cr_assert_eq(f.count, 2);
    SAME(f.links[1].child.workload, "i-0f3a91c3");
    LABEL(f.links[0], LABEL_AS, "i-0f3a91c2", "log-archiver");
    buf_release(&members);
}

Test(link, opened_trust_once_an_account) {
    struct found f =
        extract("iam", "UpdateAssumeRolePolicy",
                "\"requestParameters\":{\"roleName\":\"ops\",\"policyDocument\":\"{\\\"Statement\\\":[{\\\"Effect\\\":"
                "\\\"Allow\\\",\\\"Principal\\\":{\\\"AWS\\\":[\\\"999988887777\\\",\\\"*\\\"]}}]}\"}");
    cr_assert_eq(f.count, 2);
    cr_assert_eq(f.links[0].kind, LINK_OPENED_TRUST);
    SAME(f.links[0].child.role_arn, "arn:aws:iam::111122223333:role/ops");
    SAME(f.links[0].child.account, "999988887777");
    LABEL(f.links[0], LABEL_TO_ACCOUNT, "ops", "999988887777");
    LABEL(f.links[1], LABEL_TO_ALL, "ops", "*");
    f = extract("iam", "CreateRole", "\"requestParameters\":{\"roleName\":\"ops\"}");
    cr_assert_eq(f.count, 1, "created, and opened to nobody");
}

Test(link, a_profile_given_later) {
    struct found f =
        extract("ec2", "AssociateIamInstanceProfile",
                "\"requestParameters\":{\"AssociateIamInstanceProfileRequest\":{\"InstanceId\":\"i-0f3a91c2\","
                "\"IamInstanceProfile\":{\"Name\":\"admin\"}}}");
    cr_assert_eq(f.count, 1);
    LABEL(f.links[0], LABEL_AS, "i-0f3a91c2", "admin");
    f = extract(
        "ec2", "ReplaceIamInstanceProfileAssociation",
        "\"requestParameters\":{\"ReplaceIamInstanceProfileAssociationRequest\":{\"AssociationId\":\"iip-1\","
        "\"IamInstanceProfile\":{\"Arn\":\"arn:aws:iam::111122223333:instance-profile/admin\"}}},"
        "\"responseElements\":{\"ReplaceIamInstanceProfileAssociationResponse\":{\"iamInstanceProfileAssociation\":"
        "{\"instanceId\":\"i-0f3a91c2\"}}}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.workload, "i-0f3a91c2");
    LABEL(f.links[0], LABEL_AS, "i-0f3a91c2", "admin");
}

Test(link, created_and_granted) {
    struct found f = extract("iam", "CreateRole",
                             "\"requestParameters\":{\"roleName\":\"r\"},\"responseElements\":{\"role\":"
                             "{\"arn\":\"arn:aws:iam::111122223333:role/x/r\"}}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.role_arn, "arn:aws:iam::111122223333:role/x/r");
    f = extract("iam", "CreateUser", "\"requestParameters\":{\"userName\":\"u\"}");
    SAME(f.links[0].child.user_arn, "arn:aws:iam::111122223333:user/u");
    f = extract("iam", "AttachUserPolicy",
                "\"requestParameters\":{\"userName\":\"u\",\"policyArn\":"
                "\"arn:aws:iam::aws:policy/AdministratorAccess\"}");
    cr_assert_eq(f.links[0].kind, LINK_GRANTED);
    LABEL(f.links[0], LABEL_POLICY, "u", "AdministratorAccess");
}

/* The source identity of a new session: asked for, answered, or brought along from the caller's own session. */
Test(link, source_identity_goes_along) {
    struct found f = extract("sts", "AssumeRole",
                             "\"requestParameters\":{\"roleArn\":\"arn:aws:iam::1:role/x\",\"sourceIdentity\":\"ann\","
                             "\"tags\":[{\"key\":\"team\",\"value\":\"a\"}],\"transitiveTagKeys\":[\"team\"]},"
                             "\"responseElements\":{\"credentials\":{\"accessKeyId\":\"ASIA1\"}}");
    cr_assert_eq(f.count, 2);
    cr_assert_eq(f.links[1].kind, LINK_ON_BEHALF);
    SAME(f.links[1].child.source_identity, "ann");
    SAME(f.links[1].label, "ann");
    f = extract("sts", "AssumeRoleWithSAML", "\"responseElements\":{\"sourceIdentity\":\"bob\"}");
    cr_assert_eq(f.count, 1);
    SAME(f.links[0].child.source_identity, "bob");
    f = extract("sts", "AssumeRole",
                "\"errorCode\":\"AccessDenied\",\"requestParameters\":{\"sourceIdentity\":\"ann\"}");
    cr_assert_eq(f.count, 0);
}
