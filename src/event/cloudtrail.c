/* SPDX-License-Identifier: Apache-2.0 */
/* event/cloudtrail.c: decodes one CloudTrail record. See event.h for the contract.
 *
 * In:   a parsed record.     Out: a struct event whose strings point into the record's document.
 * Speed: an object's members are walked once, and each key is told by its length, then by its bytes: one comparison of
 *        constant size a known key. Nothing is allocated, except to hash a record that has no eventID.
 * Add:  a field is one line in take_field() or take_identity_field(), under the length of its key.
 */
#include <stdlib.h>

#include "event/event.h"

#define KEY(lit) (memcmp(key, lit, sizeof(lit) - 1) == 0)

/* What decoding needs to remember beside the event itself. */
struct decoding {
    struct event *ev;
    yyjson_val *time, *timestamp, *name, *source;
    bool odd; /* see event.plain */
};

static inline struct slice str_of(yyjson_val *v) {
    return yyjson_is_str(v) ? slice_from(unsafe_yyjson_get_str(v), unsafe_yyjson_get_len(v)) : (struct slice){0};
}

/* A text of which it matters whether it is absent or only empty. */
static inline struct slice telling(struct decoding *d, yyjson_val *v) {
    struct slice text = str_of(v);
    d->odd |= text.len == 0;
    return text;
}

/* A key as long as one of ours, but not the same: is it ours in other letters? Rules would find it. */
#define ALIKE(lit) \
    (ascii_lower(*key) == ascii_lower(*(lit)) && slice_eq_fold(slice_from(key, sizeof(lit) - 1), SLICE(lit)))

static inline yyjson_val *unless_null(yyjson_val *v) {
    return yyjson_is_null(v) ? NULL : v;
}

/* Services and exports write booleans as such or as "true". */
static bool is_true(yyjson_val *v) {
    return yyjson_is_true(v) || slice_eq_fold(str_of(v), SLICE("true"));
}

static void take_issuer(struct decoding *d, yyjson_val *issuer) {
    struct identity *who = &d->ev->who;
    size_t at, count;
    yyjson_val *k, *v;
    d->odd |= !yyjson_is_obj(issuer);
    yyjson_obj_foreach(issuer, at, count, k, v) {
        const char *key = unsafe_yyjson_get_str(k);
        switch (unsafe_yyjson_get_len(k)) {
        case 3:
            if (KEY("arn")) who->issuer_arn = str_of(v);
            break;
        case 4:
            if (KEY("type")) who->issuer_type = telling(d, v);
            else d->odd |= ALIKE("type");
            break;
        case 8:
            if (KEY("userName")) who->issuer_name = str_of(v);
            break;
        case 9:
            if (KEY("accountId")) who->issuer_account = str_of(v);
            break;
        case 11:
            if (KEY("principalId")) who->issuer_principal_id = str_of(v);
            break;
        default: break;
        }
    }
}

static void take_attributes(struct identity *who, yyjson_val *attributes) {
    size_t at, count;
    yyjson_val *k, *v;
    yyjson_obj_foreach(attributes, at, count, k, v) {
        const char *key = unsafe_yyjson_get_str(k);
        if (unsafe_yyjson_get_len(k) == 12 && KEY("creationDate")) {
            if (!time_parse(str_of(v), &who->session_created)) who->session_created = TIME_NONE;
        } else if (unsafe_yyjson_get_len(k) == 16 && KEY("mfaAuthenticated")) {
            who->mfa = is_true(v);
        }
    }
}

static void take_session(struct decoding *d, yyjson_val *session) {
    struct identity *who = &d->ev->who;
    size_t at, count;
    yyjson_val *k, *v;
    d->odd |= !yyjson_is_obj(session);
    yyjson_obj_foreach(session, at, count, k, v) {
        const char *key = unsafe_yyjson_get_str(k);
        switch (unsafe_yyjson_get_len(k)) {
        case 10:
            if (KEY("attributes")) take_attributes(who, v);
            break;
        case 13:
            if (KEY("sessionIssuer")) take_issuer(d, v);
            else d->odd |= ALIKE("sessionIssuer");
            break;
        case 14:
            if (KEY("sourceIdentity")) who->source_identity = str_of(v);
            break;
        case 15:
            if (KEY("ec2RoleDelivery")) who->ec2_role = !yyjson_is_null(v);
            break;
        case 28:
            if (KEY("sessionCredentialFromConsole")) who->from_console = is_true(v);
            break;
        default: break;
        }
    }
}

static void take_scope(struct identity *who, yyjson_val *scope) {
    size_t at, count;
    yyjson_val *k, *v;
    yyjson_obj_foreach(scope, at, count, k, v) {
        const char *key = unsafe_yyjson_get_str(k);
        if (unsafe_yyjson_get_len(k) == 19 && KEY("credentialsIssuedTo")) who->issued_to = str_of(v);
    }
}

static void take_identity(struct decoding *d, yyjson_val *identity) {
    struct identity *who = &d->ev->who;
    size_t at, count;
    yyjson_val *k, *v;
    d->odd |= !yyjson_is_obj(identity);
    yyjson_obj_foreach(identity, at, count, k, v) {
        const char *key = unsafe_yyjson_get_str(k);
        switch (unsafe_yyjson_get_len(k)) {
        case 3:
            if (KEY("arn")) who->arn = str_of(v);
            break;
        case 4:
            if (KEY("type")) who->type = telling(d, v);
            else d->odd |= ALIKE("type");
            break;
        case 8:
            if (KEY("userName")) who->user_name = str_of(v);
            break;
        case 9:
            if (KEY("accountId")) who->account = str_of(v);
            if (KEY("invokedBy")) who->invoked_by = str_of(v);
            if (KEY("inScopeOf")) take_scope(who, v);
            break;
        case 11:
            if (KEY("principalId")) who->principal_id = str_of(v);
            if (KEY("accessKeyId")) who->access_key = str_of(v);
            break;
        case 14:
            if (KEY("sessionContext")) take_session(d, v);
            else d->odd |= ALIKE("sessionContext");
            break;
        case 16:
            if (KEY("identityProvider")) who->provider = str_of(v);
            break;
        /* Seen beside sessionContext in older records, inside it in newer ones. */
        case 28:
            if (KEY("sessionCredentialFromConsole")) who->from_console = is_true(v);
            break;
        default: break;
        }
    }
}

/* Keys of 9 letters: the crowd. */
static void take_field_9(struct decoding *d, const char *key, yyjson_val *v) {
    if (KEY("eventTime")) d->time = v;
    else if (KEY("eventName")) d->name = v;
    else if (KEY("eventType")) d->ev->type = str_of(v);
    else if (KEY("awsRegion")) d->ev->region = str_of(v);
    else if (KEY("userAgent")) d->ev->user_agent = str_of(v);
    else if (KEY("errorCode")) d->ev->error_code = telling(d, v);
    else d->odd |= ALIKE("eventName") || ALIKE("errorCode");
}

static void take_field(struct decoding *d, const char *key, size_t len, yyjson_val *v) {
    struct event *ev = d->ev;
    if (len > 12 && key[12] == '.') d->odd |= ALIKE("userIdentity"); /* flattened: "userIdentity.type" */
    switch (len) {
    case 7:
        if (KEY("eventID")) ev->id = str_of(v);
        break;
    case 8:
        if (KEY("readOnly")) ev->read_only = is_true(v);
        break;
    case 9: take_field_9(d, key, v); break;
    case 10:
        if (KEY("@timestamp")) d->timestamp = v;
        break;
    case 11:
        if (KEY("eventSource")) d->source = v;
        else d->odd |= ALIKE("eventSource");
        break;
    case 12:
        if (KEY("userIdentity")) take_identity(d, v);
        else if (KEY("eventVersion")) ev->version = str_of(v);
        else if (KEY("errorMessage")) ev->error_message = str_of(v);
        else d->odd |= ALIKE("userIdentity");
        break;
    case 13:
        if (KEY("eventCategory")) ev->category = str_of(v);
        else if (KEY("sharedEventID")) ev->shared_id = str_of(v);
        break;
    case 15:
        if (KEY("sourceIPAddress")) ev->source_ip = str_of(v);
        break;
    case 16:
        if (KEY("responseElements")) ev->response = unless_null(v);
        break;
    case 17:
        if (KEY("requestParameters")) ev->request = unless_null(v);
        break;
    case 18:
        if (KEY("recipientAccountId")) ev->account = str_of(v);
        break;
    case 19:
        if (KEY("additionalEventData")) ev->additional = unless_null(v);
        break;
    /* Where CloudTrail writes it today (user guide, "CloudTrail record contents"). */
    case 28:
        if (KEY("sessionCredentialFromConsole")) ev->who.from_console = is_true(v);
        break;
    default: break;
    }
}

/* The sign-in service reports through the response alone: {"ConsoleLogin": "Failure"}, {"SwitchRole": "Failure"}, … */
static bool signin_failed(const struct event *ev) {
    size_t at, count;
    yyjson_val *k, *v;
    if (!yyjson_is_obj(ev->response) || !slice_eq(ev->source, SLICE("signin.amazonaws.com"))) return false;
    yyjson_obj_foreach(ev->response, at, count, k, v) {
        if (slice_eq_fold(str_of(v), SLICE("Failure"))) return true;
    }
    return false;
}

static enum event_outcome outcome_of(const struct event *ev) {
    if (ev->error_code.len) return slice_eq_fold(ev->error_code, SLICE("Success")) ? EVENT_SUCCEEDED : EVENT_FAILED;
    if (ev->error_message.len) return EVENT_FAILED;
    return ev->response && signin_failed(ev) ? EVENT_FAILED : EVENT_SUCCEEDED;
}

#define PART_MAX 72 /* bytes of a part that are joined as they are */

/* What AWS promises to tell events apart. Parts behind one another, each behind its length, so that no two different
 * events join to the same bytes. */
static struct hash128 key_of_name(const struct event *ev) {
    const struct slice parts[] = {ev->id, ev->source, ev->name};
    char joined[sizeof ev->time + sizeof parts / sizeof *parts * (1 + PART_MAX)];
    size_t total = sizeof ev->time;
    memcpy(joined, &ev->time, sizeof ev->time);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        /* Longer than any that AWS writes: its hash stands for it, under a length that no text can have. */
        struct hash128 hashed;
        struct slice part = parts[i];
        if (part.len > PART_MAX) {
            hashed = hash128(part);
            part = slice_from((const char *)&hashed, sizeof hashed);
            joined[total++] = (char)0xff;
        } else {
            joined[total++] = (char)part.len;
        }
        memcpy(joined + total, part.ptr, part.len);
        total += part.len;
    }
    return hash128(slice_from(joined, total));
}

/* Beside it: who, from where, with what end. Hand-made logs use an ID again for another deed, and of two records under
 * one key only the first that is read would count. */
static struct hash128 key_of_parts(const struct event *ev) {
    const struct slice caller = ev->who.arn.len ? ev->who.arn : ev->who.principal_id;
    const struct slice parts[] = {ev->account, ev->region, ev->source_ip, ev->error_code, ev->who.access_key, caller};
    struct hash128 key = key_of_name(ev);
    uint64_t rest = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) rest = hash64_more(rest, parts[i]);
    return (struct hash128){key.hi ^ (rest << 32 | rest >> 32), key.lo ^ rest};
}

static struct hash128 key_of(const struct event *ev) {
    if (ev->id.len) return key_of_parts(ev);
    size_t len = 0;
    char *text = yyjson_val_write(ev->record, YYJSON_WRITE_NOFLAG, &len);
    struct hash128 key = hash128(slice_from(text, len));
    free(text);
    return key;
}

static const char *type_word(yyjson_val *v) {
    switch (yyjson_get_type(v)) {
    case YYJSON_TYPE_STR: return "a string";
    case YYJSON_TYPE_NUM: return "a number";
    case YYJSON_TYPE_ARR: return "an array";
    case YYJSON_TYPE_OBJ: return "an object";
    case YYJSON_TYPE_BOOL: return yyjson_is_true(v) ? "true" : "false";
    default: return "null";
    }
}

static bool need_text(const char *field, yyjson_val *v, struct slice *out, struct err *err) {
    if (yyjson_is_str(v) && unsafe_yyjson_get_len(v)) return *out = str_of(v), true;
    if (!v || yyjson_is_null(v) || yyjson_is_str(v)) return err_set(err, ERR_FORMAT, "the record has no %s", field);
    return err_set(err, ERR_FORMAT, "%s is %s, not a string", field, type_word(v));
}

/* Exports of query engines write "2026-03-03 13:02:11.000", without a zone; CloudTrail's times are UTC. */
static bool parse_time(struct slice text, int64_t *us) {
    char zoned[40];
    if (time_parse(text, us)) return true;
    if (text.len < 19 || text.len >= sizeof zoned || text.ptr[text.len - 1] < '0' || text.ptr[text.len - 1] > '9')
        return false;
    memcpy(zoned, text.ptr, text.len);
    zoned[text.len] = 'Z';
    return time_parse(slice_from(zoned, text.len + 1), us);
}

static bool need_time(const struct decoding *d, struct err *err) {
    struct slice text;
    yyjson_val *v = d->time && !yyjson_is_null(d->time) ? d->time : d->timestamp;
    if (!need_text("eventTime", v, &text, err)) return false;
    if (parse_time(text, &d->ev->time)) return true;
    return err_set(err, ERR_FORMAT, "eventTime \"%.*s\" is not a time", (int)(text.len > 40 ? 40 : text.len), text.ptr);
}

bool event_decode(yyjson_val *record, struct event *out, struct err *err) {
    struct decoding d = {.ev = out};
    size_t at, count;
    yyjson_val *k, *v;
    if (!yyjson_is_obj(record)) return err_set(err, ERR_FORMAT, "the record is %s, not an object", type_word(record));
    *out = (struct event){.record = record, .who.session_created = TIME_NONE};
    yyjson_obj_foreach(record, at, count, k, v) take_field(&d, unsafe_yyjson_get_str(k), unsafe_yyjson_get_len(k), v);
    if (!need_time(&d, err) || !need_text("eventName", d.name, &out->name, err) ||
        !need_text("eventSource", d.source, &out->source, err))
        return false;
    if (!out->account.len) out->account = out->who.account;
    out->outcome = outcome_of(out);
    out->plain = !d.odd;
    out->key = key_of(out);
    return true;
}
