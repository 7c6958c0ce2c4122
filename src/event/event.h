/* SPDX-License-Identifier: Apache-2.0 */
/* event/event.h: one CloudTrail record, normalised.
 *
 * In:   one parsed JSON record.     Out: a struct event, all of whose strings point into that record's document.
 * Law:  decoding reads nothing but the record: same record, same event.
 * Own:  nothing is copied; an event dies with the yyjson document it was decoded from. Missing strings are empty
 * slices. The field names are CloudTrail's (user guide, "CloudTrail record contents"), in our case.
 */
#ifndef EMAKI_EVENT_EVENT_H
#define EMAKI_EVENT_EVENT_H

#include <yyjson.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/timefmt.h"

enum event_outcome { EVENT_SUCCEEDED, EVENT_FAILED };

/* userIdentity */
struct identity {
    struct slice type;         /* IAMUser, AssumedRole, Root, FederatedUser, AWSService, AWSAccount, SAMLUser, … */
    struct slice principal_id; /* AIDA…, AROA…:session, account:name */
    struct slice arn;
    struct slice account;    /* accountId */
    struct slice access_key; /* accessKeyId */
    struct slice user_name;
    struct slice invoked_by; /* a service that called on behalf of the identity */
    struct slice provider;   /* identityProvider */
    /* sessionContext.sessionIssuer */
    struct slice issuer_type, issuer_principal_id, issuer_arn, issuer_account, issuer_name;
    /* sessionContext */
    int64_t session_created; /* attributes.creationDate, TIME_NONE where absent */
    bool mfa;                /* attributes.mfaAuthenticated is "true" */
    bool from_console;       /* sessionCredentialFromConsole is "true" */
    bool ec2_role;           /* ec2RoleDelivery is present: instance credentials */
    struct slice source_identity;
    struct slice issued_to; /* inScopeOf.credentialsIssuedTo: the ARN of the function or instance */
};

struct event {
    struct slice id;        /* eventID */
    struct slice shared_id; /* sharedEventID: the same call, logged in another account too */
    struct slice source;    /* eventSource, "ec2.amazonaws.com" */
    struct slice name;      /* eventName as logged, "ListFunctions20150331" */
    struct slice region;    /* awsRegion */
    struct slice account;   /* recipientAccountId, or userIdentity.accountId where absent */
    struct slice version;   /* eventVersion */
    struct slice type;      /* eventType: AwsApiCall, AwsConsoleSignIn, AwsServiceEvent, … */
    struct slice category;  /* eventCategory: Management, Data, NetworkActivity, Insight; may be absent */
    struct slice source_ip; /* sourceIPAddress: an address, a service's host name, or "AWS Internal" */
    struct slice user_agent;
    struct slice error_code, error_message;
    int64_t time; /* eventTime, µs */
    enum event_outcome outcome;
    bool read_only;
    /* name, source, error_code, who.type and who.issuer_type are all that the record says of these five fields: where
     * one is empty, the field is absent, in whatever spelling of its name. False when something odd was met. */
    bool plain;
    struct identity who;

    /* The record itself, for whoever needs more. NULL where absent or JSON null. */
    yyjson_val *record, *request, *response, *additional;

    /* What makes two deliveries the same event: id, time, source, name, account, region, address, error code, and the
     * caller's key and ARN (or principal ID) together. Without an eventID, all of the record. */
    struct hash128 key;
};

/* Decodes `record`. Fails (ERR_FORMAT, reason in words) when it is not an object, or eventTime, eventName, eventSource
 * is absent or of the wrong type; what `out` holds then is not to be used. */
bool event_decode(yyjson_val *record, struct event *out, struct err *err);

/* The name without the API date that some services append: "ListFunctions20150331v2" → "ListFunctions". */
struct slice event_api_name(struct slice name);

/* The service as people write it: "ec2.amazonaws.com" → "ec2". */
struct slice event_service(struct slice source);

/* The value at a dotted path ("requestParameters.instancesSet.items"), keys compared exactly first, then with ASCII
 * letters folded (services disagree: bucketName, BucketName). Arrays on the way: the first element that has the rest of
 * the path. NULL when there is none. */
yyjson_val *event_at(yyjson_val *root, const char *path);
/* The string there, or the empty slice. */
struct slice event_str(yyjson_val *root, const char *path);

#endif
