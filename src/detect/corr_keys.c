/* SPDX-License-Identifier: Apache-2.0 */
/* detect/corr_keys.c: what a hit keeps for correlations: for each that refers to its rule, ascending, the values of the
 * group-by fields, then the counted values (value_…). A value is its length (32 bits, little endian) and its bytes;
 * KEY_ABSENT is the length of a value that is not there. Counted values are one value that holds them all, each with
 * a length of its own: a list counts element by element, while a group is named by its whole list.
 */
#include "detect/corr_keys.h"

#include "base/limits.h"
#include "detect/values.h"

struct gathered {
    struct buf *out;
    size_t count;
    bool apart; /* each with its length, not joined by commas */
};

static void put_length(char *at, uint32_t len) {
    for (int i = 0; i < 4; i++) at[i] = (char)(len >> (8 * i) & 255);
}

/* Room for a length; returns where what it counts starts. */
static size_t open_value(struct buf *out) {
    buf_put(out, SLICE("\0\0\0\0"));
    return out->len;
}

static void close_value(struct buf *out, size_t start) {
    put_length(out->ptr + start - 4, (uint32_t)(out->len - start));
}

static bool gather_value(void *ctx, yyjson_val *value) {
    struct gathered *g = ctx;
    if (yyjson_is_null(value)) return true;
    if (g->count++ && !g->apart) buf_putc(g->out, ',');
    size_t start = g->apart ? open_value(g->out) : 0;
    if (yyjson_is_str(value)) buf_put(g->out, slice_from(yyjson_get_str(value), yyjson_get_len(value)));
    else value_put_json(g->out, value, false, 0);
    if (g->apart) close_value(g->out, start);
    return g->count < FIELD_VALUES_MAX;
}

static void put_field(const struct event *ev, struct slice field, bool apart, struct buf *keys) {
    size_t start = open_value(keys);
    struct gathered g = {.out = keys, .apart = apart};
    if (!slice_empty(field)) value_each_at(ev->record, field, gather_value, &g, 0);
    if (g.count) close_value(keys, start);
    else put_length(keys->ptr + start - 4, KEY_ABSENT);
}

bool rule_answers_to(const struct rule *rule, struct slice ref) {
    if (slice_empty(ref)) return false;
    return slice_eq(rule->info.id, ref) || slice_eq(rule->name, ref) || slice_eq(rule->info.title, ref);
}

/* `ref` names the rule, or a correlation by way of which it is used. */
static bool stands_for(const struct ruleset *rs, uint32_t rule, struct slice ref) {
    if (rule_answers_to(rs->rules[rule], ref)) return true;
    for (uint32_t u = 0; u < rs->use_counts[rule]; u++)
        if (rule_answers_to(rs->rules[rs->uses[rule][u]], ref)) return true;
    return false;
}

/* A name that is an alias stands for a field of its own in each rule's events, and for none in rules it leaves out. */
static struct slice field_of(const struct ruleset *rs, const struct corr *corr, uint32_t rule, struct slice name) {
    bool alias = false;
    for (size_t i = 0; i < corr->alias_count; i++) {
        if (!slice_eq(corr->aliases[i].name, name)) continue;
        alias = true;
        if (stands_for(rs, rule, corr->aliases[i].rule)) return corr->aliases[i].field;
    }
    return alias ? SLICE("") : name;
}

struct keying {
    const struct ruleset *rs;
    const struct corr *corr;
    uint32_t rule;
    const struct event *ev;
    struct buf *keys;
};

static void put_named(const struct keying *k, struct slice name, bool apart) {
    put_field(k->ev, field_of(k->rs, k->corr, k->rule, name), apart, k->keys);
}

/* Of several fields the values together are one. */
static void put_counted(const struct keying *k) {
    if (k->corr->field_count == 1) {
        put_named(k, k->corr->fields[0], true);
        return;
    }
    size_t all = open_value(k->keys), one = open_value(k->keys);
    for (size_t i = 0; i < k->corr->field_count; i++) put_named(k, k->corr->fields[i], false);
    close_value(k->keys, one);
    close_value(k->keys, all);
}

void rule_corr_keys(const struct ruleset *rs, uint32_t rule, const struct event *ev, struct buf *keys) {
    for (uint32_t u = 0; rule < rs->rule_count && u < rs->use_counts[rule]; u++) {
        const struct corr *corr = rs->rules[rs->uses[rule][u]]->corr;
        const struct keying k = {rs, corr, rule, ev, keys};
        for (size_t g = 0; g < corr->group_count; g++) put_named(&k, corr->group_by[g], false);
        if (corr->type >= CORR_VALUE_COUNT) put_counted(&k);
    }
}

/* --- reading them back; keys that are cut read as absent values --- */

static uint32_t get_length(struct slice s) {
    uint32_t len = 0;
    if (s.len < 4) return KEY_ABSENT;
    for (int i = 0; i < 4; i++) len |= (uint32_t)(unsigned char)s.ptr[i] << (8 * i);
    return len;
}

static struct slice skip_value(struct slice s) {
    uint32_t len = get_length(s);
    return slice_sub(s, len == KEY_ABSENT ? 4 : 4 + (size_t)len, s.len);
}

static struct slice skip_values(struct slice s, size_t count) {
    while (count-- > 0) s = skip_value(s);
    return s;
}

void corr_keys_read(const struct ruleset *rs, uint32_t rule, uint32_t corr_rule, struct slice keys, struct slice *group,
                    struct slice *values) {
    *group = *values = (struct slice){0};
    for (uint32_t u = 0; u < rs->use_counts[rule]; u++) {
        const struct corr *corr = rs->rules[rs->uses[rule][u]]->corr;
        bool counts = corr->type >= CORR_VALUE_COUNT;
        struct slice behind = skip_values(keys, corr->group_count);
        if (rs->uses[rule][u] == corr_rule) {
            uint32_t len = get_length(behind);
            *group = slice_sub(keys, 0, keys.len - behind.len);
            if (counts && len != KEY_ABSENT) *values = slice_sub(behind, 4, 4 + (size_t)len);
            return;
        }
        keys = counts ? skip_value(behind) : behind;
    }
}

bool corr_keys_next(struct slice *values, struct slice *value) {
    uint32_t len = get_length(*values);
    if (len == KEY_ABSENT || len > values->len - 4) return false;
    *value = slice_sub(*values, 4, 4 + (size_t)len);
    *values = slice_sub(*values, 4 + (size_t)len, values->len);
    return true;
}
