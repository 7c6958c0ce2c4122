/* SPDX-License-Identifier: Apache-2.0 */
/* story/json.c: one function for each object of the format, in the order of its keys. See json.h. */
#include "story/json.h"

#include "base/jsonw.h"

enum { INDENT = 2 };

/* The id of an actor or a step by its index; null for none. */
static void put_actor_id(struct jsonw *jw, const struct story *story, const char *key, uint32_t actor) {
    jw_key(jw, key);
    if (actor == STORY_NONE) jw_null(jw);
    else jw_string(jw, story->actors[actor].id);
}

static void put_reasons(struct jsonw *jw, const struct story *story) {
    jw_key(jw, "score_reasons");
    jw_array(jw);
    for (size_t i = 0; i < story->reason_count; i++) {
        jw_object(jw);
        jw_kint(jw, "points", story->reasons[i].points);
        jw_kstring(jw, "reason", story->reasons[i].reason);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_credentials(struct jsonw *jw, const struct story_actor *actor) {
    jw_key(jw, "credentials");
    jw_array(jw);
    for (size_t i = 0; i < actor->credential_count; i++) {
        const struct story_credential *credential = &actor->credentials[i];
        jw_object(jw);
        jw_kstring(jw, "id", credential->id);
        jw_ktime(jw, "from", credential->from);
        jw_ktime(jw, "to", credential->to);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_addresses(struct jsonw *jw, const struct story_actor *actor) {
    jw_key(jw, "source_ips");
    jw_array(jw);
    for (size_t i = 0; i < actor->address_count; i++) {
        const struct story_address *address = &actor->addresses[i];
        jw_object(jw);
        jw_kstring(jw, "ip", address->ip);
        jw_kstring(jw, "country", address->country);
        jw_kstring(jw, "asn", address->asn);
        jw_ktime(jw, "from", address->from);
        jw_ktime(jw, "to", address->to);
        jw_kint(jw, "count", (int64_t)address->count);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_via(struct jsonw *jw, const struct story_actor *actor) {
    jw_key(jw, "via");
    if (slice_empty(actor->via_kind)) {
        jw_null(jw);
        return;
    }
    jw_object(jw);
    jw_kstring(jw, "kind", actor->via_kind);
    jw_kstring(jw, "event_id", actor->via_event);
    jw_ktime(jw, "at", actor->via_at);
    jw_kstring(jw, "label", actor->via_label);
    jw_kcstr(jw, "confidence", confidence_name(actor->via_confidence));
    jw_end_object(jw);
}

static void put_actor(struct jsonw *jw, const struct story *story, const struct story_actor *actor) {
    jw_object(jw);
    jw_kstring(jw, "id", actor->id);
    jw_kcstr(jw, "kind", actor_kind_name(actor->kind));
    jw_kstring(jw, "name", actor->name);
    jw_kstring(jw, "arn", actor->arn);
    jw_kstring(jw, "account", actor->account);
    put_credentials(jw, actor);
    put_addresses(jw, actor);
    jw_kstrings(jw, "user_agents", actor->user_agents, actor->user_agent_count);
    put_actor_id(jw, story, "parent", actor->parent);
    put_via(jw, actor);
    if (actor->source_identity.len) jw_kstring(jw, "source_identity", actor->source_identity);
    jw_end_object(jw);
}

static void put_step_events(struct jsonw *jw, const struct story_step *step) {
    jw_key(jw, "events");
    jw_array(jw);
    for (size_t i = 0; i < step->event_count; i++) jw_string(jw, step->events[i].id);
    jw_end_array(jw);
    if (step->events_truncated) jw_kbool(jw, "events_truncated", true);
}

static void put_resources(struct jsonw *jw, const struct story_step *step) {
    jw_key(jw, "resources");
    jw_array(jw);
    for (size_t i = 0; i < step->resource_count; i++) {
        jw_object(jw);
        jw_kstring(jw, "id", step->resources[i].id);
        jw_kstring(jw, "type", step->resources[i].type);
        jw_kstring(jw, "account", step->resources[i].account);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_step(struct jsonw *jw, const struct story *story, const struct story_step *step) {
    jw_object(jw);
    jw_kstring(jw, "id", step->id);
    put_actor_id(jw, story, "actor", step->actor);
    jw_kstring(jw, "tactic", step->tactic);
    jw_kstring(jw, "technique", step->technique);
    jw_kstring(jw, "title", step->title);
    jw_kstring(jw, "detail", step->detail);
    jw_kcstr(jw, "level", level_name(step->level));
    jw_kcstr(jw, "outcome", step_outcome_name(step->outcome));
    jw_ktime(jw, "from", step->from);
    jw_ktime(jw, "to", step->to);
    jw_kint(jw, "count", (int64_t)step->count);
    jw_kstrings(jw, "rules", step->rules, step->rule_count);
    put_step_events(jw, step);
    put_resources(jw, step);
    jw_end_object(jw);
}

static void put_edge(struct jsonw *jw, const struct story *story, const struct story_edge *edge) {
    jw_object(jw);
    jw_kstring(jw, "from", story->steps[edge->from].id);
    jw_kstring(jw, "to", story->steps[edge->to].id);
    jw_kstring(jw, "kind", edge->kind);
    jw_kstring(jw, "label", edge->label);
    jw_kstring(jw, "event_id", edge->event);
    jw_kcstr(jw, "confidence", confidence_name(edge->confidence));
    jw_end_object(jw);
}

static void put_graph(struct jsonw *jw, const struct story *story) {
    jw_key(jw, "actors");
    jw_array(jw);
    for (size_t i = 0; i < story->actor_count; i++) put_actor(jw, story, &story->actors[i]);
    jw_end_array(jw);
    jw_key(jw, "steps");
    jw_array(jw);
    for (size_t i = 0; i < story->step_count; i++) put_step(jw, story, &story->steps[i]);
    jw_end_array(jw);
    jw_key(jw, "edges");
    jw_array(jw);
    for (size_t i = 0; i < story->edge_count; i++) put_edge(jw, story, &story->edges[i]);
    jw_end_array(jw);
}

static void put_notes(struct jsonw *jw, const struct story *story) {
    jw_key(jw, "impact");
    jw_array(jw);
    for (size_t i = 0; i < story->impact_count; i++) {
        jw_object(jw);
        jw_kstring(jw, "kind", story->impacts[i].kind);
        jw_kstring(jw, "resource", story->impacts[i].resource);
        jw_kstring(jw, "title", story->impacts[i].title);
        jw_end_object(jw);
    }
    jw_end_array(jw);
    jw_key(jw, "blind_spots");
    jw_array(jw);
    for (size_t i = 0; i < story->blind_spot_count; i++) {
        jw_object(jw);
        jw_kstring(jw, "kind", story->blind_spots[i].kind);
        jw_kstring(jw, "title", story->blind_spots[i].title);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_signs(struct jsonw *jw, const struct story *story) {
    jw_key(jw, "signs");
    jw_array(jw);
    for (size_t i = 0; i < story->sign_count; i++) {
        jw_object(jw);
        jw_kstring(jw, "kind", story->signs[i].kind);
        jw_kstring(jw, "actor", story->actors[story->signs[i].actor].id);
        jw_ktime(jw, "at", story->signs[i].at);
        jw_kstring(jw, "title", story->signs[i].title);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_responses(struct jsonw *jw, const struct story *story) {
    jw_key(jw, "response");
    jw_array(jw);
    for (size_t i = 0; i < story->response_count; i++) {
        const struct story_response *response = &story->responses[i];
        jw_object(jw);
        jw_kstring(jw, "phase", response->phase);
        jw_kstring(jw, "title", response->title);
        jw_kstring(jw, "account", response->account);
        jw_kstring(jw, "region", response->region);
        jw_kstring(jw, "command", response->command);
        jw_kstring(jw, "why", response->why);
        jw_kbool(jw, "reversible", response->reversible);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

static void put_story(struct jsonw *jw, const struct story *story) {
    jw_object(jw);
    jw_kstring(jw, "id", story->id);
    jw_kstring(jw, "title", story->title);
    jw_kstring(jw, "summary", story->summary);
    jw_kcstr(jw, "level", level_name(story->level));
    jw_kint(jw, "score", story->score);
    put_reasons(jw, story);
    jw_ktime(jw, "from", story->from);
    jw_ktime(jw, "to", story->to);
    jw_kstrings(jw, "accounts", story->accounts, story->account_count);
    jw_kstrings(jw, "regions", story->regions, story->region_count);
    jw_kstrings(jw, "tactics", story->tactics, story->tactic_count);
    jw_kstrings(jw, "techniques", story->techniques, story->technique_count);
    put_graph(jw, story);
    put_notes(jw, story);
    put_signs(jw, story);
    put_responses(jw, story);
    jw_end_object(jw);
}

static void put_problems(struct jsonw *jw, const struct input_problem *problems, size_t count) {
    jw_array(jw);
    for (size_t i = 0; i < count; i++) {
        jw_object(jw);
        jw_kstring(jw, "path", problems[i].path);
        jw_kint(jw, "offset", (int64_t)problems[i].offset);
        jw_kstring(jw, "error", problems[i].error);
        jw_end_object(jw);
    }
    jw_end_array(jw);
}

/* At most as many as of other problems; a list that is cut says so. */
static void put_digests(struct jsonw *jw, const struct digest_stats *digests) {
    jw_object(jw);
    jw_kint(jw, "read", (int64_t)digests->read);
    jw_kint(jw, "verified_logs", (int64_t)digests->verified_logs);
    jw_kint(jw, "absent_logs", (int64_t)digests->absent_logs);
    jw_kint(jw, "signatures", (int64_t)digests->signatures);
    jw_key(jw, "problems");
    jw_array(jw);
    for (size_t i = 0; i < digests->listed && i < INPUT_PROBLEMS_MAX; i++) {
        jw_object(jw);
        jw_kstring(jw, "path", digests->problems[i].path);
        jw_kcstr(jw, "kind", digest_fault_name(digests->problems[i].fault));
        jw_kstring(jw, "error", digests->problems[i].error);
        jw_end_object(jw);
    }
    jw_end_array(jw);
    if (digests->problem_count > INPUT_PROBLEMS_MAX) jw_kint(jw, "problem_count", (int64_t)digests->problem_count);
    jw_end_object(jw);
}

static void put_input(struct jsonw *jw, const struct input_stats *input) {
    jw_object(jw);
    jw_kint(jw, "files", (int64_t)input->files);
    jw_key(jw, "failed_files");
    put_problems(jw, input->failed, input->failed_listed);
    /* A list that is cut says so: a key of its own, as the format gives failed_files no other shape. */
    if (input->failed_count > input->failed_listed) jw_kint(jw, "failed_files_count", (int64_t)input->failed_count);
    jw_kint(jw, "bytes", (int64_t)input->bytes);
    jw_kint(jw, "records", (int64_t)input->records);
    jw_kint(jw, "events", (int64_t)input->events);
    jw_kint(jw, "duplicates", (int64_t)input->duplicates);
    jw_key(jw, "malformed_records");
    if (input->malformed_count > INPUT_PROBLEMS_MAX) jw_int(jw, (int64_t)input->malformed_count);
    else put_problems(jw, input->malformed, input->malformed_listed);
    jw_ktime(jw, "from", input->from);
    jw_ktime(jw, "to", input->to);
    jw_kstrings(jw, "accounts", input->accounts, input->account_count);
    jw_kstrings(jw, "regions", input->regions, input->region_count);
    jw_kstrings(jw, "sources", input->sources, input->source_count);
    jw_key(jw, "digests");
    put_digests(jw, &input->digests);
    jw_end_object(jw);
}

static void put_rules(struct jsonw *jw, const struct ruleset *rules) {
    size_t count = 0;
    const struct rule_skipped *skipped = rules ? ruleset_skipped(rules, &count) : NULL;
    jw_object(jw);
    jw_kint(jw, "loaded", rules ? (int64_t)ruleset_loaded(rules) : 0);
    jw_key(jw, "skipped");
    jw_array(jw);
    for (size_t i = 0; i < count; i++) {
        jw_object(jw);
        jw_kstring(jw, "path", skipped[i].path);
        jw_kint(jw, "line", skipped[i].line);
        jw_kint(jw, "column", skipped[i].column);
        jw_kstring(jw, "error", skipped[i].error);
        jw_end_object(jw);
    }
    jw_end_array(jw);
    jw_end_object(jw);
}

static void put_observation(struct jsonw *jw, const struct observation *observation) {
    jw_object(jw);
    jw_kcstr(jw, "level", level_name(observation->level));
    jw_kstring(jw, "title", observation->title);
    jw_kstring(jw, "actor", observation->actor);
    jw_ktime(jw, "from", observation->from);
    jw_ktime(jw, "to", observation->to);
    jw_kint(jw, "count", (int64_t)observation->count);
    jw_kint(jw, "score", observation->score);
    jw_kstrings(jw, "rules", observation->rules, observation->rule_count);
    jw_end_object(jw);
}

static void put_head(struct jsonw *jw, const char *version) {
    jw_key(jw, "emaki");
    jw_object(jw);
    jw_kcstr(jw, "version", version);
    jw_kint(jw, "format", JSON_FORMAT);
    jw_end_object(jw);
}

void json_scan(const struct story_set *set, const char *version, struct buf *out) {
    struct jsonw jw;
    jw_init(&jw, out, INDENT, false);
    jw_object(&jw);
    put_head(&jw, version);
    jw_key(&jw, "input");
    put_input(&jw, &set->input);
    jw_key(&jw, "rules");
    put_rules(&jw, set->rules);
    jw_key(&jw, "alerts");
    jw_array(&jw);
    for (size_t i = 0; i < set->alert_count; i++) put_story(&jw, &set->alerts[i]);
    jw_end_array(&jw);
    jw_key(&jw, "observations");
    jw_array(&jw);
    for (size_t i = 0; i < set->observation_count; i++) put_observation(&jw, &set->observations[i]);
    jw_end_array(&jw);
    jw_end_object(&jw);
    buf_putc(out, '\n');
}

void json_story(const struct story *story, struct buf *out) {
    struct jsonw jw;
    jw_init(&jw, out, INDENT, false);
    put_story(&jw, story);
    buf_putc(out, '\n');
}
