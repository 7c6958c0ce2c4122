/* SPDX-License-Identifier: Apache-2.0 */
/* story/facts.c: see facts.h. */
#include "story/facts.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "story/phrases.h"

void facts_init(struct facts *f, const struct ruleset *rules, enum lang lang) {
    *f = (struct facts){.rules = rules, .lang = lang, .from = TIME_NONE, .to = TIME_NONE};
    lineage_init(&f->lineage);
    common_init(&f->common, ruleset_count(rules));
    f->kept = mem_zalloc(ruleset_count(rules) + 1, sizeof *f->kept);
    arena_init(&f->raw_arena, 0);
    arena_init(&f->values, 0);
    buf_init(&f->scratch);
}

void facts_release(struct facts *f) {
    lineage_release(&f->lineage);
    common_release(&f->common);
    crowds_release(&f->crowds);
    arena_release(&f->raw_arena);
    arena_release(&f->values);
    buf_release(&f->scratch);
    free(f->kept);
    free(f->events);
    free(f->findings);
    free(f->presence);
    free(f->present);
    free(f->raws);
    places_release(&f->places);
    places_release(&f->hours);
    calls_release(&f->calls);
    free(f->marks);
    free(f->last_object);
    *f = (struct facts){0};
}

/* --- small sets by number --- */

static void mark(struct facts *f, uint32_t id, uint8_t what) {
    if (id >= f->mark_cap) {
        uint32_t cap = f->mark_cap ? f->mark_cap : 256;
        while (cap <= id) cap *= 2;
        f->marks = mem_realloc(f->marks, cap, 1);
        memset(f->marks + f->mark_cap, 0, cap - f->mark_cap);
        f->mark_cap = cap;
    }
    f->marks[id] |= what;
}

/* Marks a text, unless that was done lately; its number. */
static uint32_t mark_text(struct facts *f, struct lately *lately, struct slice text, uint8_t what) {
    if (!text.len) return 0;
    const size_t place = (text.len * 7 + (unsigned char)text.ptr[0] + 3u * (unsigned char)text.ptr[text.len / 2] +
                          5u * (unsigned char)text.ptr[text.len - 1]) %
                         LATELY_SLOTS;
    struct lately *slot = &lately[place];
    if (slot->len == text.len && memcmp(slot->text, text.ptr, text.len) == 0) return slot->id;
    uint32_t id = intern_id(&f->lineage.text, text);
    mark(f, id, what);
    if (text.len > LATELY_TEXT_MAX) return id;
    memcpy(slot->text, text.ptr, text.len);
    slot->len = (uint8_t)text.len;
    slot->id = id;
    return id;
}

static void note_place(struct facts *f, const struct event *ev) {
    const uint32_t minute = lineage_minute(ev->time);
    struct place_row row = {.account = mark_text(f, f->lately[0], ev->account, FACT_ACCOUNT),
                            .region = mark_text(f, f->lately[1], ev->region, FACT_REGION),
                            .source = mark_text(f, f->lately[2], ev->source, FACT_SOURCE),
                            .first = minute,
                            .last = minute};
    places_see(&f->places, &row);
    row.source = minute / 60;
    places_see(&f->hours, &row);
}

static void add_presence(struct facts *f, uint32_t actor, uint32_t object) {
    struct fact_presence presence = {object, f->present_count};
    bool same = f->presence_count && f->presence[f->presence_count - 1].object == object;
    if (!same) VEC_PUSH(f->presence, f->presence_count, f->presence_cap, presence);
    VEC_PUSH(f->present, f->present_count, f->present_cap, actor);
}

static void note_presence(struct facts *f, uint32_t actor, uint32_t object) {
    if (actor >= f->last_object_cap) {
        uint32_t cap = f->last_object_cap ? f->last_object_cap : 256;
        while (cap <= actor) cap *= 2;
        f->last_object = mem_realloc(f->last_object, cap, sizeof *f->last_object);
        memset(f->last_object + f->last_object_cap, 0, (cap - f->last_object_cap) * sizeof *f->last_object);
        f->last_object_cap = cap;
    }
    if (f->last_object[actor] == object + 1) return;
    f->last_object[actor] = object + 1;
    add_presence(f, actor, object);
}

static void widen(struct facts *f, int64_t from, int64_t to) {
    if (from == TIME_NONE) return;
    if (f->from == TIME_NONE || from < f->from) f->from = from;
    if (f->to == TIME_NONE || to > f->to) f->to = to;
}

/* --- findings --- */

static struct slice error_of(const struct event *ev) {
    if (ev->outcome == EVENT_SUCCEEDED) return (struct slice){0};
    if (ev->error_code.len) return ev->error_code;
    return ev->error_message.len ? ev->error_message : SLICE("Failure");
}

static uint32_t rendered(struct facts *f, struct slice template, const struct event *ev) {
    if (!template.len) return 0;
    buf_clear(&f->scratch);
    rule_render(template, ev, &f->scratch);
    return intern_id(&f->lineage.text, slice_sub(buf_slice(&f->scratch), 0, STEP_TEXT_MAX));
}

/* The title for one call: what was done, or that it was tried. */
static uint32_t rendered_step(struct facts *f, const struct rule_words *rule, const struct event *ev) {
    if (ev->outcome == EVENT_SUCCEEDED) return rendered(f, rule->step.len ? rule->step : rule->title, ev);
    if (rule->attempt.len) return rendered(f, rule->attempt, ev);
    buf_clear(&f->scratch);
    rule_render(rule->step.len ? rule->step : rule->title, ev, &f->scratch);
    struct slice tried = phrase_make(&f->values, f->lang, SAY_TRIED, PHRASE_VALUES(buf_slice(&f->scratch)));
    uint32_t id = intern_id(&f->lineage.text, slice_sub(tried, 0, STEP_TEXT_MAX));
    arena_reset(&f->values);
    return id;
}

/* The resource's name: the first value at its path. */
static uint32_t resource_of(struct facts *f, const struct rule_info *rule, const struct event *ev) {
    struct slice value;
    if (!rule->resource.len || !rule_values(rule->resource, ev, &f->values, &value, 1)) return 0;
    uint32_t id = intern_id(&f->lineage.text, slice_sub(value, 0, STEP_TEXT_MAX));
    arena_reset(&f->values);
    return id;
}

/* Whom it was shared with: all values, one a line. One more than are kept stands for everybody: what was not looked at
 * must not pass for ours. */
static uint32_t target_of(struct facts *f, const struct rule_info *rule, const struct event *ev) {
    struct slice values[TARGETS_MAX + 1];
    if (!rule->target.len) return 0;
    size_t count = rule_values(rule->target, ev, &f->values, values, TARGETS_MAX + 1);
    buf_clear(&f->scratch);
    for (size_t i = 0; i < count && i < TARGETS_MAX; i++) buf_printf(&f->scratch, "%.*s\n", SLICE_FMT(values[i]));
    if (count > TARGETS_MAX) buf_puts(&f->scratch, "*\n");
    arena_reset(&f->values);
    return intern_id(&f->lineage.text, buf_slice(&f->scratch));
}

static uint32_t add_event(struct facts *f, const struct event *ev, uint32_t actor, uint32_t object) {
    struct intern *text = &f->lineage.text;
    lineage_tell(&f->lineage, ev, actor);
    struct fact_event fact = {
        .key = ev->key,
        .time = ev->time,
        .actor = actor,
        .credential = lineage_credential(&f->lineage, ev),
        .id = lineage_event_id(&f->lineage, ev->id),
        .shared = intern_id(text, ev->shared_id),
        .source = intern_id(text, ev->source),
        .name = intern_id(text, ev->name),
        .region = intern_id(text, ev->region),
        .account = intern_id(text, ev->account),
        .ip = intern_id(text, ev->source_ip),
        .agent = intern_id(text, ev->user_agent),
        .error = intern_id(text, error_of(ev)),
        .object = object,
        .failed = ev->outcome == EVENT_FAILED,
        .own_copy = slice_eq(ev->account, ev->who.account),
    };
    VEC_PUSH(f->events, f->event_count, f->event_cap, fact);
    return (uint32_t)(f->event_count - 1);
}

static void add_finding(struct facts *f, const struct event *ev, uint32_t event, uint32_t rule) {
    const struct rule_info *info = ruleset_info(f->rules, rule);
    const struct rule_words *words = &info->words[f->lang];
    struct fact_finding finding = {
        .event = event,
        .rule = rule,
        .step = rendered_step(f, words, ev),
        .many = rendered(f, words->many, ev),
        .detail = rendered(f, info->detail, ev),
        .resource = resource_of(f, info, ev),
        .target = target_of(f, info, ev),
    };
    if (info->correlation_base) {
        buf_clear(&f->scratch);
        rule_corr_keys(f->rules, rule, ev, &f->scratch);
        finding.keys = intern_id(&f->lineage.text, buf_slice(&f->scratch));
    }
    VEC_PUSH(f->findings, f->finding_count, f->finding_cap, finding);
}

/* The raw records of the first `count` events alone. */
static void keep_raws(struct facts *f, size_t count) {
    struct arena arena;
    uint32_t kept = 0;
    if (!f->raw_count) return;
    struct slice *raws = mem_zalloc(f->raw_count, sizeof *raws);
    arena_init(&arena, 0);
    for (size_t i = 0; i < count; i++) {
        if (!f->events[i].raw) continue;
        raws[kept] = arena_dup(&arena, facts_raw(f, &f->events[i]));
        f->events[i].raw = ++kept & FACT_RAW_MAX;
    }
    free(f->raws);
    arena_release(&f->raw_arena);
    f->raw_arena = arena;
    f->raw_cap = f->raw_count;
    f->raw_count = kept;
    f->raws = raws;
}

/* Of the events only those that the first `findings` findings name; these are numbered anew. */
static void drop_events(struct facts *f, size_t findings) {
    uint32_t *number = mem_zalloc(f->event_count, sizeof *number); /* the event's new one + 1 */
    size_t events = 0, before = f->event_count;
    for (size_t i = 0; i < findings; i++) number[f->findings[i].event] = 1;
    for (size_t i = 0; i < f->event_count; i++) {
        if (!number[i]) continue;
        f->events[events] = f->events[i];
        number[i] = (uint32_t)++events;
    }
    for (size_t i = 0; i < findings; i++) f->findings[i].event = number[f->findings[i].event] - 1;
    f->finding_count = findings;
    f->event_count = events;
    free(number);
    if (events < before) keep_raws(f, events);
}

/* Forgets the findings of common rules, and events that have no other. */
static void drop_common(struct facts *f) {
    size_t findings = 0;
    for (size_t i = 0; i < f->finding_count; i++)
        if (!common_everywhere(&f->common, f->findings[i].rule)) f->findings[findings++] = f->findings[i];
    drop_events(f, findings);
}

bool facts_ask(const struct rule_info *rule) {
    return rule->correlation_base || rule->level > LEVEL_INFORMATIONAL;
}

/* Whether pass 1 keeps a finding of this rule. One of a rule that nearly everybody sets off is only counted. */
static bool keeps(struct facts *f, uint32_t rule, uint32_t actor, int64_t time) {
    const struct rule_info *info = ruleset_info(f->rules, rule);
    if (!facts_ask(info)) return false;
    if (info->correlation_base || !common_possible(info->level)) return true;
    if (common_note(&f->common, rule, actor, f->lineage.actors[actor].kind, time)) drop_common(f);
    return !common_everywhere(&f->common, rule);
}

/* Services, callers of other accounts and nobody have no history of their own. */
static void note_call(struct facts *f, const struct event *ev, uint32_t actor) {
    const struct actor *a = &f->lineage.actors[actor];
    if (f->calls.full || a->kind == ACTOR_SERVICE || a->kind == ACTOR_ACCOUNT || a->kind == ACTOR_ANONYMOUS) return;
    struct call_row row = call_of(a, actor, call_api(ev->source, ev->name));
    row.first = lineage_minute(ev->time);
    calls_see(&f->calls, &row);
}

void facts_add(struct facts *f, const struct event *ev, const uint32_t *rules, size_t rule_count, uint32_t object) {
    uint32_t actor = lineage_see(&f->lineage, ev);
    note_place(f, ev);
    note_call(f, ev, actor);
    note_presence(f, actor, object);
    widen(f, ev->time, ev->time);
    if (slice_eq(ev->category, SLICE("Data"))) f->data_events++;
    if (link_possible(ev)) lineage_link(&f->lineage, ev, actor, object);
    /* All are asked before the first is kept: dropping renumbers the events. */
    size_t kept = 0;
    for (size_t i = 0; i < rule_count; i++)
        if (keeps(f, rules[i], actor, ev->time)) f->kept[kept++] = rules[i];
    if (!kept) return;
    uint32_t event = add_event(f, ev, actor, object);
    for (size_t i = 0; i < kept; i++) add_finding(f, ev, event, f->kept[i]);
}

/* --- pass 2 --- */

void facts_set_common(struct facts *f, const struct facts *first) {
    common_copy(&f->common, &first->common);
}

int actor_span_order(const void *left, const void *right) {
    const struct actor_span *a = left, *b = right;
    return hash128_cmp(a->key, b->key);
}

const struct actor_span *actor_set_find(const struct actor_set *set, struct hash128 key) {
    const struct actor_span wanted = {.key = key};
    return set->count ? bsearch(&wanted, set->list, set->count, sizeof *set->list, actor_span_order) : NULL;
}

bool facts_wants(struct facts *f, const struct event *ev, const struct actor_set *wanted) {
    struct actor_view view;
    actor_identify(ev, &f->scratch, &view);
    const struct actor_span *span = actor_set_find(wanted, view.key);
    return span && ev->time >= span->from && ev->time <= span->to;
}

static void keep_raw(struct facts *f, struct fact_event *event, struct slice json) {
    if (f->raw_count == FACT_RAW_MAX) return; /* far beyond what a page shows of them */
    struct slice raw = arena_dup(&f->raw_arena, json);
    VEC_PUSH(f->raws, f->raw_count, f->raw_cap, raw);
    event->raw = f->raw_count & FACT_RAW_MAX;
}

/* --- crowds --- */

struct crowd_member {
    uint32_t finding;
    struct crowd *crowd;
};

static int by_crowd(const void *left, const void *right, void *ctx) {
    const struct crowd_member *a = left, *b = right;
    const struct facts *f = ctx;
    if (a->crowd != b->crowd) return a->crowd < b->crowd ? -1 : 1;
    const struct fact_event *x = &f->events[f->findings[a->finding].event],
                            *y = &f->events[f->findings[b->finding].event];
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return hash128_cmp(x->key, y->key);
}

static struct crowd *crowd_of(struct facts *f, const struct fact_finding *n) {
    const struct fact_event *e = &f->events[n->event];
    return facts_ask(ruleset_info(f->rules, n->rule)) ? NULL : crowds_of(&f->crowds, e->actor, n->rule, e->failed);
}

/* The members of crowds that hold too many, sorted by crowd and time. */
static struct crowd_member *members_of(struct facts *f, size_t *count) {
    struct crowd_member *members = mem_alloc(f->finding_count * sizeof *members);
    *count = 0;
    for (uint32_t i = 0; i < f->finding_count; i++) {
        struct crowd *crowd = crowd_of(f, &f->findings[i]);
        if (crowd && crowd->kept > CONTEXT_KEPT_MAX) members[(*count)++] = (struct crowd_member){i, crowd};
    }
    if (*count) qsort_r(members, *count, sizeof *members, by_crowd, f);
    return members;
}

void facts_cut_crowds(struct facts *f) {
    size_t count, kept = 0;
    if (!f->finding_count) return;
    struct crowd_member *members = members_of(f, &count);
    uint8_t *late = mem_zalloc(f->finding_count, 1);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && members[to].crowd == members[from].crowd; to++)
            late[members[to].finding] = to - from >= CONTEXT_KEPT_MAX;
        members[from].crowd->kept = CONTEXT_KEPT_MAX;
    }
    for (size_t i = 0; i < f->finding_count; i++)
        if (!late[i]) f->findings[kept++] = f->findings[i];
    free(members);
    free(late);
    if (kept < f->finding_count) drop_events(f, kept);
}

/* Counts the last findings. Cutting costs a sort, so twice as many may gather. */
static void count_crowds(struct facts *f, size_t findings) {
    bool full = false;
    for (size_t i = f->finding_count - findings; i < f->finding_count; i++) {
        struct crowd *crowd = crowd_of(f, &f->findings[i]);
        if (!crowd) continue;
        crowd->total++;
        full |= ++crowd->kept >= 2 * CONTEXT_KEPT_MAX;
    }
    if (full) facts_cut_crowds(f);
}

static void merge_crowds(struct facts *into, const struct facts *from, const uint32_t *actors) {
    for (size_t i = 0; i < from->crowds.cap; i++) {
        const struct crowd *one = &from->crowds.slots[i];
        if (!one->total) continue;
        struct crowd *crowd = crowds_of(&into->crowds, actors[one->actor], one->rule, one->failed);
        crowd->total += one->total;
        crowd->kept += one->kept;
    }
}

void facts_add_detail(struct facts *f, const struct event *ev, const uint32_t *rules, size_t rule_count,
                      uint32_t object, bool raw) {
    uint32_t actor = lineage_see(&f->lineage, ev);
    lineage_tell(&f->lineage, ev, actor);
    size_t kept = 0;
    for (size_t i = 0; i < rule_count; i++)
        if (!common_everywhere(&f->common, rules[i])) f->kept[kept++] = rules[i];
    if (!kept) return;
    uint32_t event = add_event(f, ev, actor, object);
    for (size_t i = 0; i < kept; i++) add_finding(f, ev, event, f->kept[i]);
    size_t len;
    char *json = raw ? yyjson_val_write(ev->record, YYJSON_WRITE_NOFLAG, &len) : NULL;
    if (json) keep_raw(f, &f->events[event], slice_from(json, len));
    free(json);
    count_crowds(f, kept);
}

/* --- merging --- */

static void merge_events(struct facts *into, const struct facts *from, const uint32_t *actors, const uint32_t *text) {
    for (size_t i = 0; i < from->event_count; i++) {
        struct fact_event e = from->events[i];
        uint32_t *const ids[] = {&e.credential, &e.shared, &e.source, &e.name, &e.region,
                                 &e.account,    &e.ip,     &e.agent,  &e.error};
        for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++) *ids[k] = text[*ids[k]];
        e.id = lineage_event_id_map(e.id, text);
        e.actor = actors[e.actor];
        if (e.raw) keep_raw(into, &e, facts_raw(from, &from->events[i]));
        VEC_PUSH(into->events, into->event_count, into->event_cap, e);
    }
}

static void merge_findings(struct facts *into, const struct facts *from, size_t first_event, const uint32_t *text) {
    for (size_t i = 0; i < from->finding_count; i++) {
        struct fact_finding n = from->findings[i];
        uint32_t *const ids[] = {&n.step, &n.many, &n.detail, &n.resource, &n.target, &n.keys};
        for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++) *ids[k] = text[*ids[k]];
        n.event += (uint32_t)first_event;
        VEC_PUSH(into->findings, into->finding_count, into->finding_cap, n);
    }
}

void facts_merge(struct facts *into, struct facts *from) {
    uint32_t text_count = from->lineage.text.len;
    uint32_t *text = mem_zalloc(text_count, sizeof *text);
    uint32_t *actors = mem_zalloc(from->lineage.actor_count, sizeof *actors);
    size_t first_event = into->event_count;
    lineage_merge(&into->lineage, &from->lineage, actors, text);
    merge_events(into, from, actors, text);
    merge_findings(into, from, first_event, text);
    common_merge(&into->common, &from->common, actors, into->lineage.actors);
    merge_crowds(into, from, actors);
    drop_common(into);
    for (size_t i = 0; i < from->presence_count; i++)
        for (uint32_t k = from->presence[i].from; k < facts_presence_end(from, i); k++)
            add_presence(into, actors[from->present[k]], from->presence[i].object);
    for (uint32_t id = 0; id < from->mark_cap && id < text_count; id++)
        if (from->marks[id]) mark(into, text[id], from->marks[id]);
    for (size_t i = 0; i < from->places.count; i++) {
        struct place_row row = from->places.rows[i];
        row.account = text[row.account], row.region = text[row.region], row.source = text[row.source];
        places_see(&into->places, &row);
    }
    for (size_t i = 0; i < from->hours.count; i++) {
        struct place_row row = from->hours.rows[i];
        row.account = text[row.account], row.region = text[row.region];
        places_see(&into->hours, &row);
    }
    if (from->calls.full) calls_fill(&into->calls);
    for (size_t i = 0; i < from->calls.count; i++) {
        struct call_row row = from->calls.rows[i];
        if (row.role) row.role = text[row.role];
        else row.actor = actors[row.actor];
        calls_see(&into->calls, &row);
    }
    widen(into, from->from, from->to);
    into->data_events += from->data_events;
    free(text);
    free(actors);
    facts_release(from);
}
