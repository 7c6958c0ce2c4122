/* SPDX-License-Identifier: Apache-2.0 */
/* detect/paths.c: dotted field paths as small numbers, each knowing its parent. */
#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"
#include "detect/rule.h"

struct place {
    const char *path;
    size_t offset;
};

/* Values that event_decode takes from just these places, and nowhere else. */
static const struct place OBJECTS[] = {
    {"additionalEventData", offsetof(struct event, additional)},
    {"requestParameters", offsetof(struct event, request)},
    {"responseElements", offsetof(struct event, response)},
};

/* And strings. */
static const struct place KNOWN[] = {
    {"awsRegion", offsetof(struct event, region)},
    {"errorCode", offsetof(struct event, error_code)},
    {"errorMessage", offsetof(struct event, error_message)},
    {"eventName", offsetof(struct event, name)},
    {"eventSource", offsetof(struct event, source)},
    {"eventType", offsetof(struct event, type)},
    {"sourceIPAddress", offsetof(struct event, source_ip)},
    {"userAgent", offsetof(struct event, user_agent)},
    {"userIdentity.accessKeyId", offsetof(struct event, who.access_key)},
    {"userIdentity.arn", offsetof(struct event, who.arn)},
    {"userIdentity.invokedBy", offsetof(struct event, who.invoked_by)},
    {"userIdentity.principalId", offsetof(struct event, who.principal_id)},
    {"userIdentity.sessionContext.sessionIssuer.arn", offsetof(struct event, who.issuer_arn)},
    {"userIdentity.sessionContext.sessionIssuer.type", offsetof(struct event, who.issuer_type)},
    {"userIdentity.sessionContext.sessionIssuer.userName", offsetof(struct event, who.issuer_name)},
    {"userIdentity.type", offsetof(struct event, who.type)},
    {"userIdentity.userName", offsetof(struct event, who.user_name)},
};

/* No known string stands at offset 0: that is eventID, which is not looked for often. */
static uint16_t offset_of(struct slice text, const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (slice_eq(text, slice_cstr(places[i].path))) return (uint16_t)places[i].offset;
    return 0;
}

void paths_init(struct paths *paths) {
    *paths = (struct paths){0};
    intern_init(&paths->names);
    paths->cap = 64;
    paths->nodes = mem_zalloc(paths->cap, sizeof *paths->nodes); /* id 0: the record */
}

void paths_release(struct paths *paths) {
    intern_release(&paths->names);
    free(paths->nodes);
    *paths = (struct paths){0};
}

static size_t last_dot(struct slice text) {
    for (size_t i = text.len; i-- > 0;)
        if (text.ptr[i] == '.') return i;
    return SIZE_MAX;
}

static uint32_t add_path(struct paths *paths, struct slice text, uint32_t parent, struct slice key) {
    uint32_t known = paths->names.len;
    uint32_t id = intern_id(&paths->names, text);
    if (id < known) return id;
    while (id >= paths->cap) {
        paths->cap *= 2;
        paths->nodes = mem_realloc(paths->nodes, paths->cap, sizeof *paths->nodes);
    }
    struct slice kept = intern_str(&paths->names, id);
    paths->nodes[id] = (struct path_node){.parent = parent,
                                          .key = slice_sub(kept, kept.len - key.len, kept.len),
                                          .text = kept,
                                          .known = offset_of(kept, KNOWN, sizeof KNOWN / sizeof *KNOWN),
                                          .object = offset_of(kept, OBJECTS, sizeof OBJECTS / sizeof *OBJECTS)};
    return id;
}

/* From the front, so that parents are there first; the field's length is bounded by RULE_FIELD_BYTES_MAX. */
uint32_t paths_id(struct paths *paths, struct slice text) {
    uint32_t parent = PATH_ROOT;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '.') continue;
        struct slice part = slice_sub(text, 0, i);
        size_t dot = last_dot(part);
        parent = add_path(paths, part, parent, dot == SIZE_MAX ? part : slice_sub(part, dot + 1, part.len));
    }
    return parent;
}
