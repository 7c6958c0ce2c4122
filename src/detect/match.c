/* SPDX-License-Identifier: Apache-2.0 */
/* detect/match.c: one event against the rule set.
 *
 * The dispatch table gives the rules that can match, special.c what is left of them for the kind of call; each
 * is evaluated with short circuits. What is looked up is kept for the event: values by path, texts folded and hashed,
 * results of shared searches. Everything kept carries the event's number, so nothing is cleared between events, and the
 * memory is reused: a matcher stops allocating once it has seen its APIs and its largest event. One thread at a time;
 * the rule set is shared and only read.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/pattern.h"
#include "detect/special.h"
#include "detect/values.h"
#include "detect/verdicts.h"

/* One value of a field. Texts are made when first asked for. */
struct fval {
    yyjson_val *json; /* NULL: a string that the event holds decoded */
    struct slice text, folded;
    uint64_t hash;
    bool has_text, has_folded, has_hash, textless;
    bool tried_address, has_address;
    struct cidr address;
};

struct field_slot {
    uint64_t epoch;
    bool exists; /* the key is there, be it null or an empty array */
    uint32_t from, count;
    uint8_t *verdicts; /* on its only text; NULL: not yet looked up */
};

struct matcher {
    const struct ruleset *rs;
    uint64_t epoch; /* the event's number */
    const struct event *event;
    struct arena arena; /* texts of this event */
    struct buf json;
    struct field_slot *fields; /* by path id */
    struct fval *values;
    size_t value_count, value_cap;
    uint64_t *memos;           /* epoch * 2 + result */
    struct verdicts *verdicts; /* by path id */
    uint64_t root_keys;        /* which keys the record can have, see key_bit; 0: not yet looked */
    struct special_kind kind;  /* the event's */
    struct specials specials;  /* the rules by kind */
    uint32_t *hits;
    size_t hit_count;
    pcre2_code **regexes; /* by number: our own copy, with machine code; NULL before its first run */
    pcre2_match_data *match_data;
    pcre2_match_context *match_context;
    pcre2_jit_stack *jit_stack;
};

#define MATCHER_CHUNK (256u * 1024u)

struct matcher *matcher_new(const struct ruleset *rs) {
    struct matcher *m = mem_zalloc(1, sizeof *m);
    m->rs = rs;
    arena_init(&m->arena, MATCHER_CHUNK);
    buf_init(&m->json);
    m->fields = mem_zalloc(rs->paths.names.len + 1u, sizeof *m->fields);
    m->memos = mem_zalloc(rs->memos + 1u, sizeof *m->memos);
    m->verdicts = mem_zalloc(rs->paths.names.len + 1u, sizeof *m->verdicts);
    for (uint32_t i = 0; i < rs->paths.names.len; i++) verdicts_init(&m->verdicts[i], rs->paths.nodes[i].items);
    specials_init(&m->specials, rs);
    m->hits = mem_zalloc(rs->rule_count + 1, sizeof *m->hits);
    m->regexes = mem_zalloc(rs->regex_count + 1, sizeof *m->regexes);
    m->match_data = pcre2_match_data_create(1, NULL);
    m->match_context = pcre2_match_context_create(NULL);
    m->jit_stack = pcre2_jit_stack_create(32u * 1024u, REGEX_HEAP_KIB * 1024u, NULL);
    if (!m->match_data || !m->match_context) mem_exhausted(sizeof *m);
    pcre2_set_match_limit(m->match_context, REGEX_MATCH_LIMIT);
    pcre2_set_depth_limit(m->match_context, REGEX_DEPTH_LIMIT);
    pcre2_set_heap_limit(m->match_context, REGEX_HEAP_KIB);
    if (m->jit_stack) pcre2_jit_stack_assign(m->match_context, NULL, m->jit_stack);
    return m;
}

void matcher_ask(struct matcher *m, bool (*asked)(const struct rule_info *rule)) {
    m->specials.asked = asked;
}

void matcher_free(struct matcher *m) {
    if (!m) return;
    arena_release(&m->arena);
    buf_release(&m->json);
    pcre2_match_data_free(m->match_data);
    pcre2_match_context_free(m->match_context);
    pcre2_jit_stack_free(m->jit_stack);
    free(m->fields);
    free(m->values);
    free(m->memos);
    for (uint32_t i = 0; i < m->rs->paths.names.len; i++) verdicts_release(&m->verdicts[i]);
    free(m->verdicts);
    specials_release(&m->specials);
    for (size_t i = 0; i < m->rs->regex_count; i++) pcre2_code_free(m->regexes[i]);
    free(m->regexes);
    free(m->hits);
    free(m);
}

/* --- values of fields --- */

struct collect {
    struct matcher *m;
    size_t from;
};

static bool collect_value(void *ctx, yyjson_val *json) {
    struct collect *c = ctx;
    struct matcher *m = c->m;
    if (m->value_count - c->from >= FIELD_VALUES_MAX) return false;
    struct fval value = {.json = json};
    VEC_PUSH(m->values, m->value_count, m->value_cap, value);
    return true;
}

static void collect_key(struct collect *c, struct field_slot *slot, yyjson_val *object, struct slice key) {
    yyjson_val *json = value_get(object, key);
    if (!json) return;
    slot->exists = true;
    value_each(json, collect_value, c, 0);
}

/* One of 64 bits for a key, whatever its case. */
static uint64_t key_bit(struct slice key) {
    unsigned second = key.len > 1 ? (unsigned char)ascii_lower(key.ptr[1]) : 0;
    return UINT64_C(1) << ((key.len + second * 7) & 63);
}

/* Most fields that rules ask for are absent: one walk over the record's keys settles most of them. */
static void collect_root(struct collect *c, struct field_slot *slot, struct slice key) {
    struct matcher *m = c->m;
    size_t i, count;
    yyjson_val *name, *value;
    if (m->root_keys == 0) {
        yyjson_obj_foreach(m->event->record, i, count, name, value) {
            m->root_keys |= key_bit(slice_from(unsafe_yyjson_get_str(name), unsafe_yyjson_get_len(name)));
        }
    }
    if (m->root_keys & key_bit(key)) collect_key(c, slot, m->event->record, key);
}

/* A string that decoding the event has found already, or knows to be absent. */
static bool take_known(struct matcher *m, const struct path_node *node, struct field_slot *slot) {
    if (node->known == 0) return false;
    struct slice text;
    memcpy(&text, (const char *)m->event + node->known, sizeof text);
    if (text.len == 0) { /* absent, or no string, or empty: the record knows */
        *slot = (struct field_slot){.epoch = m->epoch};
        return special_knows(&m->kind, node);
    }
    struct fval value = {.text = text, .has_text = true};
    *slot = (struct field_slot){m->epoch, true, (uint32_t)m->value_count, 1, NULL};
    VEC_PUSH(m->values, m->value_count, m->value_cap, value);
    return true;
}

/* One that decoding has found already; NULL when it found none. */
static yyjson_val *known_object(const struct matcher *m, const struct path_node *node) {
    yyjson_val *object = NULL;
    if (node->object) memcpy(&object, (const char *)m->event + node->object, sizeof(yyjson_val *));
    return object;
}

/* The values at a path, found once an event. The slot stays valid; m->values may move with every other look-up. */
static struct field_slot *field_values(struct matcher *m, uint32_t path) {
    struct field_slot *slot = &m->fields[path];
    if (slot->epoch == m->epoch) return slot;
    const struct path_node *node = &m->rs->paths.nodes[path];
    struct field_slot found = {.epoch = m->epoch};
    struct collect c = {.m = m};
    if (take_known(m, node, slot)) return slot;
    if (node->parent == PATH_ROOT) {
        yyjson_val *object = known_object(m, node);
        c.from = m->value_count;
        found.exists = object != NULL;
        if (object) value_each(object, collect_value, &c, 0);
        else collect_root(&c, &found, node->key);
    } else {
        const struct field_slot *parent = field_values(m, node->parent);
        c.from = m->value_count;
        for (uint32_t i = 0; i < parent->count; i++)
            collect_key(&c, &found, m->values[parent->from + i].json, node->key);
        if (!found.exists && !parent->exists) collect_root(&c, &found, node->text);
    }
    found.from = (uint32_t)c.from;
    found.count = (uint32_t)(m->value_count - c.from);
    *slot = found;
    return slot;
}

/* --- texts of values --- */

static bool fval_text(struct matcher *m, struct fval *v) {
    if (v->has_text || v->textless) return v->has_text;
    if (yyjson_is_obj(v->json)) {
        buf_clear(&m->json);
        value_put_json(&m->json, v->json, false, 0);
        v->text = arena_dup(&m->arena, buf_slice(&m->json));
        v->has_text = true;
    } else {
        v->has_text = value_text(v->json, &m->arena, &v->text);
    }
    v->textless = !v->has_text;
    return v->has_text;
}

static struct slice fval_folded(struct matcher *m, struct fval *v) {
    if (!v->has_folded) v->folded = fold_dup(&m->arena, v->text);
    v->has_folded = true;
    return v->folded;
}

/* NULL: the text is no address. */
static const struct cidr *fval_address(struct fval *v) {
    if (!v->tried_address) v->has_address = address_parse(v->text, &v->address);
    v->tried_address = true;
    return v->has_address ? &v->address : NULL;
}

static bool in_set(struct matcher *m, const struct text_set *set, struct fval *v) {
    if (!fval_text(m, v)) return false;
    struct slice folded = fval_folded(m, v);
    if (!v->has_hash) v->hash = hash64(folded, 0);
    v->has_hash = true;
    return text_set_holds(set, folded, v->hash);
}

/* --- tests of one value --- */

/* Making machine code costs more than all else about a rule, most expressions never run, and the rule set is shared and
 * only read: so each matcher makes its own before the first run. Not after a number of runs: without it a search's cost
 * is counted in another way, and what a matcher has seen before must not show. Where PCRE2 has no JIT it interprets. */
static const pcre2_code *regex_of(struct matcher *m, uint32_t number) {
    if (m->regexes[number]) return m->regexes[number];
    m->regexes[number] = pcre2_code_copy(m->rs->regexes[number]);
    if (!m->regexes[number]) mem_exhausted(0); /* how much, PCRE2 keeps to itself */
    pcre2_jit_compile(m->regexes[number], PCRE2_JIT_COMPLETE);
    return m->regexes[number];
}

static bool regex_finds(struct matcher *m, uint32_t number, struct slice text) {
    const pcre2_code *regex = regex_of(m, number);
    size_t len = text.len < REGEX_SUBJECT_MAX ? text.len : REGEX_SUBJECT_MAX;
    return pcre2_match(regex, (PCRE2_SPTR)(text.ptr ? text.ptr : ""), len, 0, 0, m->match_data, m->match_context) >= 0;
}

static bool holds_bytes(struct slice text, struct slice part) {
    return part.len == 0 || (part.len <= text.len && memmem(text.ptr, text.len, part.ptr, part.len) != NULL);
}

static bool eq(struct slice a, struct slice b, bool cased) {
    return a.len == b.len && (cased ? slice_eq(a, b) : slice_eq_fold(a, b));
}

/* The text tests; v has its text. */
static bool text_holds(struct matcher *m, const struct test *t, struct fval *v) {
    struct slice text = v->text, part = t->text;
    switch (t->op) {
    case TEST_ANY: return true;
    case TEST_EQUAL: return slice_eq(text, t->written) || (!t->cased && eq(text, part, false));
    case TEST_STARTS: return text.len >= part.len && eq(slice_sub(text, 0, part.len), part, t->cased);
    case TEST_ENDS: return text.len >= part.len && eq(slice_sub(text, text.len - part.len, text.len), part, t->cased);
    case TEST_CONTAINS: return holds_bytes(t->cased ? text : fval_folded(m, v), part);
    case TEST_GLOB: return pattern_glob(t->codes, t->code_count, t->cased ? text : fval_folded(m, v));
    case TEST_REGEX: return regex_finds(m, t->regex, text);
    case TEST_CIDR: return fval_address(v) && cidr_holds(&t->cidr, fval_address(v));
    default: return false;
    }
}

/* An object's text once more, with its strings unescaped. */
static bool plain_json_holds(struct matcher *m, const struct test *t, const struct fval *v) {
    buf_clear(&m->json);
    value_put_json(&m->json, v->json, true, 0);
    struct fval plain = {.json = v->json, .has_text = true, .text = arena_dup(&m->arena, buf_slice(&m->json))};
    return text_holds(m, t, &plain);
}

static bool json_number(yyjson_val *json, struct number *out) {
    if (yyjson_is_int(json)) {
        bool big = yyjson_is_uint(json) && yyjson_get_uint(json) > INT64_MAX;
        int64_t i = big ? 0 : yyjson_get_sint(json);
        *out = (struct number){!big, i, big ? (double)yyjson_get_uint(json) : (double)i};
    } else {
        *out = (struct number){false, 0, yyjson_get_real(json)};
    }
    return yyjson_is_num(json);
}

/* Monday starts a week, the week with January 4 is the first (ISO 8601). */
static int iso_week(struct civil c) {
    int64_t day = time_from_civil((struct civil){.year = c.year, .month = c.month, .day = c.day}) / US_PER_DAY;
    int64_t weekday = ((day + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    int64_t thursday = day - weekday + 3;
    struct civil t = time_civil(thursday * US_PER_DAY);
    int64_t first = time_from_civil((struct civil){.year = t.year, .month = 1, .day = 1}) / US_PER_DAY;
    return (int)((thursday - first) / 7) + 1;
}

static bool time_number(struct slice text, enum time_part part, struct number *out) {
    int64_t us;
    if (!time_parse(text, &us)) return false;
    struct civil c = time_civil(us);
    const int parts[] = {[TIME_WHOLE] = 0,          [TIME_MINUTE] = c.minute, [TIME_HOUR] = c.hour, [TIME_DAY] = c.day,
                         [TIME_WEEK] = iso_week(c), [TIME_MONTH] = c.month,   [TIME_YEAR] = c.year};
    *out = (struct number){true, parts[part], (double)parts[part]};
    return true;
}

static bool number_holds(struct matcher *m, const struct test *t, enum time_part part, struct fval *v) {
    struct number number;
    if (part == TIME_WHOLE && json_number(v->json, &number)) return number_compare(number, t->cmp, t->number);
    if ((v->json && !yyjson_is_str(v->json)) || !fval_text(m, v)) return false;
    if (part != TIME_WHOLE) return time_number(v->text, part, &number) && number_compare(number, t->cmp, t->number);
    if (t->cmp == CMP_EQ) return slice_eq(v->text, t->text);
    return number_parse(v->text, &number) && number_compare(number, t->cmp, t->number);
}

static bool value_holds(struct matcher *m, const struct test *t, enum time_part part, struct fval *v) {
    if (t->op == TEST_NUMBER) return number_holds(m, t, part, v);
    if (!fval_text(m, v)) return false;
    return text_holds(m, t, v) || (yyjson_is_obj(v->json) && plain_json_holds(m, t, v));
}

/* --- tests of a field --- */

/* Some value here stands to some value there as the reference says. */
static bool reference_holds(struct matcher *m, const struct test *t, const struct field_slot *slot) {
    const struct field_slot *other = field_values(m, t->field);
    for (uint32_t i = 0; i < slot->count; i++) {
        struct fval *a = &m->values[slot->from + i];
        for (uint32_t k = 0; fval_text(m, a) && k < other->count; k++) {
            struct fval *b = &m->values[other->from + k];
            if (!fval_text(m, b)) continue;
            struct test against = {
                .op = t->ref, .cased = t->cased, .text = t->cased ? b->text : fval_folded(m, b), .written = b->text};
            if (text_holds(m, &against, a)) return true;
        }
    }
    return false;
}

static bool is_null(const struct matcher *m, const struct field_slot *slot) {
    if (!slot->exists) return true;
    for (uint32_t i = 0; i < slot->count; i++)
        if (yyjson_is_null(m->values[slot->from + i].json)) return true;
    return false;
}

static bool test_holds(struct matcher *m, const struct test *t, enum time_part part, const struct field_slot *slot) {
    if (t->op == TEST_EXISTS) return slot->exists == t->yes;
    if (t->op == TEST_NULL) return is_null(m, slot);
    if (t->op == TEST_FIELDREF) return reference_holds(m, t, slot);
    for (uint32_t i = 0; i < slot->count; i++)
        if (value_holds(m, t, part, &m->values[slot->from + i])) return true;
    return false;
}

struct keyword_search {
    struct matcher *m;
    const struct test *test;
    bool found;
};

static bool visit_keyword(void *ctx, yyjson_val *json) {
    struct keyword_search *s = ctx;
    struct fval v = {.json = json};
    s->found = fval_text(s->m, &v) && text_holds(s->m, s->test, &v);
    return !s->found;
}

static bool keyword_holds(struct matcher *m, const struct test *t) {
    struct keyword_search s = {m, t, false};
    value_each_string(m->event->record, visit_keyword, &s, 0);
    return s.found;
}

static bool nets_hold(struct matcher *m, const struct cidr_set *nets, const struct field_slot *slot) {
    for (uint32_t i = 0; i < slot->count; i++) {
        struct fval *v = &m->values[slot->from + i];
        if (fval_text(m, v) && fval_address(v) && cidr_set_holds(nets, fval_address(v))) return true;
    }
    return false;
}

static bool item_tests_hold(struct matcher *m, const struct item *item, const struct field_slot *slot) {
    if (item->nets) return nets_hold(m, item->nets, slot);
    for (uint32_t i = 0; slot && item->set.slots && i < slot->count; i++)
        if (in_set(m, &item->set, &m->values[slot->from + i])) return true;
    for (size_t i = 0; i < item->count; i++) {
        const struct test *t = &item->tests[i];
        bool holds = slot ? test_holds(m, t, item->part, slot) : keyword_holds(m, t);
        if (holds != item->all) return holds;
    }
    return item->all;
}

/* What items said of the field's only text; NULL when it has not just one that is known. */
static uint8_t *verdicts_of(struct matcher *m, uint32_t path, struct field_slot *slot) {
    if (slot->verdicts || slot->count != 1) return slot->verdicts;
    const struct fval *only = &m->values[slot->from];
    if (!only->json && only->text.len <= VERDICT_TEXT_MAX) slot->verdicts = verdicts_on(&m->verdicts[path], only->text);
    return slot->verdicts;
}

static bool item_holds(struct matcher *m, const struct item *item) {
    if (item->path == PATH_KEYWORDS) return item_tests_hold(m, item, NULL);
    struct field_slot *slot = field_values(m, item->path);
    uint8_t *verdicts = item->number ? verdicts_of(m, item->path, slot) : NULL;
    if (!verdicts) return item_tests_hold(m, item, slot);
    uint32_t number = item->number - 1;
    if (!verdict_known(verdicts, number)) verdict_set(verdicts, number, item_tests_hold(m, item, slot));
    return verdict_holds(verdicts, number);
}

/* --- rules --- */

static bool expr_holds(struct matcher *m, const struct expr *e);

static bool expr_evaluate(struct matcher *m, const struct expr *e) {
    switch (e->kind) {
    case EXPR_ITEM: return item_holds(m, e->item) != e->item->negate;
    case EXPR_NOT: return !expr_holds(m, e->kids[0]);
    case EXPR_AND:
        for (size_t i = 0; i < e->count; i++)
            if (!expr_holds(m, e->kids[i])) return false;
        return true;
    case EXPR_OR:
        for (size_t i = 0; i < e->count; i++)
            if (expr_holds(m, e->kids[i])) return true;
        return false;
    }
    return false;
}

static bool expr_holds(struct matcher *m, const struct expr *e) {
    if (e->memo && m->memos[e->memo] >> 1 == m->epoch) return m->memos[e->memo] & 1;
    bool holds = expr_evaluate(m, e);
    if (e->memo) m->memos[e->memo] = m->epoch << 1 | holds;
    return holds;
}

static bool item_decided(void *ctx, const struct item *item) {
    return item_holds(ctx, item);
}

static int by_index(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Ascending. There are few, nearly always. */
static void sort_hits(struct matcher *m) {
    if (m->hit_count > 16) {
        qsort(m->hits, m->hit_count, sizeof *m->hits, by_index);
        return;
    }
    for (size_t i = 1; i < m->hit_count; i++) {
        uint32_t hit = m->hits[i];
        size_t k = i;
        for (; k > 0 && m->hits[k - 1] > hit; k--) m->hits[k] = m->hits[k - 1];
        m->hits[k] = hit;
    }
}

/* Whether one of the rules that are guarded alike can hold. */
static bool may_hold(struct matcher *m, const struct special_left *left) {
    struct field_slot *slot = field_values(m, left->guard);
    const uint8_t *verdicts = left->sieve ? verdicts_of(m, left->guard, slot) : NULL;
    if (!verdicts) return slot->exists;
    return sieve_passes(left->sieve, verdicts, sieve_bytes(m->rs->paths.nodes[left->guard].items));
}

size_t matcher_match(struct matcher *m, const struct event *ev, const uint32_t **rules) {
    m->epoch++;
    m->event = ev;
    m->value_count = 0;
    m->root_keys = 0;
    m->hit_count = 0;
    arena_reset(&m->arena);
    const struct special_judge judge = {m, item_decided};
    m->kind = special_kind_of(ev);
    const struct special *special = special_of(&m->specials, m->rs, &m->kind, judge);
    for (size_t i = 0; i < special->count;) {
        const struct special_left *left = &special->left[i];
        const size_t behind = i + left->alike;
        bool possible = !left->guard || may_hold(m, left);
        for (; possible && i < behind; i++, left++)
            if (!left->expr || expr_holds(m, left->expr)) m->hits[m->hit_count++] = left->rule;
        i = behind;
    }
    sort_hits(m);
    *rules = m->hits;
    return m->hit_count;
}

bool matcher_holds(struct matcher *m, const struct expr *e) {
    return expr_holds(m, e);
}

const struct ruleset *matcher_rules(const struct matcher *m) {
    return m->rs;
}
