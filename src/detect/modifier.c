/* SPDX-License-Identifier: Apache-2.0 */
/* detect/modifier.c: one row a modifier. Source: Sigma modifiers appendix 2.1.0. */
#include "detect/modifier.h"

#include "base/text.h"
#include "detect/suggest.h"

struct modifier {
    const char *name;
    bool strings_only; /* every value becomes a string first; null is refused */
    bool (*apply)(struct draft *draft, unsigned how, const struct ynode *at, struct err *err);
    unsigned how; /* for functions that serve several rows */
};

enum { WRAP_BEFORE = 1, WRAP_BEHIND = 2 };
enum { WIDE_LE, WIDE_BE, WIDE_BOM };

/* A field reference has no text yet: the modifier says how the two texts compare. */
static bool wrap_reference(struct draft *d, unsigned how) {
    d->ref = how == (WRAP_BEFORE | WRAP_BEHIND) ? TEST_CONTAINS : how == WRAP_BEHIND ? TEST_STARTS : TEST_ENDS;
    return true;
}

static bool apply_wrap(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    if (d->as == AS_FIELDREF) return wrap_reference(d, how);
    if (d->as != AS_VALUE) return yaml_error(err, at, "modifiers that exclude one another");
    for (size_t i = 0; i < d->count; i++)
        d->values[i].codes = pattern_wrap(d->values[i].codes, how & WRAP_BEFORE, how & WRAP_BEHIND, CODE_ANY, d->arena);
    /* `fieldref` may follow: startswith|fieldref */
    wrap_reference(d, how);
    return true;
}

static bool apply_all(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    d->all = true;
    return true;
}

static bool apply_cased(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    d->cased = true;
    return true;
}

static bool apply_neq(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    d->negate = true;
    return true;
}

static bool apply_as(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    bool wrapped = d->ref != TEST_EQUAL && how != AS_FIELDREF;
    if (d->as != AS_VALUE || wrapped) return yaml_error(err, at, "modifiers that exclude one another");
    d->as = (enum compare_as)how;
    return true;
}

static bool apply_regex_flag(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    if (d->as != AS_REGEX) return yaml_error(err, at, "i, m and s stand behind \"re\" only");
    d->regex_flags |= how;
    return true;
}

static bool apply_compare(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    d->cmp = (enum cmp)how;
    return apply_as(d, AS_NUMBER, at, err);
}

static bool apply_part(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    d->part = (enum time_part)how;
    return true;
}

static bool is_word(uint16_t code) {
    char c = code < 128 ? ascii_lower((char)code) : 0;
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_dash_word(const struct codes *c, size_t i) {
    if (c->ptr[i] != '-' && c->ptr[i] != '/') return false;
    uint16_t before = i ? c->ptr[i - 1] : ' ', behind = i + 1 < c->len ? c->ptr[i + 1] : ' ';
    return !is_word(before) && is_word(behind);
}

/* A dash or slash that starts an option may be any of the five characters. */
static bool apply_windash(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    for (size_t v = 0; v < d->count; v++) {
        struct codes from = d->values[v].codes, to = pattern_wrap(from, false, false, 0, d->arena);
        for (size_t i = 0; i < from.len; i++)
            if (is_dash_word(&from, i)) to.ptr[i] = CODE_DASH;
        d->values[v].codes = to;
    }
    return true;
}

static struct slice encode_base64(struct slice in, struct arena *arena, bool pad) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(arena, in.len / 3 * 4 + 5);
    size_t n = 0;
    for (size_t i = 0; i < in.len; i += 3) {
        size_t have = in.len - i < 3 ? in.len - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++) bits = bits << 8 | (k < have ? (unsigned char)in.ptr[i + k] : 0u);
        for (size_t k = 0; k <= have; k++) out[n++] = alphabet[bits >> (18 - 6 * k) & 63];
        for (size_t k = have; pad && k < 3; k++) out[n++] = '=';
    }
    return slice_from(out, n);
}

static bool value_bytes(struct draft *d, struct value *value, struct slice *out, struct err *err) {
    if (pattern_bytes(value->codes, d->arena, out)) return true;
    return yaml_error(err, value->node, "a value with wildcards has no Base64 form");
}

static bool apply_base64(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    for (size_t i = 0; i < d->count; i++) {
        struct slice bytes;
        if (!value_bytes(d, &d->values[i], &bytes, err)) return false;
        d->values[i].codes = pattern_from_bytes(encode_base64(bytes, d->arena, true), d->arena);
    }
    return true;
}

/* The part of the encoding that does not depend on what stands before (`shift` bytes) and behind. */
static struct slice base64_at(struct slice bytes, size_t shift, struct arena *arena) {
    static const size_t starts[] = {0, 2, 3};
    char *shifted = arena_zalloc(arena, bytes.len + shift + 1, 1);
    if (bytes.len) memcpy(shifted + shift, bytes.ptr, bytes.len);
    struct slice whole = encode_base64(slice_from(shifted, bytes.len + shift), arena, false);
    size_t sure = (bytes.len + shift) * 8 / 6; /* characters made of these bytes alone */
    return slice_sub(whole, starts[shift], sure < whole.len ? sure : whole.len);
}

static bool apply_base64offset(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    struct value *values = ARENA_ARRAY(d->arena, struct value, d->count * 3);
    for (size_t i = 0; i < d->count * 3; i++) {
        struct slice bytes;
        values[i] = d->values[i / 3];
        if (!value_bytes(d, &values[i], &bytes, err)) return false;
        values[i].codes = pattern_from_bytes(base64_at(bytes, i % 3, d->arena), d->arena);
    }
    d->values = values;
    d->count *= 3;
    return true;
}

static void put_wide(struct codes *out, uint32_t unit, unsigned how) {
    uint16_t high = (uint16_t)(unit >> 8), low = (uint16_t)(unit & 255);
    out->ptr[out->len++] = how == WIDE_BE ? high : low;
    out->ptr[out->len++] = how == WIDE_BE ? low : high;
}

static bool apply_wide(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    for (size_t v = 0; v < d->count; v++) {
        struct codes from = d->values[v].codes, to = {ARENA_ARRAY(d->arena, uint16_t, from.len * 2 + 2), 0};
        if (how == WIDE_BOM) put_wide(&to, 0xfeff, how);
        for (size_t i = 0, used = 1; i < from.len; i += used) {
            char bytes[4];
            size_t n = 0;
            for (; n < 4 && i + n < from.len && from.ptr[i + n] < 256; n++) bytes[n] = (char)from.ptr[i + n];
            used = 1;
            if (n == 0) to.ptr[to.len++] = from.ptr[i];
            if (n == 0) continue;
            uint32_t code = utf8_next(slice_from(bytes, n), &used);
            if (code >= 0x10000) put_wide(&to, 0xd800 + ((code - 0x10000) >> 10), how);
            put_wide(&to, code >= 0x10000 ? 0xdc00 + ((code - 0x10000) & 0x3ff) : code, how);
        }
        d->values[v].codes = to;
    }
    return true;
}

static bool apply_expand(struct draft *d, unsigned how, const struct ynode *at, struct err *err) {
    return expand_values(d, at, err);
}

static const struct modifier MODIFIERS[] = {
    /* name          strings  function             how */
    {"contains", true, apply_wrap, WRAP_BEFORE | WRAP_BEHIND},
    {"startswith", true, apply_wrap, WRAP_BEHIND},
    {"endswith", true, apply_wrap, WRAP_BEFORE},
    {"all", false, apply_all, 0},
    {"cased", false, apply_cased, 0},
    {"neq", false, apply_neq, 0},
    {"exists", false, apply_as, AS_EXISTS},
    {"fieldref", true, apply_as, AS_FIELDREF},
    {"cidr", true, apply_as, AS_CIDR},
    {"re", true, apply_as, AS_REGEX},
    {"i", false, apply_regex_flag, PCRE2_CASELESS},
    {"m", false, apply_regex_flag, PCRE2_MULTILINE},
    {"s", false, apply_regex_flag, PCRE2_DOTALL},
    {"gt", false, apply_compare, CMP_GT},
    {"gte", false, apply_compare, CMP_GTE},
    {"lt", false, apply_compare, CMP_LT},
    {"lte", false, apply_compare, CMP_LTE},
    {"minute", false, apply_part, TIME_MINUTE},
    {"hour", false, apply_part, TIME_HOUR},
    {"day", false, apply_part, TIME_DAY},
    {"week", false, apply_part, TIME_WEEK},
    {"month", false, apply_part, TIME_MONTH},
    {"year", false, apply_part, TIME_YEAR},
    {"windash", true, apply_windash, 0},
    {"base64", true, apply_base64, 0},
    {"base64offset", true, apply_base64offset, 0},
    {"wide", true, apply_wide, WIDE_LE},
    {"utf16le", true, apply_wide, WIDE_LE},
    {"utf16be", true, apply_wide, WIDE_BE},
    {"utf16", true, apply_wide, WIDE_BOM},
    {"expand", true, apply_expand, 0},
};
#define MODIFIER_COUNT (sizeof MODIFIERS / sizeof *MODIFIERS)

static bool make_strings(struct draft *d, const struct modifier *m, struct err *err) {
    for (size_t i = 0; i < d->count; i++) {
        struct value *v = &d->values[i];
        if (v->kind == VALUE_NULL) return yaml_error(err, v->node, "modifier \"%s\" needs a text, not null", m->name);
        if (v->kind != VALUE_STRING) v->codes = pattern_from_bytes(v->node->text, d->arena);
        v->kind = VALUE_STRING;
    }
    return true;
}

static bool unknown_modifier(struct slice name, const struct ynode *at, struct err *err) {
    const char *names[MODIFIER_COUNT];
    for (size_t i = 0; i < MODIFIER_COUNT; i++) names[i] = MODIFIERS[i].name;
    const char *near = suggest(name, names, MODIFIER_COUNT);
    if (!near) return yaml_error(err, at, "unknown modifier \"%.*s\"", SLICE_FMT(name));
    return yaml_error(err, at, "unknown modifier \"%.*s\": did you mean \"%s\"?", SLICE_FMT(name), near);
}

bool modifier_apply(struct draft *draft, struct slice name, const struct ynode *at, struct err *err) {
    for (size_t i = 0; i < MODIFIER_COUNT; i++) {
        const struct modifier *m = &MODIFIERS[i];
        if (!slice_eq(name, slice_cstr(m->name))) continue;
        if (m->strings_only && !make_strings(draft, m, err)) return false;
        return m->apply(draft, m->how, at, err);
    }
    return unknown_modifier(name, at, err);
}
