/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "event/event.h"

#define NEED \
    "\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventName\":\"RunInstances\",\"eventSource\":\"ec2.amazonaws.com\""

static yyjson_doc *doc; /* every test is a process of its own */

static void same(struct slice got, const char *want) {
    cr_assert(slice_eq(got, slice_cstr(want)), "got \"%.*s\", want \"%s\"", SLICE_FMT(got), want);
}

static struct event decode(const char *text) {
    struct event ev;
    struct err err = ERR_INIT;
    doc = yyjson_read(text, strlen(text), 0);
    cr_assert(doc, "the test's own JSON: %s", text);
    cr_assert(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", err.message);
    return ev;
}

static void refuse(const char *text, const char *reason) {
    struct event ev;
    struct err err = ERR_INIT;
    doc = yyjson_read(text, strlen(text), 0);
    cr_assert(doc);
    cr_assert_not(event_decode(yyjson_doc_get_root(doc), &ev, &err), "%s", text);
    cr_assert_eq(err.code, ERR_FORMAT);
    cr_assert_str_eq(err.message, reason);
    yyjson_doc_free(doc);
}

Test(cloudtrail, reads_every_field) {
    struct event ev = decode(
        "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROAX:i-0aa\",\"arn\":"
        "\"a:r:n\","
        "\"accountId\":\"111122223333\",\"accessKeyId\":\"ASIAX\",\"userName\":\"u\",\"invokedBy\":\"x.amazonaws.com\","
        "\"identityProvider\":\"idp\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":"
        "\"AROAX\","
        "\"arn\":\"r:arn\",\"accountId\":\"444455556666\",\"userName\":\"web\"},\"webIdFederationData\":{},"
        "\"attributes\":{"
        "\"creationDate\":\"2026-03-03T12:00:00Z\",\"mfaAuthenticated\":\"true\"},\"sourceIdentity\":\"ann\","
        "\"ec2RoleDelivery\":\"2.0\",\"sessionCredentialFromConsole\":\"true\"}}," NEED
        ",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"AWS "
        "Internal\",\"userAgent\":\"[S3Console]\",\"errorCode\":\"AccessDenied\","
        "\"errorMessage\":\"no\",\"requestParameters\":{\"a\":1},\"responseElements\":{\"b\":2},"
        "\"additionalEventData\":{\"c\":3},"
        "\"eventID\":\"id-1\",\"readOnly\":true,\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"777788889999\","
        "\"sharedEventID\":\"sh-1\",\"eventCategory\":\"Management\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\"}}");
    same(ev.id, "id-1");
    same(ev.shared_id, "sh-1");
    same(ev.source, "ec2.amazonaws.com");
    same(ev.name, "RunInstances");
    same(ev.region, "eu-west-1");
    same(ev.account, "777788889999");
    same(ev.version, "1.11");
    same(ev.type, "AwsApiCall");
    same(ev.category, "Management");
    same(ev.source_ip, "AWS Internal");
    same(ev.user_agent, "[S3Console]");
    same(ev.error_code, "AccessDenied");
    same(ev.error_message, "no");
    cr_assert_eq(ev.time, INT64_C(1772542931000000));
    cr_assert_eq(ev.outcome, EVENT_FAILED);
    cr_assert(ev.read_only);
    cr_assert_eq(yyjson_get_int(yyjson_obj_get(ev.request, "a")), 1);
    cr_assert_eq(yyjson_get_int(yyjson_obj_get(ev.response, "b")), 2);
    cr_assert_eq(yyjson_get_int(yyjson_obj_get(ev.additional, "c")), 3);
    same(ev.who.type, "AssumedRole");
    same(ev.who.principal_id, "AROAX:i-0aa");
    same(ev.who.arn, "a:r:n");
    same(ev.who.account, "111122223333");
    same(ev.who.access_key, "ASIAX");
    same(ev.who.user_name, "u");
    same(ev.who.invoked_by, "x.amazonaws.com");
    same(ev.who.provider, "idp");
    same(ev.who.issuer_type, "Role");
    same(ev.who.issuer_principal_id, "AROAX");
    same(ev.who.issuer_arn, "r:arn");
    same(ev.who.issuer_account, "444455556666");
    same(ev.who.issuer_name, "web");
    same(ev.who.source_identity, "ann");
    cr_assert_eq(ev.who.session_created, INT64_C(1772539200000000));
    cr_assert(ev.who.mfa && ev.who.from_console && ev.who.ec2_role);
    yyjson_doc_free(doc);
}

Test(cloudtrail, reads_a_record_with_the_least) {
    struct event ev = decode("{" NEED ",\"requestParameters\":null,\"responseElements\":null,\"userIdentity\":null}");
    cr_assert(slice_empty(ev.id) && slice_empty(ev.account) && slice_empty(ev.who.type) && slice_empty(ev.source_ip));
    cr_assert_null(ev.request);
    cr_assert_null(ev.response);
    cr_assert_null(ev.additional);
    cr_assert_eq(ev.who.session_created, TIME_NONE);
    cr_assert_eq(ev.outcome, EVENT_SUCCEEDED);
    cr_assert_not(ev.read_only || ev.who.mfa || ev.who.from_console || ev.who.ec2_role);
    yyjson_doc_free(doc);
}

/* What the versions of the record have in common with 1.11, and where each begins to differ. */
Test(cloudtrail, reads_all_versions) {
    static const char *const versions[] = {"1.0",  "1.01", "1.02", "1.03", "1.04", "1.05",
                                           "1.06", "1.07", "1.08", "1.09", "1.10", "1.11"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "{\"eventVersion\":\"%s\",\"userIdentity\":{\"type\":\"Root\",\"accountId\":\"111122223333\"}," NEED
                 "}",
                 versions[i]);
        struct event ev = decode(text);
        same(ev.version, versions[i]);
        same(ev.account, "111122223333");
        yyjson_doc_free(doc);
    }
}

Test(cloudtrail, types_that_do_not_fit_are_as_if_absent) {
    struct event ev = decode("{" NEED ",\"userIdentity\":\"root\",\"awsRegion\":5,\"eventID\":[1],\"errorCode\":{},"
                             "\"readOnly\":\"true\",\"recipientAccountId\":null,\"userAgent\":false}");
    cr_assert(slice_empty(ev.who.type) && slice_empty(ev.region) && slice_empty(ev.id) && slice_empty(ev.error_code));
    cr_assert_eq(ev.outcome, EVENT_SUCCEEDED);
    cr_assert(ev.read_only);
    yyjson_doc_free(doc);
}

Test(cloudtrail, tells_failure_from_success) {
    static const struct {
        const char *fields;
        enum event_outcome outcome;
    } cases[] = {
        {"\"errorCode\":\"AccessDenied\"", EVENT_FAILED},
        {"\"errorCode\":\"Client.UnauthorizedOperation\"", EVENT_FAILED},
        {"\"errorCode\":\"\"", EVENT_SUCCEEDED},
        {"\"errorCode\":null", EVENT_SUCCEEDED},
        {"\"errorCode\":\"Success\"", EVENT_SUCCEEDED},
        {"\"errorCode\":\"success\",\"errorMessage\":\"all well\"", EVENT_SUCCEEDED},
        {"\"errorMessage\":\"Failed authentication\"", EVENT_FAILED},
        {"\"errorMessage\":\"\"", EVENT_SUCCEEDED},
        {"\"eventSource\":\"signin.amazonaws.com\",\"responseElements\":{\"ConsoleLogin\":\"Failure\"}", EVENT_FAILED},
        {"\"eventSource\":\"signin.amazonaws.com\",\"responseElements\":{\"ConsoleLogin\":\"Success\"}",
         EVENT_SUCCEEDED},
        {"\"eventSource\":\"signin.amazonaws.com\",\"responseElements\":{\"SwitchRole\":\"Failure\"}", EVENT_FAILED},
        {"\"eventSource\":\"x.amazonaws.com\",\"responseElements\":{\"lastStatus\":\"Failure\"}", EVENT_SUCCEEDED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventName\":\"N\",\"eventSource\":\"a.b\",%s}",
                 cases[i].fields);
        cr_assert_eq(decode(text).outcome, cases[i].outcome, "%s", cases[i].fields);
        yyjson_doc_free(doc);
    }
}

Test(cloudtrail, reads_times_of_exports) {
    static const char *const times[] = {
        "\"eventTime\":\"2026-03-03T13:02:11Z\"",
        "\"eventTime\":\"2026-03-03T13:02:11.000Z\"",
        "\"eventTime\":\"2026-03-03 13:02:11.000\"",
        "\"eventTime\":\"2026-03-03 13:02:11\"",
        "\"eventTime\":\"2026-03-03T22:02:11+09:00\"",
        "\"@timestamp\":\"2026-03-03T13:02:11.000Z\"",
        "\"eventTime\":null,\"@timestamp\":\"2026-03-03T13:02:11.000Z\"",
        "\"@timestamp\":\"2027-01-01T00:00:00Z\",\"eventTime\":\"2026-03-03T13:02:11Z\"",
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char text[512];
        snprintf(text, sizeof text, "{\"eventName\":\"N\",\"eventSource\":\"a.b\",%s}", times[i]);
        cr_assert_eq(decode(text).time, INT64_C(1772542931000000), "%s", times[i]);
        yyjson_doc_free(doc);
    }
}

Test(cloudtrail, refuses_what_is_no_event) {
    refuse("\"text\"", "the record is a string, not an object");
    refuse("[]", "the record is an array, not an object");
    refuse("{}", "the record has no eventTime");
    refuse("{\"eventTime\":\"2026-03-03T13:02:11Z\"}", "the record has no eventName");
    refuse("{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventName\":\"\"}", "the record has no eventName");
    refuse("{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventName\":\"N\"}", "the record has no eventSource");
    refuse("{\"eventTime\":\"2026-03-03T13:02:11Z\",\"eventName\":\"N\",\"eventSource\":7}",
           "eventSource is a number, not a string");
    refuse("{\"eventTime\":1772542931,\"eventName\":\"N\",\"eventSource\":\"s\"}",
           "eventTime is a number, not a string");
    refuse("{\"eventTime\":\"yesterday\",\"eventName\":\"N\",\"eventSource\":\"s\"}",
           "eventTime \"yesterday\" is not a time");
    refuse("{\"eventTime\":\"2026-13-03 13:02:11\",\"eventName\":\"N\",\"eventSource\":\"s\"}",
           "eventTime \"2026-13-03 13:02:11\" is not a time");
}

static struct hash128 key(const char *id, const char *time, const char *source, const char *name) {
    char text[1024];
    snprintf(text, sizeof text, "{\"eventID\":\"%s\",\"eventTime\":\"%s\",\"eventSource\":\"%s\",\"eventName\":\"%s\"}",
             id, time, source, name);
    struct hash128 k = decode(text).key;
    yyjson_doc_free(doc);
    return k;
}

static bool same_key(struct hash128 a, struct hash128 b) {
    return a.hi == b.hi && a.lo == b.lo;
}

Test(cloudtrail, key_holds_id_time_source_and_name) {
    static const char t[] = "2026-03-03T13:02:11Z";
    struct hash128 k = key("id", t, "ab", "c");
    cr_assert(same_key(k, key("id", "2026-03-03T13:02:11.000Z", "ab", "c")), "the same instant");
    cr_assert_not(same_key(k, key("ie", t, "ab", "c")));
    cr_assert_not(same_key(k, key("id", "2026-03-03T13:02:12Z", "ab", "c")));
    cr_assert_not(same_key(k, key("id", t, "ab", "d")));
    cr_assert_not(same_key(k, key("id", t, "a", "bc")), "parts do not run into one another");
    cr_assert_not(same_key(k, key("ida", t, "b", "c")));
}

Test(cloudtrail, key_holds_all_of_a_long_part) {
    char a[201], b[201];
    memset(a, 'x', 200);
    memset(b, 'x', 200);
    a[200] = b[200] = '\0';
    b[199] = 'y';
    static const char t[] = "2026-03-03T13:02:11Z";
    cr_assert(same_key(key(a, t, a, a), key(a, t, a, a)));
    cr_assert_not(same_key(key(a, t, a, a), key(b, t, a, a)));
    cr_assert_not(same_key(key(a, t, a, a), key(a, t, a, b)));
    a[120] = b[120] = '\0'; /* at the edge */
    cr_assert(same_key(key(a, t, a, a), key(b, t, b, b)));
    b[119] = 'y';
    cr_assert_not(same_key(key(a, t, a, a), key(a, t, a, b)));
}

static struct hash128 key_of(const char *text) {
    struct hash128 k = decode(text).key;
    yyjson_doc_free(doc);
    return k;
}

#define DEED(account, region, ip, error, identity)                                               \
    "{" NEED ",\"eventID\":\"x\",\"recipientAccountId\":\"" account "\",\"awsRegion\":\"" region \
    "\",\"sourceIPAddress\":\"" ip "\",\"errorCode\":\"" error "\",\"userIdentity\":{" identity "}}"

Test(cloudtrail, key_holds_who_called_from_where_and_how_it_ended) {
    struct hash128 k = key_of(DEED("1", "eu", "192.0.2.1", "e", "\"arn\":\"a\",\"accessKeyId\":\"k\""));
    static const char *const others[] = {
        DEED("2", "eu", "192.0.2.1", "e", "\"arn\":\"a\",\"accessKeyId\":\"k\""),
        DEED("1", "us", "192.0.2.1", "e", "\"arn\":\"a\",\"accessKeyId\":\"k\""),
        DEED("1", "eu", "192.0.2.2", "e", "\"arn\":\"a\",\"accessKeyId\":\"k\""),
        DEED("1", "eu", "192.0.2.1", "", "\"arn\":\"a\",\"accessKeyId\":\"k\""),
        DEED("1", "eu", "192.0.2.1", "e", "\"arn\":\"b\",\"accessKeyId\":\"k\""),
        DEED("1", "eu", "192.0.2.1", "e", "\"arn\":\"a\",\"accessKeyId\":\"l\""),
        DEED("1", "eu", "192.0.2.1", "e", "\"arn\":\"a\""),
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) cr_expect_not(same_key(k, key_of(others[i])), "%zu", i);
    cr_expect(same_key(k, key_of(DEED("1", "eu", "192.0.2.1", "e", "\"accessKeyId\":\"k\",\"arn\":\"a\""))));
    struct hash128 p = key_of(DEED("1", "eu", "192.0.2.1", "", "\"principalId\":\"p\""));
    cr_expect_not(same_key(p, key_of(DEED("1", "eu", "192.0.2.1", "", "\"principalId\":\"q\""))), "without an ARN");
}

Test(cloudtrail, key_does_not_tell_null_from_absent) {
    struct hash128 k = key_of("{" NEED ",\"eventID\":\"x\"}");
    cr_expect(same_key(k, key_of("{\"eventID\":\"x\",\"errorCode\":null,\"awsRegion\":null," NEED "}")));
}

Test(cloudtrail, key_without_an_id_is_all_of_the_record) {
    struct hash128 k = key_of("{" NEED ",\"n\":1}");
    cr_assert(same_key(k, key_of("{ " NEED ",  \"n\":1}")), "blanks do not count");
    cr_assert_not(same_key(k, key_of("{" NEED ",\"n\":2}")));
}
