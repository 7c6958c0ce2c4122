/* SPDX-License-Identifier: Apache-2.0 */
/* export/ocsf.c: OCSF 1.5, Detection Finding (class 2004 of category 2), one object a line.
 *
 * Times are milliseconds since 1970. `attacks` has each pair of tactic and technique once; `evidences` a call a step,
 * the first; `resources` what was acted on. Enumerations: severity_id 1 informational … 5 critical; activity 1 Create;
 * status 1 New; account.type_id 10 AWS Account.
 */
#include "export/parts.h"

static int64_t ms(int64_t us) {
    return us / 1000;
}

static void put_technique(struct jsonw *jw, struct slice id) {
    struct slice parent = technique_parent(id);
    jw_key(jw, "technique");
    jw_object(jw);
    jw_kstring(jw, "name", technique_name(parent));
    jw_kstring(jw, "uid", parent);
    jw_end_object(jw);
    if (parent.len == id.len) return;
    jw_key(jw, "sub_technique");
    jw_object(jw);
    jw_kstring(jw, "name", technique_name(id));
    jw_kstring(jw, "uid", id);
    jw_end_object(jw);
}

static bool known_before(const struct story *st, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (!st->steps[i].context && slice_eq(st->steps[i].tactic, st->steps[index].tactic) &&
            slice_eq(st->steps[i].technique, st->steps[index].technique))
            return true;
    return false;
}

static void put_attacks(struct jsonw *jw, const struct story *st) {
    jw_key(jw, "attacks");
    jw_array(jw);
    for (size_t i = 0; i < st->step_count; i++) {
        const struct story_step *step = &st->steps[i];
        if (!step->technique.len || step->context || known_before(st, i)) continue;
        jw_object(jw);
        jw_key(jw, "tactic");
        jw_object(jw);
        jw_kcstr(jw, "name", tactic_title(LANG_EN, step->tactic));
        jw_end_object(jw);
        put_technique(jw, step->technique);
        jw_kcstr(jw, "version", "17");
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_finding(struct jsonw *jw, const struct story *st) {
    jw_key(jw, "finding_info");
    jw_object(jw);
    jw_kstring(jw, "uid", st->id);
    jw_kstring(jw, "title", st->title);
    jw_kstring(jw, "desc", st->summary);
    jw_kint(jw, "first_seen_time", ms(st->from));
    jw_kint(jw, "last_seen_time", ms(st->to));
    jw_kint(jw, "created_time", ms(st->to));
    jw_kstrings(jw, "data_sources", (const struct slice[]){SLICE("AWS CloudTrail")}, 1);
    put_attacks(jw, st);
    jw_end_object(jw);
}

static void put_metadata(struct jsonw *jw, const char *version) {
    jw_key(jw, "metadata");
    jw_object(jw);
    jw_kcstr(jw, "version", "1.5.0");
    jw_key(jw, "product");
    jw_object(jw);
    jw_kcstr(jw, "name", "emaki");
    jw_kcstr(jw, "vendor_name", "emaki");
    jw_kcstr(jw, "version", version);
    jw_end_object(jw);
    jw_kstrings(jw, "profiles", (const struct slice[]){SLICE("cloud")}, 1);
    jw_end_object(jw);
}

static void put_cloud(struct jsonw *jw, const struct story *st) {
    jw_key(jw, "cloud");
    jw_object(jw);
    jw_kcstr(jw, "provider", "AWS");
    if (st->account_count) {
        jw_key(jw, "account");
        jw_object(jw);
        jw_kstring(jw, "name", st->accounts[0]);
        jw_kstring(jw, "uid", st->accounts[0]);
        jw_kcstr(jw, "type", "AWS Account");
        jw_kint(jw, "type_id", 10);
        jw_end_object(jw);
    }
    if (st->region_count) jw_kstring(jw, "region", st->regions[0]);
    jw_end_object(jw);
}

static void put_evidence(struct jsonw *jw, const struct story *st, const struct story_step *step) {
    const struct story_actor *who = &st->actors[step->actor];
    const struct story_event *e = &step->events[0];
    jw_object(jw);
    jw_kstring(jw, "name", step->title);
    jw_key(jw, "api");
    jw_object(jw);
    jw_kstring(jw, "operation", e->name);
    jw_key(jw, "service");
    jw_object(jw);
    jw_kstring(jw, "name", e->source);
    jw_kstring(jw, "uid", e->source);
    jw_kcstr(jw, "version", "unknown"); /* optional, but readers of this format want one */
    jw_end_object(jw);
    jw_end_object(jw);
    jw_key(jw, "actor");
    jw_object(jw);
    jw_key(jw, "user");
    jw_object(jw);
    jw_kstring(jw, "name", who->name);
    jw_kstring(jw, "uid", who->arn.len ? who->arn : who->id);
    jw_kcstr(jw, "type", actor_kind_title(LANG_EN, who->kind));
    jw_end_object(jw);
    jw_end_object(jw);
    if (e->source_ip.len) {
        jw_key(jw, "src_endpoint");
        jw_object(jw);
        jw_kstring(jw, "ip", e->source_ip);
        jw_end_object(jw);
    }
    jw_key(jw, "data");
    jw_object(jw);
    jw_kstring(jw, "event_id", e->id);
    jw_kint(jw, "count", (int64_t)step->count);
    jw_kcstr(jw, "outcome", step_outcome_name(step->outcome));
    jw_end_object(jw);
    jw_end_object(jw);
}

static void put_evidences(struct jsonw *jw, const struct story *st) {
    jw_key(jw, "evidences");
    jw_array(jw);
    for (size_t i = 0; i < st->step_count; i++)
        if (st->steps[i].event_count) put_evidence(jw, st, &st->steps[i]);
    jw_end_array(jw);
    jw_key(jw, "resources");
    jw_array(jw);
    for (size_t i = 0; i < st->step_count; i++)
        for (size_t k = 0; !st->steps[i].context && k < st->steps[i].resource_count; k++) {
            const struct story_resource *r = &st->steps[i].resources[k];
            jw_object(jw);
            jw_kstring(jw, "uid", r->id);
            jw_kstring(jw, "name", r->id);
            jw_kstring(jw, "type", r->type);
            jw_end_object(jw);
        }
    jw_end_array(jw);
}

void export_ocsf(const struct export_input *in, struct buf *out) {
    static const char *const severities[] = {"Informational", "Low", "Medium", "High", "Critical"};
    for (size_t a = 0; a < in->count; a++) {
        const struct story *st = &in->alerts[a];
        struct jsonw jw;
        jw_init(&jw, out, 0, false);
        jw_object(&jw);
        jw_kint(&jw, "category_uid", 2);
        jw_kcstr(&jw, "category_name", "Findings");
        jw_kint(&jw, "class_uid", 2004);
        jw_kcstr(&jw, "class_name", "Detection Finding");
        jw_kint(&jw, "activity_id", 1);
        jw_kcstr(&jw, "activity_name", "Create");
        jw_kint(&jw, "type_uid", 200401);
        jw_kcstr(&jw, "type_name", "Detection Finding: Create");
        jw_kint(&jw, "time", ms(st->to));
        jw_kint(&jw, "start_time", ms(st->from));
        jw_kint(&jw, "end_time", ms(st->to));
        jw_kint(&jw, "severity_id", (int64_t)st->level + 1);
        jw_kcstr(&jw, "severity", severities[st->level]);
        jw_kint(&jw, "status_id", 1);
        jw_kcstr(&jw, "status", "New");
        jw_kint(&jw, "risk_score", st->score);
        jw_kstring(&jw, "message", st->title);
        put_metadata(&jw, in->version);
        put_finding(&jw, st);
        put_cloud(&jw, st);
        put_evidences(&jw, st);
        jw_end_object(&jw);
        buf_putc(out, '\n');
    }
}
