/* SPDX-License-Identifier: Apache-2.0 */
/* export/attack_flow.c: one story as MITRE's Attack Flow 2.0 (STIX 2.1 with the extension of
 * attack-flow-schema-2.0.0.json): a step is an attack-action whose effects are the steps that it leads to, an actor an
 * attack-asset that its steps act with. The flow starts at the steps that nothing leads to. */
#include "export/parts.h"

#define EXTENSION "extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4"
#define EXTENSION_AUTHOR "identity--d673f8cb-c168-42da-8ed4-0cb26725f86c"
#define EXTENSION_SINCE                                                                          \
    (INT64_C(1659468875143) * 1000) /* 2022-08-02T19:34:35.143Z, as the extension says of itself \
                                     */

struct flow {
    struct jsonw *jw;
    const struct story *st;
    char author[STIX_ID_MAX];
};

static void begin(struct flow *f, const char *type, const char *id) {
    stix_begin(f->jw, type, id, f->st->to);
    jw_kcstr(f->jw, "created_by_ref", f->author);
    jw_key(f->jw, "extensions");
    jw_object(f->jw);
    jw_key(f->jw, EXTENSION);
    jw_object(f->jw);
    jw_kcstr(f->jw, "extension_type", "new-sdo");
    jw_end_object(f->jw);
    jw_end_object(f->jw);
}

static void put_extension(struct jsonw *jw) {
    stix_begin(jw, "identity", EXTENSION_AUTHOR, EXTENSION_SINCE);
    jw_kcstr(jw, "created_by_ref", EXTENSION_AUTHOR);
    jw_kcstr(jw, "name", "MITRE Center for Threat-Informed Defense");
    jw_kcstr(jw, "identity_class", "organization");
    jw_end_object(jw);
    stix_begin(jw, "extension-definition", EXTENSION, EXTENSION_SINCE);
    jw_kcstr(jw, "created_by_ref", EXTENSION_AUTHOR);
    jw_kcstr(jw, "name", "Attack Flow");
    jw_kcstr(jw, "description", "Extends STIX 2.1 with features to create Attack Flows.");
    jw_kcstr(jw, "schema",
             "https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json");
    jw_kcstr(jw, "version", "2.0.0");
    jw_kstrings(jw, "extension_types", (const struct slice[]){SLICE("new-sdo")}, 1);
    jw_end_object(jw);
}

static void action_id(const struct flow *f, uint32_t step, char *id) {
    STIX_ID("attack-action", id, f->st->id, f->st->steps[step].id);
}

static void asset_id(const struct flow *f, uint32_t actor, char *id) {
    STIX_ID("attack-asset", id, f->st->id, f->st->actors[actor].id);
}

static void put_asset(struct flow *f, uint32_t actor) {
    char id[STIX_ID_MAX];
    const struct story_actor *who = &f->st->actors[actor];
    asset_id(f, actor, id);
    begin(f, "attack-asset", id);
    jw_kstring(f->jw, "name", who->name.len ? who->name : who->id);
    jw_kcstr(f->jw, "description", actor_kind_title(LANG_EN, who->kind));
    jw_end_object(f->jw);
}

static void put_effects(struct flow *f, uint32_t step) {
    bool any = false;
    char id[STIX_ID_MAX];
    for (size_t i = 0; i < f->st->edge_count; i++) {
        if (f->st->edges[i].from != step) continue;
        if (!any) jw_key(f->jw, "effect_refs"), jw_array(f->jw);
        any = true;
        action_id(f, f->st->edges[i].to, id);
        jw_cstr(f->jw, id);
    }
    if (any) jw_end_array(f->jw);
}

static void put_action(struct flow *f, uint32_t index) {
    char id[STIX_ID_MAX], asset[STIX_ID_MAX];
    const struct story_step *step = &f->st->steps[index];
    action_id(f, index, id);
    asset_id(f, step->actor, asset);
    begin(f, "attack-action", id);
    jw_kstring(f->jw, "name", step->title.len ? step->title : step->id);
    if (step->tactic.len) jw_kstring(f->jw, "tactic_id", step->tactic);
    if (step->technique.len) jw_kstring(f->jw, "technique_id", step->technique);
    jw_kstring(f->jw, "description", step->detail);
    stix_time(f->jw, "execution_start", step->from);
    stix_time(f->jw, "execution_end", step->to);
    jw_key(f->jw, "asset_refs");
    jw_array(f->jw);
    jw_cstr(f->jw, asset);
    jw_end_array(f->jw);
    put_effects(f, index);
    jw_end_object(f->jw);
}

static bool led_to(const struct story *st, uint32_t step) {
    for (size_t i = 0; i < st->edge_count; i++)
        if (st->edges[i].to == step) return true;
    return false;
}

static void put_flow(struct flow *f) {
    char id[STIX_ID_MAX];
    STIX_ID("attack-flow", id, f->st->id);
    begin(f, "attack-flow", id);
    jw_kstring(f->jw, "name", f->st->title.len ? f->st->title : f->st->id);
    jw_kstring(f->jw, "description", f->st->summary);
    jw_kcstr(f->jw, "scope", "incident");
    jw_key(f->jw, "start_refs");
    jw_array(f->jw);
    for (uint32_t i = 0; i < f->st->step_count; i++) {
        if (led_to(f->st, i)) continue;
        action_id(f, i, id);
        jw_cstr(f->jw, id);
    }
    jw_end_array(f->jw);
    jw_end_object(f->jw);
}

void export_attack_flow(const struct story *st, struct buf *out) {
    struct jsonw jw;
    struct flow f = {.jw = &jw, .st = st};
    jw_init(&jw, out, 2, false);
    stix_bundle_begin(&jw, st, 1, "attack-flow");
    put_extension(&jw);
    stix_author(&jw, f.author);
    put_flow(&f);
    for (uint32_t i = 0; i < st->actor_count; i++) put_asset(&f, i);
    for (uint32_t i = 0; i < st->step_count; i++) put_action(&f, i);
    stix_bundle_end(&jw);
    buf_putc(out, '\n');
}
