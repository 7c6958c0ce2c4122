/* SPDX-License-Identifier: Apache-2.0 */
/* export/stix.c: STIX 2.1 (OASIS standard of 10 June 2021): a report a story, which refers to
 *
 *   attack-pattern   each technique, with MITRE's reference          user-account   each actor
 *   ipv4-addr        where actors called from                        observed-data  each step: who, from where, how
 * often
 *
 * and the identity that wrote it. Objects that several stories share stand once: their ids are made of what they are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/parts.h"
#include "lineage/lineage.h"

struct bundle {
    struct jsonw *jw;
    char author[STIX_ID_MAX];
    char (*written)[STIX_ID_MAX]; /* ids, so that each object stands once */
    size_t count, cap;
    char (*refs)[STIX_ID_MAX]; /* of the report at hand */
    size_t ref_count, ref_cap;
};

static bool listed(char (*list)[STIX_ID_MAX], size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], id) == 0) return true;
    return false;
}

static void push(char (**list)[STIX_ID_MAX], size_t *count, size_t *cap, const char *id) {
    if (*count == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        *list = mem_realloc(*list, *cap, sizeof **list);
    }
    memcpy((*list)[(*count)++], id, STIX_ID_MAX);
}

/* The report refers to the object; true when it is still to be written. */
static bool refer(struct bundle *b, const char *id) {
    if (!listed(b->refs, b->ref_count, id)) push(&b->refs, &b->ref_count, &b->ref_cap, id);
    if (listed(b->written, b->count, id)) return false;
    push(&b->written, &b->count, &b->cap, id);
    return true;
}

static void put_pattern(struct bundle *b, struct slice technique) {
    char id[STIX_ID_MAX];
    struct buf url;
    if (!technique.len) return;
    STIX_ID("attack-pattern", id, technique);
    if (!refer(b, id)) return;
    stix_begin(b->jw, "attack-pattern", id, INT64_C(1772496000) * US_PER_SECOND);
    jw_kcstr(b->jw, "created_by_ref", b->author);
    jw_kstring(b->jw, "name", technique_name(technique));
    jw_key(b->jw, "external_references");
    jw_array(b->jw);
    jw_object(b->jw);
    jw_kcstr(b->jw, "source_name", "mitre-attack");
    jw_kstring(b->jw, "external_id", technique);
    buf_init(&url);
    buf_puts(&url, "https://attack.mitre.org/techniques/");
    for (size_t i = 0; i < technique.len; i++) buf_putc(&url, technique.ptr[i] == '.' ? '/' : technique.ptr[i]);
    jw_kstring(b->jw, "url", buf_slice(&url));
    buf_release(&url);
    jw_end_object(b->jw);
    jw_end_array(b->jw);
    jw_end_object(b->jw);
}

static void actor_id(const struct story_actor *who, char *id) {
    STIX_ID("user-account", id, who->id);
}

static void put_actor(struct bundle *b, const struct story_actor *who) {
    char id[STIX_ID_MAX];
    actor_id(who, id);
    if (!refer(b, id)) return;
    stix_begin(b->jw, "user-account", id, TIME_NONE);
    jw_kstring(b->jw, "user_id", who->arn.len ? who->arn : who->id);
    jw_kstring(b->jw, "account_login", who->name.len ? who->name : who->id);
    jw_kstring(b->jw, "display_name", who->session.len ? who->session : who->name.len ? who->name : who->id);
    jw_end_object(b->jw);
}

/* Services, "AWS Internal" and what only looks like an address are none. */
static bool is_ipv4(struct slice ip) {
    uint32_t number;
    return ipv4_number(ip, &number);
}

static void put_address(struct bundle *b, struct slice ip) {
    char id[STIX_ID_MAX];
    STIX_ID("ipv4-addr", id, ip);
    if (!is_ipv4(ip) || !refer(b, id)) return;
    stix_begin(b->jw, "ipv4-addr", id, TIME_NONE);
    jw_kstring(b->jw, "value", ip);
    jw_end_object(b->jw);
}

static void put_observed(struct bundle *b, const struct story *st, const struct story_step *step) {
    char id[STIX_ID_MAX], who[STIX_ID_MAX], from[STIX_ID_MAX];
    struct slice ip = step->event_count ? step->events[0].source_ip : (struct slice){0};
    STIX_ID("observed-data", id, st->id, step->id);
    actor_id(&st->actors[step->actor], who);
    STIX_ID("ipv4-addr", from, ip);
    refer(b, id);
    stix_begin(b->jw, "observed-data", id, st->to);
    jw_kcstr(b->jw, "created_by_ref", b->author);
    stix_time(b->jw, "first_observed", step->from);
    stix_time(b->jw, "last_observed", step->to);
    jw_kint(b->jw, "number_observed", (int64_t)step->count);
    jw_key(b->jw, "object_refs");
    jw_array(b->jw);
    jw_cstr(b->jw, who);
    if (listed(b->refs, b->ref_count, from)) jw_cstr(b->jw, from);
    jw_end_array(b->jw);
    jw_key(b->jw, "external_references");
    jw_array(b->jw);
    jw_object(b->jw);
    jw_kcstr(b->jw, "source_name", "emaki step");
    jw_kstring(b->jw, "description", step->title.len ? step->title : SLICE("a step"));
    jw_end_object(b->jw);
    jw_end_array(b->jw);
    jw_end_object(b->jw);
}

static void put_report(struct bundle *b, const struct story *st) {
    char id[STIX_ID_MAX];
    STIX_ID("report", id, st->id);
    stix_begin(b->jw, "report", id, st->to);
    jw_kcstr(b->jw, "created_by_ref", b->author);
    jw_kstring(b->jw, "name", st->title.len ? st->title : st->id);
    jw_kstring(b->jw, "description", st->summary);
    jw_kstrings(b->jw, "report_types", (const struct slice[]){SLICE("observed-data")}, 1);
    stix_time(b->jw, "published", st->to);
    jw_kstrings(b->jw, "labels", (const struct slice[]){slice_cstr(level_name(st->level))}, 1);
    jw_key(b->jw, "object_refs");
    jw_array(b->jw);
    for (size_t i = 0; i < b->ref_count; i++) jw_cstr(b->jw, b->refs[i]);
    jw_end_array(b->jw);
    jw_end_object(b->jw);
}

void export_stix(const struct export_input *in, struct buf *out) {
    struct jsonw jw;
    struct bundle b = {.jw = &jw};
    jw_init(&jw, out, 2, false);
    stix_bundle_begin(&jw, in->alerts, in->count, "stix");
    stix_author(&jw, b.author);
    for (size_t a = 0; a < in->count; a++) {
        const struct story *st = &in->alerts[a];
        b.ref_count = 0;
        for (size_t i = 0; i < st->technique_count; i++) put_pattern(&b, st->techniques[i]);
        for (size_t i = 0; i < st->actor_count; i++) {
            put_actor(&b, &st->actors[i]);
            for (size_t k = 0; k < st->actors[i].address_count; k++) put_address(&b, st->actors[i].addresses[k].ip);
        }
        for (size_t i = 0; i < st->step_count; i++) put_observed(&b, st, &st->steps[i]);
        put_report(&b, st);
    }
    stix_bundle_end(&jw);
    buf_putc(out, '\n');
    free(b.written);
    free(b.refs);
}
