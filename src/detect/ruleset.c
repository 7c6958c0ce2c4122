/* SPDX-License-Identifier: Apache-2.0 */
/* detect/ruleset.c: gathers rules from texts, settles who refers to whom, and freezes the lot.
 *
 * Order: rules are sorted by id, then path, then line, so that the order of loading never shows. Two rules of one id:
 * the first in that order stays, the others are skipped and named. A correlation refers to rules by id, name or title.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "detect/corr_keys.h"
#include "detect/yaml_pack.h"

struct ruleset_builder *ruleset_builder_new(void) {
    struct ruleset_builder *b = mem_zalloc(1, sizeof *b);
    arena_init(&b->arena, 0);
    arena_init(&b->scratch, 0);
    collection_init(&b->collection);
    paths_init(&b->paths);
    intern_init(&b->regex_texts);
    ruleset_builder_placeholder(b, SLICE("malicious"), NULL, 0); /* no lists, no such addresses */
    return b;
}

static void free_regexes(pcre2_code **regexes, size_t count) {
    for (size_t i = 0; i < count; i++) pcre2_code_free(regexes[i]);
    free(regexes);
}

void ruleset_builder_free(struct ruleset_builder *b) {
    if (!b) return;
    arena_release(&b->arena);
    arena_release(&b->scratch);
    collection_release(&b->collection);
    paths_release(&b->paths);
    intern_release(&b->regex_texts);
    free_regexes(b->regexes, b->regex_count);
    free(b->rules);
    free(b->skipped);
    free(b->warnings);
    free(b->filters);
    free(b->placeholders);
    free(b);
}

static void skip(struct ruleset_builder *b, struct slice path, uint32_t line, uint32_t column, const char *why) {
    struct rule_skipped s = {arena_dup(&b->arena, path), line ? line : 1, column ? column : 1,
                             arena_dup(&b->arena, slice_cstr(why)), false};
    VEC_PUSH(b->skipped, b->skipped_count, b->skipped_cap, s);
}

void builder_warn_at(struct ruleset_builder *b, struct slice path, uint32_t line, uint32_t column, const char *what) {
    struct rule_skipped w = {path, line, column, arena_dup(&b->arena, slice_cstr(what)), false};
    VEC_PUSH(b->warnings, b->warning_count, b->warning_cap, w);
}

void builder_warn(struct ruleset_builder *b, uint32_t line, uint32_t column, const char *what) {
    builder_warn_at(b, b->path, line, column, what);
}

static bool add_filter(struct ruleset_builder *b, const struct ynode *root, struct err *err) {
    struct filter *filter = filter_parse(b, root, err);
    if (filter) VEC_PUSH(b->filters, b->filter_count, b->filter_cap, filter);
    return filter;
}

static bool add_rule(struct ruleset_builder *b, const struct ynode *root, struct err *err) {
    struct rule *rule = rule_parse(b, b->path, root, err);
    if (rule) VEC_PUSH(b->rules, b->rule_count, b->rule_cap, rule);
    return rule;
}

/* Takes a document in, or keeps why not; nothing of its tree is needed then. */
static void add_document(struct ruleset_builder *b, struct slice path, const struct ynode *root, struct err *err) {
    if (!slice_eq(path, b->path)) b->path = arena_dup(&b->arena, path);
    bool filter = root && root->kind == Y_MAP && yaml_get(root, "filter");
    bool ok = root && (filter ? add_filter(b, root, err) : add_rule(b, root, err));
    if (!ok) skip(b, path, err->line, err->column, err->message);
    if (!ok) b->skipped[b->skipped_count - 1].foreign = err->code == ERR_FOREIGN;
    arena_reset(&b->scratch);
}

void ruleset_builder_add(struct ruleset_builder *b, struct slice path, struct slice yaml) {
    struct ydoc_cursor cursor = {.rest = yaml};
    struct slice text;
    uint32_t line;
    collection_begin(&b->collection);
    while (yaml_next(&cursor, &text, &line)) {
        struct err err = ERR_INIT;
        const struct ynode *rule, *root = yaml_parse(text, line, &b->collection.arena, &err);
        if (!root || !collection_take(&b->collection, root, &rule, &err)) add_document(b, path, NULL, &err);
        else if (rule) add_document(b, path, rule, &err);
    }
}

void ruleset_builder_add_packed(struct ruleset_builder *b, struct slice path, struct slice packed) {
    while (packed.len) {
        struct err err = ERR_INIT;
        const struct ynode *root = yaml_unpack(&packed, &b->scratch);
        if (!root) err_set(&err, ERR_FORMAT, "packed rules are damaged"), packed.len = 0;
        add_document(b, path, root, &err);
    }
}

/* --- order --- */

static int by_id(const void *a, const void *b) {
    const struct rule *x = *(struct rule *const *)a, *y = *(struct rule *const *)b;
    int order = slice_cmp(x->info.id, y->info.id);
    if (order == 0) order = slice_cmp(x->info.path, y->info.path);
    if (order == 0) order = (x->line > y->line) - (x->line < y->line);
    if (order == 0) order = (x->origin != NULL) - (y->origin != NULL);
    if (order == 0) order = (x->reader != NULL) - (y->reader != NULL);
    return order || !x->reader || x == y ? order : by_id(&x->reader, &y->reader);
}

static int by_place(const void *a, const void *b) {
    const struct rule_skipped *x = a, *y = b;
    int order = slice_cmp(x->path, y->path);
    if (order == 0) order = (x->line > y->line) - (x->line < y->line);
    if (order == 0) order = (x->column > y->column) - (x->column < y->column);
    return order ? order : slice_cmp(x->error, y->error);
}

static void sort_rules(struct ruleset_builder *b) {
    size_t kept = 0;
    if (b->rule_count) qsort(b->rules, b->rule_count, sizeof *b->rules, by_id);
    for (size_t i = 0; i < b->rule_count; i++) {
        struct rule *rule = b->rules[i], *last = kept ? b->rules[kept - 1] : NULL;
        if (last && !slice_empty(rule->info.id) && slice_eq(rule->info.id, last->info.id)) {
            struct slice why = arena_printf(&b->scratch, "id %.*s is taken by %.*s:%u", SLICE_FMT(rule->info.id),
                                            SLICE_FMT(last->info.path), last->line);
            skip(b, rule->info.path, rule->line, rule->column, why.ptr);
            rule->twin = last->twin;
            last->twin = rule;
        } else {
            b->rules[kept++] = rule;
        }
    }
    b->rule_count = kept;
}

/* --- references --- */

/* The rule, or a twin of its id, that answers to `ref`: in the file `path`, or in any where that is NULL. */
static bool answers(const struct rule *rule, struct slice ref, const struct slice *path) {
    for (; rule; rule = rule->twin)
        if (rule_answers_to(rule, ref) && (!path || slice_eq(rule->info.path, *path))) return true;
    return false;
}

/* In the correlation's own file first, then anywhere. */
static struct rule *find_rule(const struct ruleset_builder *b, const struct rule *from, struct slice ref) {
    const struct slice *const places[] = {&from->info.path, NULL};
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; i < b->rule_count; i++)
            if (b->rules[i] != from && answers(b->rules[i], ref, places[p])) return b->rules[i];
    return NULL;
}

static void skip_reference(struct ruleset_builder *b, const struct rule *rule, size_t ref, const char *what) {
    struct slice why = arena_printf(&b->scratch, "%s %.*s", what, SLICE_FMT(rule->corr->refs[ref]));
    skip(b, rule->info.path, rule->corr->ref_lines[ref], rule->corr->ref_columns[ref], why.ptr);
}

static bool named_before(const struct corr *corr, size_t ref) {
    for (size_t i = 0; i < ref; i++)
        if (corr->bases[i] == corr->bases[ref]) return true;
    return false;
}

static bool check_references(struct ruleset_builder *b, const struct rule *rule) {
    for (size_t i = 0; i < rule->corr->ref_count; i++) {
        struct rule *base = rule->corr->bases[i] = find_rule(b, rule, rule->corr->refs[i]);
        const char *what = NULL;
        if (!base) what = "correlation refers to a rule that is not loaded:";
        else if (rule->corr->type == CORR_TEMPORAL_ORDERED && named_before(rule->corr, i))
            what = "temporal_ordered names a rule twice:";
        if (!what) continue;
        skip_reference(b, rule, i, what);
        return false;
    }
    return true;
}

/* How deep each correlation stands above rules. One that reaches CORR_CHAIN_MAX stands in a circle, or as good as that.
 */
static void settle_depths(struct ruleset_builder *b) {
    for (unsigned round = 0; round < CORR_CHAIN_MAX; round++)
        for (size_t r = 0; r < b->rule_count; r++) {
            struct corr *corr = b->rules[r]->corr;
            for (size_t i = 0; corr && i < corr->ref_count; i++) {
                const struct corr *inner = corr->bases[i]->corr;
                unsigned depth = inner ? inner->depth + 1 : 0;
                if (depth > corr->depth) corr->depth = depth < CORR_CHAIN_MAX ? depth : CORR_CHAIN_MAX;
            }
        }
}

static bool check_depth(struct ruleset_builder *b, const struct rule *rule) {
    if (rule->corr->depth < CORR_CHAIN_MAX) return true;
    struct slice why = arena_printf(&b->scratch,
                                    "correlations that refer to one another in a circle, or more than %u deep "
                                    "(CORR_CHAIN_MAX)",
                                    CORR_CHAIN_MAX);
    skip(b, rule->info.path, rule->line, rule->column, why.ptr);
    return false;
}

/* What is broken takes down what refers to it. */
static bool drop_broken(struct ruleset_builder *b, bool (*check)(struct ruleset_builder *, const struct rule *)) {
    bool *broken = mem_zalloc(b->rule_count + 1, sizeof *broken);
    for (size_t i = 0; i < b->rule_count; i++) broken[i] = b->rules[i]->corr && !check(b, b->rules[i]);
    size_t kept = 0;
    for (size_t i = 0; i < b->rule_count; i++)
        if (!broken[i]) b->rules[kept++] = b->rules[i];
    bool dropped = kept < b->rule_count;
    b->rule_count = kept;
    free(broken);
    return dropped;
}

static void drop_broken_correlations(struct ruleset_builder *b) {
    while (drop_broken(b, check_references)) continue;
    settle_depths(b);
    if (drop_broken(b, check_depth)) drop_broken_correlations(b);
}

static uint32_t index_of(const struct ruleset *rs, const struct rule *rule) {
    for (size_t i = 0; i < rs->rule_count; i++)
        if (rs->rules[i] == rule) return (uint32_t)i;
    return UINT32_MAX;
}

static void note_use(struct ruleset *rs, uint32_t base, uint32_t corr) {
    uint32_t n = rs->use_counts[base], at = n;
    while (at && rs->uses[base][at - 1] > corr) at--;
    if (at && rs->uses[base][at - 1] == corr) return; /* named twice, or on two ways */
    uint32_t *uses = rs->uses[base] = mem_realloc(rs->uses[base], n + 1, sizeof *uses);
    memmove(uses + at + 1, uses + at, (n - at) * sizeof *uses);
    uses[at] = corr;
    rs->use_counts[base] = n + 1;
}

/* What refers to a correlation uses its rules, too: from the highest down, so that uses are whole when handed on. */
static void note_uses(struct ruleset *rs) {
    for (unsigned depth = CORR_CHAIN_MAX; depth-- > 0;)
        for (uint32_t c = 0; c < rs->rule_count; c++) {
            const struct corr *corr = rs->rules[c]->corr;
            for (size_t i = 0; corr && corr->depth == depth && i < corr->ref_count; i++) {
                note_use(rs, corr->rules[i], c);
                for (uint32_t u = 0; u < rs->use_counts[c]; u++) note_use(rs, corr->rules[i], rs->uses[c][u]);
            }
        }
}

static void resolve_references(struct ruleset_builder *b, struct ruleset *rs, const struct rule *rule,
                               bool *generates) {
    struct corr *corr = rule->corr;
    for (size_t i = 0; i < corr->ref_count; i++) {
        struct rule *base = filters_base(b, corr->bases[i], rule);
        corr->rules[i] = index_of(rs, base);
        base->info.correlation_base = true;
        if (!base->has_level) base->info.level = LEVEL_INFORMATIONAL;
        generates[corr->rules[i]] = generates[corr->rules[i]] || corr->generate;
    }
}

/* Bases of correlations: `silent` unless some correlation says generate: true. */
static void resolve(struct ruleset_builder *b, struct ruleset *rs) {
    rs->uses = mem_zalloc(rs->rule_count + 1, sizeof *rs->uses);
    rs->use_counts = mem_zalloc(rs->rule_count + 1, sizeof *rs->use_counts);
    bool *generates = mem_zalloc(rs->rule_count + 1, sizeof *generates);
    for (size_t c = 0; c < rs->rule_count; c++)
        if (rs->rules[c]->corr) resolve_references(b, rs, rs->rules[c], generates);
    note_uses(rs);
    for (size_t r = 0; r < rs->rule_count; r++) {
        struct rule_info *info = &rs->rules[r]->info;
        info->silent = info->correlation_base && !generates[r] && info->level == LEVEL_INFORMATIONAL;
    }
    free(generates);
}

struct ruleset *ruleset_build(struct ruleset_builder *b) {
    struct ruleset *rs = mem_zalloc(1, sizeof *rs);
    sort_rules(b);
    drop_broken_correlations(b);
    rs->copy_count = b->rule_count;
    filters_apply(b);
    rs->copy_count = b->rule_count - rs->copy_count;
    if (rs->copy_count) qsort(b->rules, b->rule_count, sizeof *b->rules, by_id);
    if (b->warning_count) qsort(b->warnings, b->warning_count, sizeof *b->warnings, by_place);
    if (b->skipped_count) qsort(b->skipped, b->skipped_count, sizeof *b->skipped, by_place);
    rs->rules = b->rules;
    rs->rule_count = b->rule_count;
    resolve(b, rs);
    dispatch_build(&rs->dispatch, rs->rules, rs->rule_count, &b->paths, &b->scratch);
    rs->arena = b->arena;
    rs->paths = b->paths;
    rs->regexes = b->regexes;
    rs->regex_count = b->regex_count;
    rs->skipped = b->skipped;
    rs->skipped_count = b->skipped_count;
    rs->warnings = b->warnings;
    rs->warning_count = b->warning_count;
    rs->filter_count = b->filter_count;
    rs->exprs = ARENA_ARRAY(&rs->arena, const struct expr *, rs->rule_count);
    for (size_t i = 0; i < rs->rule_count; i++) rs->exprs[i] = rs->rules[i]->expr;
    rs->memos = b->memos;
    arena_release(&b->scratch);
    collection_release(&b->collection);
    intern_release(&b->regex_texts);
    free(b->filters);
    free(b->placeholders);
    free(b);
    return rs;
}

void ruleset_free(struct ruleset *rs) {
    if (!rs) return;
    for (size_t i = 0; i < rs->rule_count; i++) free(rs->uses[i]);
    free(rs->uses);
    free(rs->use_counts);
    dispatch_release(&rs->dispatch);
    free_regexes(rs->regexes, rs->regex_count);
    arena_release(&rs->arena);
    paths_release(&rs->paths);
    free(rs->rules);
    free(rs->skipped);
    free(rs->warnings);
    free(rs);
}

size_t ruleset_count(const struct ruleset *rs) {
    return rs->rule_count;
}

size_t ruleset_loaded(const struct ruleset *rs) {
    return rs->rule_count - rs->copy_count;
}

size_t ruleset_filters(const struct ruleset *rs) {
    return rs->filter_count;
}

const struct rule_info *ruleset_info(const struct ruleset *rs, uint32_t rule) {
    return rule < rs->rule_count ? &rs->rules[rule]->info : NULL;
}

const struct rule_skipped *ruleset_skipped(const struct ruleset *rs, size_t *count) {
    *count = rs->skipped_count;
    return rs->skipped;
}

const struct rule_skipped *ruleset_warnings(const struct ruleset *rs, size_t *count) {
    *count = rs->warning_count;
    return rs->warnings;
}
