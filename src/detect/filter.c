/* SPDX-License-Identifier: Apache-2.0 */
/* detect/filter.c: Sigma filters: the standard's own way to tune rules without touching them.
 *
 *   title: the posture scanner may ask for everything
 *   logsource: {product: aws, service: cloudtrail}
 *   filter:
 *     rules: [call_denied]                     ids, names or titles; "any", or left out: all
 *     scanner: {userIdentity.arn|contains: role/scanner}
 *     condition: not scanner                   joined to the rule's own condition by "and"
 *
 * Suppression is not blindness: a filtered rule gets a copy, informational and muted, that matches where the rule
 * itself would have matched without the filter. It raises nothing and counts for no correlation, and yet tells what
 * happened when its actor is in a story. A filter on a correlation filters the hits that it counts, and nobody else's:
 * the correlation gets a silent copy of each of its rules with the filter in it, and reads that. Source: Sigma filters
 * specification 2.1. There the example's condition names what is to be left out; implementations (pySigma since 0.11.8)
 * join it by "and" as it stands, and so do we: hence the "not".
 */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/corr_keys.h"

static bool read_refs(struct ruleset_builder *b, const struct ynode *node, struct filter *f, struct err *err) {
    bool any = !node || (node->kind == Y_SCALAR && slice_eq_fold(node->text, SLICE("any"))) ||
               (node->kind == Y_LIST && node->count == 0);
    if (any) return true;
    size_t count = node->kind == Y_LIST ? node->count : 1;
    if (count > FILTER_RULES_MAX) {
        err_set(err, ERR_LIMIT, "filter: more than %u rules (FILTER_RULES_MAX)", FILTER_RULES_MAX);
        err->line = node->line;
        err->column = node->column;
        return false;
    }
    f->refs = ARENA_ARRAY(&b->arena, struct slice, count);
    f->ref_lines = ARENA_ARRAY(&b->arena, uint32_t, count);
    f->ref_columns = ARENA_ARRAY(&b->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        const struct ynode *item = node->kind == Y_LIST ? node->items[i] : node;
        if (item->kind != Y_SCALAR || slice_empty(item->text))
            return yaml_error(err, item, "filter: the id, name or title of a rule is expected");
        f->refs[i] = arena_dup(&b->arena, item->text);
        f->ref_lines[i] = item->line;
        f->ref_columns[i] = item->column;
    }
    f->ref_count = count;
    return true;
}

struct filter *filter_parse(struct ruleset_builder *b, const struct ynode *root, struct err *err) {
    struct filter *f = ARENA_NEW(&b->arena, struct filter);
    const struct ynode *node = yaml_get(root, "filter"), *title = yaml_get(root, "title");
    if (node->kind != Y_MAP) return yaml_error(err, node, "filter is a map"), NULL;
    if (!title || title->kind != Y_SCALAR) return yaml_error(err, root, "a filter needs a title"), NULL;
    if (yaml_get(root, "detection") || yaml_get(root, "correlation"))
        return yaml_error(err, root, "a filter has no detection or correlation"), NULL;
    f->path = b->path;
    f->title = arena_dup(&b->arena, title->text);
    if (!logsource_check(root, false, err) || !read_refs(b, yaml_get(node, "rules"), f, err)) return NULL;
    return (f->passes = detection_parse(b, node, "rules", err)) ? f : NULL;
}

void ruleset_builder_mute(struct ruleset_builder *b, struct slice rule, struct slice path, uint32_t line,
                          uint32_t column) {
    struct filter *f = ARENA_NEW(&b->arena, struct filter);
    struct expr *never = ARENA_NEW(&b->arena, struct expr);
    never->kind = EXPR_OR; /* of nothing */
    f->refs = ARENA_NEW(&b->arena, struct slice);
    f->ref_lines = ARENA_NEW(&b->arena, uint32_t);
    f->ref_columns = ARENA_NEW(&b->arena, uint32_t);
    *f->refs = arena_dup(&b->arena, rule);
    *f->ref_lines = line;
    *f->ref_columns = column;
    f->ref_count = 1;
    f->path = arena_dup(&b->arena, path);
    f->passes = never;
    VEC_PUSH(b->filters, b->filter_count, b->filter_cap, f);
}

/* --- applying --- */

static bool names(const struct filter *f, const struct rule *rule) {
    for (const struct rule *twin = rule; twin; twin = twin->twin)
        for (size_t i = 0; i < f->ref_count; i++)
            if (rule_answers_to(twin, f->refs[i])) return true;
    return false;
}

/* "Any" means the rules that look at events; what correlations count of them is filtered with them. */
static bool concerns(const struct filter *f, const struct rule *rule) {
    return f->ref_count ? names(f, rule) : rule->expr != NULL;
}

static struct expr *join(struct ruleset_builder *b, enum expr_kind kind, size_t room) {
    struct expr *e = ARENA_NEW(&b->arena, struct expr);
    e->kind = kind;
    e->kids = ARENA_ARRAY(&b->arena, const struct expr *, room);
    return e;
}

static const struct expr *pair(struct ruleset_builder *b, const struct expr *one, const struct expr *other) {
    struct expr *e = join(b, EXPR_AND, 2);
    e->kids[e->count++] = one;
    e->kids[e->count++] = other;
    return e;
}

/* The same, evaluated once an event however often it is asked. */
static const struct expr *kept(struct ruleset_builder *b, const struct expr *from) {
    struct expr *e = ARENA_NEW(&b->arena, struct expr);
    *e = *from;
    if (!e->memo) e->memo = ++b->memos;
    return e;
}

/* What the filters on a rule ask together; NULL: there are none. */
static const struct expr *passes_of(struct ruleset_builder *b, const struct rule *rule) {
    struct expr *all = NULL;
    for (size_t i = 0; i < b->filter_count; i++) {
        if (!concerns(b->filters[i], rule)) continue;
        if (!all) all = join(b, EXPR_AND, b->filter_count);
        all->kids[all->count++] = b->filters[i]->passes;
    }
    return all ? kept(b, all) : NULL;
}

static struct rule *add_copy(struct ruleset_builder *b, const struct rule *rule, const struct expr *expr) {
    struct rule *copy = ARENA_NEW(&b->arena, struct rule);
    *copy = *rule;
    copy->origin = rule;
    copy->twin = NULL;
    copy->expr = expr;
    copy->info.level = LEVEL_INFORMATIONAL;
    copy->info.copy = true;
    VEC_PUSH(b->rules, b->rule_count, b->rule_cap, copy);
    return copy;
}

static void filter_rule(struct ruleset_builder *b, struct rule *rule) {
    const struct expr *passes = passes_of(b, rule);
    if (!passes) return;
    struct expr *fails = join(b, EXPR_NOT, 1);
    fails->kids[fails->count++] = passes;
    const struct expr *own = kept(b, rule->expr);
    rule->expr = pair(b, own, passes);
    add_copy(b, rule, pair(b, own, fails))->info.muted = true;
}

static void filter_correlation(struct ruleset_builder *b, const struct rule *reader, size_t count) {
    const struct expr *passes = passes_of(b, reader);
    for (size_t i = 0; passes && i < count; i++) {
        bool read = false;
        for (size_t k = 0; b->rules[i]->expr && k < reader->corr->ref_count; k++)
            read = read || reader->corr->bases[k] == b->rules[i];
        if (!read) continue;
        struct rule *copy = add_copy(b, b->rules[i], pair(b, kept(b, b->rules[i]->expr), passes));
        copy->reader = reader;
        copy->has_level = true;
    }
}

/* References that lead nowhere, or to what cannot be filtered. */
static void warn_of_references(struct ruleset_builder *b, const struct filter *f) {
    for (size_t i = 0; i < f->ref_count; i++) {
        const struct filter one = {.refs = &f->refs[i], .ref_count = 1};
        const char *what = "filter refers to a rule that is not loaded:";
        for (size_t r = 0; what && r < b->rule_count; r++) {
            if (!names(&one, b->rules[r])) continue;
            bool chain = b->rules[r]->corr && b->rules[r]->corr->depth > 0;
            what = chain ? "filter refers to a correlation of correlations; name its rules instead:" : NULL;
        }
        if (!what) continue;
        struct slice text = arena_printf(&b->scratch, "%s %.*s", what, SLICE_FMT(f->refs[i]));
        builder_warn_at(b, f->path, f->ref_lines[i], f->ref_columns[i], text.ptr);
    }
}

void filters_apply(struct ruleset_builder *b) {
    size_t count = b->rule_count;
    for (size_t i = 0; i < b->filter_count; i++) warn_of_references(b, b->filters[i]);
    for (size_t r = 0; b->filter_count && r < count; r++)
        if (b->rules[r]->expr) filter_rule(b, b->rules[r]);
    /* What a correlation's own filters look at has passed those of its rules. */
    for (size_t r = 0; b->filter_count && r < count; r++)
        if (b->rules[r]->corr && b->rules[r]->corr->depth == 0) filter_correlation(b, b->rules[r], count);
}

struct rule *filters_base(const struct ruleset_builder *b, struct rule *base, const struct rule *reader) {
    for (size_t i = 0; i < b->rule_count; i++)
        if (b->rules[i]->origin == base && b->rules[i]->reader == reader) return b->rules[i];
    return base;
}
