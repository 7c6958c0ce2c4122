/* SPDX-License-Identifier: Apache-2.0 */
/* detect/item.c: one line of a detection, "field|modifier: values", into an item: values are read, modifiers applied in
 * their order, and what comes out is compiled to the cheapest tests.
 */
#include "base/mem.h"
#include "base/text.h"
#include "detect/modifier.h"

enum { CIDR_SET_MIN = 8 };

static bool read_value(struct draft *d, const struct ynode *node, struct value *out, struct err *err) {
    if (node->kind != Y_SCALAR) return yaml_error(err, node, "a value must be a text, a number, true, false or null");
    *out = (struct value){.kind = VALUE_STRING, .node = node};
    if (yaml_is_null(node)) out->kind = VALUE_NULL;
    else if (yaml_is_bool(node, &out->yes)) out->kind = VALUE_BOOL;
    else if (node->plain && number_parse(node->text, &out->number)) out->kind = VALUE_NUMBER;
    else out->codes = pattern_parse(node->text, d->arena);
    return true;
}

static bool read_values(struct draft *d, const struct ynode *node, struct err *err) {
    bool list = node->kind == Y_LIST;
    if (node->kind == Y_MAP) return yaml_error(err, node, "a field holds a value or a list of values, not a map");
    d->count = list ? node->count : 1;
    if (d->count == 0) return yaml_error(err, node, "an empty list of values can never match");
    d->values = ARENA_ARRAY(d->arena, struct value, d->count);
    for (size_t i = 0; i < d->count; i++)
        if (!read_value(d, list ? node->items[i] : node, &d->values[i], err)) return false;
    return true;
}

/* An error of a part that knows no position gets the value's. */
static bool place(struct err *err, const struct ynode *at) {
    err->line = at->line;
    err->column = at->column;
    return false;
}

static bool check_field(struct slice field, const struct ynode *at, struct err *err) {
    size_t parts = 1;
    if (field.len > RULE_FIELD_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "field of %zu bytes is over %u (RULE_FIELD_BYTES_MAX)", field.len,
                       RULE_FIELD_BYTES_MAX),
               place(err, at);
    for (size_t i = 0; i < field.len; i++) {
        bool dot = field.ptr[i] == '.';
        parts += dot;
        if (dot && (i == 0 || i + 1 == field.len || field.ptr[i + 1] == '.'))
            return yaml_error(err, at, "field \"%.*s\" has an empty part", SLICE_FMT(field));
    }
    if (parts <= RULE_FIELD_PARTS_MAX) return true;
    err_set(err, ERR_LIMIT, "field of %zu parts is over %u (RULE_FIELD_PARTS_MAX)", parts, RULE_FIELD_PARTS_MAX);
    return place(err, at);
}

/* --- values → tests --- */

static bool test_string(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                        struct err *err) {
    return pattern_compile(b, v->codes, d->cased, out, err) || place(err, v->node);
}

static bool test_value(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                       struct err *err) {
    switch (v->kind) {
    case VALUE_STRING: return test_string(b, d, v, out, err);
    case VALUE_NULL: *out = (struct test){.op = TEST_NULL}; return true;
    case VALUE_NUMBER:
        *out = (struct test){.op = TEST_NUMBER, .cmp = CMP_EQ, .number = v->number};
        out->text = arena_dup(&b->arena, v->node->text);
        return true;
    case VALUE_BOOL: /* a JSON boolean's text is "true" or "false" */
        *out = (struct test){.op = TEST_EQUAL, .text = v->yes ? SLICE("true") : SLICE("false")};
        out->written = out->text;
        return true;
    }
    return false;
}

static bool test_regex(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                       struct err *err) {
    *out = (struct test){.op = TEST_REGEX};
    if (v->node->text.len > RULE_REGEX_BYTES_MAX) {
        err_set(err, ERR_LIMIT, "regular expression of %zu bytes is over %u (RULE_REGEX_BYTES_MAX)", v->node->text.len,
                RULE_REGEX_BYTES_MAX);
        return place(err, v->node);
    }
    return regex_compile(b, v->node->text, d->regex_flags, &out->regex, err) || place(err, v->node);
}

static bool test_cidr(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                      struct err *err) {
    *out = (struct test){.op = TEST_CIDR};
    if (cidr_parse(v->node->text, &out->cidr)) return true;
    return yaml_error(err, v->node, "\"%.*s\" is not a network such as 10.0.0.0/8", SLICE_FMT(v->node->text));
}

static bool test_exists(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                        struct err *err) {
    *out = (struct test){.op = TEST_EXISTS, .yes = v->yes};
    if (v->kind == VALUE_BOOL) return true;
    if (slice_eq_fold(v->node->text, SLICE("true"))) out->yes = true;
    else if (!slice_eq_fold(v->node->text, SLICE("false"))) return yaml_error(err, v->node, "exists is true or false");
    return true;
}

static bool test_fieldref(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                          struct err *err) {
    if (!check_field(v->node->text, v->node, err)) return false;
    if (slice_empty(v->node->text)) return yaml_error(err, v->node, "fieldref names a field");
    *out = (struct test){.op = TEST_FIELDREF, .ref = (uint8_t)d->ref, .cased = d->cased};
    out->field = paths_id(&b->paths, v->node->text);
    return true;
}

static bool test_number(struct ruleset_builder *b, const struct draft *d, const struct value *v, struct test *out,
                        struct err *err) {
    *out = (struct test){.op = TEST_NUMBER, .cmp = (uint8_t)d->cmp, .number = v->number};
    if (v->kind == VALUE_NUMBER || number_parse(v->node->text, &out->number)) return true;
    return yaml_error(err, v->node, "gt, gte, lt and lte compare with a number");
}

typedef bool (*test_maker)(struct ruleset_builder *, const struct draft *, const struct value *, struct test *,
                           struct err *);
static const test_maker TEST_MAKERS[] = {
    [AS_VALUE] = test_value,   [AS_REGEX] = test_regex,       [AS_CIDR] = test_cidr,
    [AS_EXISTS] = test_exists, [AS_FIELDREF] = test_fieldref, [AS_NUMBER] = test_number,
};

/* Many plain texts become one set; what stays are the other tests. */
static void gather_set(struct ruleset_builder *b, struct item *item, struct test *tests, size_t count) {
    struct slice *texts = ARENA_ARRAY(&b->scratch, struct slice, count);
    size_t plain = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        if (tests[i].op == TEST_EQUAL && !tests[i].cased) texts[plain++] = tests[i].text;
    item->tests = tests;
    item->count = count;
    if (item->all || item->path == PATH_KEYWORDS || plain < TEXT_SET_MIN) return;
    for (size_t i = 0; i < count; i++)
        if (tests[i].op != TEST_EQUAL || tests[i].cased) tests[kept++] = tests[i];
    item->count = kept;
    text_set_build(&item->set, texts, plain, &b->arena);
}

/* Many networks become one set. */
static void gather_nets(struct ruleset_builder *b, struct item *item) {
    if (item->all || item->path == PATH_KEYWORDS || item->count < CIDR_SET_MIN) return;
    struct cidr *nets = ARENA_ARRAY(&b->arena, struct cidr, item->count);
    struct cidr_set *set = ARENA_NEW(&b->arena, struct cidr_set);
    for (size_t i = 0; i < item->count; i++) nets[i] = item->tests[i].cidr;
    cidr_set_build(set, nets, item->count);
    item->nets = set;
    item->tests = NULL;
    item->count = 0;
}

/* Whether what it says depends on nothing but the text. */
static bool goes_by_text(const struct item *item) {
    for (size_t i = 0; i < item->count; i++)
        if (item->tests[i].op > TEST_CIDR) return false;
    return item->part == TIME_WHOLE;
}

static const struct item *finish_item(struct ruleset_builder *b, struct draft *d, uint32_t path, struct err *err) {
    struct item *item = ARENA_NEW(&b->arena, struct item);
    struct arena *arena = d->as == AS_CIDR && d->count >= CIDR_SET_MIN ? &b->scratch : &b->arena;
    struct test *tests = ARENA_ARRAY(arena, struct test, d->count);
    for (size_t i = 0; i < d->count; i++)
        if (!TEST_MAKERS[d->as](b, d, &d->values[i], &tests[i], err)) return NULL;
    item->path = path;
    item->all = d->all;
    item->negate = d->negate;
    item->part = d->part;
    gather_set(b, item, tests, d->count);
    if (d->as == AS_CIDR) gather_nets(b, item);
    bool known = path != PATH_KEYWORDS && b->paths.nodes[path].known;
    if (known && goes_by_text(item)) item->number = ++b->paths.nodes[path].items;
    return item;
}

/* --- the key --- */

static bool apply_modifiers(struct draft *d, struct slice list, const struct ynode *key, struct err *err) {
    size_t count = 0;
    while (!slice_empty(list)) {
        list = slice_sub(list, 1, list.len); /* the bar */
        struct slice name = slice_before(list, '|');
        list = slice_sub(list, name.len, list.len);
        if (++count > RULE_MODIFIERS_MAX) {
            err_set(err, ERR_LIMIT, "more than %u modifiers (RULE_MODIFIERS_MAX)", RULE_MODIFIERS_MAX);
            return place(err, key);
        }
        if (!modifier_apply(d, name, key, err)) return false;
    }
    return true;
}

/* Keywords are searched anywhere in a text. */
static bool widen_keywords(struct draft *d, const struct ynode *key, struct err *err) {
    if (d->as == AS_REGEX) return true;
    if (d->as != AS_VALUE || d->part != TIME_WHOLE)
        return yaml_error(err, key, "this modifier needs a field before it");
    return modifier_apply(d, SLICE("contains"), key, err);
}

const struct item *item_parse(struct ruleset_builder *b, const struct ynode *key, const struct ynode *value,
                              struct err *err) {
    struct slice field = slice_before(key->text, '|');
    struct slice modifiers = slice_sub(key->text, field.len, key->text.len);
    struct draft draft = {.builder = b, .arena = &b->scratch, .ref = TEST_EQUAL};
    if (!check_field(field, key, err) || !read_values(&draft, value, err)) return NULL;
    if (!apply_modifiers(&draft, modifiers, key, err)) return NULL;
    if (slice_empty(field) && !widen_keywords(&draft, key, err)) return NULL;
    /* The parts of a time are numbers; written without gt and the like they are compared for equality. */
    if (draft.part != TIME_WHOLE && draft.as == AS_VALUE) draft.as = AS_NUMBER;
    return finish_item(b, &draft, slice_empty(field) ? PATH_KEYWORDS : paths_id(&b->paths, field), err);
}
