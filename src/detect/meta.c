/* SPDX-License-Identifier: Apache-2.0 */
/* detect/meta.c: what a rule says about itself: title, level, tags, and our `emaki:` block, which other engines ignore.
 */
#include <stddef.h>

#include "detect/rule.h"
#include "detect/suggest.h"

static const char *const LEVELS[] = {"informational", "low", "medium", "high", "critical"};
#define LEVEL_COUNT (sizeof LEVELS / sizeof *LEVELS)

const char *level_name(enum level level) {
    return (size_t)level < LEVEL_COUNT ? LEVELS[level] : "";
}

bool level_parse(struct slice s, enum level *out) {
    for (size_t i = 0; i < LEVEL_COUNT; i++) {
        if (!slice_eq_fold(s, slice_cstr(LEVELS[i]))) continue;
        *out = (enum level)i;
        return true;
    }
    return false;
}

struct emaki_key {
    const char *name;
    size_t offset; /* in rule_info, or in rule_words */
    bool paths;    /* may be a list of paths */
};

#define IN_ENGLISH(word) (offsetof(struct rule_info, words) + offsetof(struct rule_words, word))

static const struct emaki_key EMAKI_KEYS[] = {
    {"step", IN_ENGLISH(step), false},
    {"attempt", IN_ENGLISH(attempt), false},
    {"many", IN_ENGLISH(many), false},
    {"detail", offsetof(struct rule_info, detail), false},
    {"resource", offsetof(struct rule_info, resource), true},
    {"resource_type", offsetof(struct rule_info, resource_type), false},
    {"target", offsetof(struct rule_info, target), true},
    {"impact", offsetof(struct rule_info, impact), false},
};

/* Of the map that has another language's words: `emaki: ja:`. */
static const struct emaki_key WORD_KEYS[] = {
    {"title", offsetof(struct rule_words, title), false},
    {"step", offsetof(struct rule_words, step), false},
    {"attempt", offsetof(struct rule_words, attempt), false},
    {"many", offsetof(struct rule_words, many), false},
};

enum {
    EMAKI_KEY_COUNT = sizeof EMAKI_KEYS / sizeof *EMAKI_KEYS,
    WORD_KEY_COUNT = sizeof WORD_KEYS / sizeof *WORD_KEYS
};

static const struct emaki_key *find_key(const struct emaki_key *keys, size_t count, const struct ynode *key,
                                        struct err *err) {
    const char *names[EMAKI_KEY_COUNT];
    for (size_t i = 0; i < count; i++) {
        names[i] = keys[i].name;
        if (slice_eq(key->text, slice_cstr(names[i]))) return &keys[i];
    }
    const char *near = suggest(key->text, names, count);
    if (near) yaml_error(err, key, "emaki: unknown key \"%.*s\": did you mean \"%s\"?", SLICE_FMT(key->text), near);
    else yaml_error(err, key, "emaki: unknown key \"%.*s\"", SLICE_FMT(key->text));
    return NULL;
}

/* A list of paths is kept as one text, a line each. */
static bool join_lines(struct arena *arena, const struct ynode *list, struct slice *out, struct err *err) {
    struct buf text;
    buf_init(&text);
    bool ok = true;
    for (size_t i = 0; ok && i < list->count; i++) {
        ok = list->items[i]->kind == Y_SCALAR || yaml_error(err, list->items[i], "emaki: a path is a text");
        if (i) buf_putc(&text, '\n');
        if (ok) buf_put(&text, list->items[i]->text);
    }
    if (ok) *out = arena_dup(arena, buf_slice(&text));
    buf_release(&text);
    return ok;
}

static bool is_other_language(const struct ynode *key) {
    enum lang lang;
    return lang_parse(key->text, &lang) && lang != LANG_EN;
}

/* Fills what `node`, a map of `keys`, says in the struct at `base`. A key that is a language is left to the caller. */
static bool parse_keys(struct ruleset_builder *b, const struct ynode *node, const struct emaki_key *keys, size_t count,
                       void *base, struct err *err) {
    if (node->kind != Y_MAP) return yaml_error(err, node, "emaki: is a map");
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *value = node->pairs[i].value;
        if (keys == EMAKI_KEYS && is_other_language(node->pairs[i].key)) continue;
        const struct emaki_key *key = find_key(keys, count, node->pairs[i].key, err);
        if (!key) return false;
        struct slice *out = (struct slice *)((char *)base + key->offset);
        bool list = key->paths && value->kind == Y_LIST;
        if (!list && value->kind != Y_SCALAR)
            return yaml_error(err, value, "emaki: %s is a text%s", key->name, key->paths ? " or a list of paths" : "");
        if (list && !join_lines(&b->arena, value, out, err)) return false;
        if (!list) *out = arena_dup(&b->arena, value->text);
    }
    return true;
}

static bool parse_emaki(struct ruleset_builder *b, const struct ynode *node, struct rule_info *info, struct err *err) {
    struct rule_words *english = &info->words[LANG_EN];
    if (node && !parse_keys(b, node, EMAKI_KEYS, EMAKI_KEY_COUNT, info, err)) return false;
    english->title = info->title;
    for (enum lang lang = LANG_EN + 1; lang < LANGS; lang++) {
        const struct ynode *map = node ? yaml_get(node, lang_code(lang)) : NULL;
        struct rule_words *words = &info->words[lang];
        *words = *english;
        if (map && !parse_keys(b, map, WORD_KEYS, WORD_KEY_COUNT, words, err)) return false;
    }
    return true;
}

/* --- tags --- */

static bool is_number_tag(struct slice s) {
    return s.len > 1 && strchr("tgsm", ascii_lower(s.ptr[0])) && s.ptr[1] >= '0' && s.ptr[1] <= '9';
}

static struct slice upper_dup(struct arena *arena, struct slice s) {
    char *text = arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) text[i] = s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 32) : s.ptr[i];
    return slice_from(text, s.len);
}

/* "attack.initial_access" is written with "-" as in ATT&CK's own short names. */
static struct slice tactic_dup(struct arena *arena, struct slice s) {
    char *text = arena_alloc(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++) text[i] = s.ptr[i] == '_' ? '-' : ascii_lower(s.ptr[i]);
    return slice_from(text, s.len);
}

static void read_attack_tag(struct arena *arena, struct slice tag, struct rule_info *info) {
    if (!slice_starts(tag, SLICE("attack."))) return;
    struct slice rest = slice_sub(tag, 7, tag.len);
    if (slice_empty(rest)) return;
    bool technique = is_number_tag(rest) && ascii_lower(rest.ptr[0]) == 't';
    if (technique && slice_empty(info->technique)) info->technique = upper_dup(arena, rest);
    if (!is_number_tag(rest) && slice_empty(info->tactic)) info->tactic = tactic_dup(arena, rest);
}

static bool parse_tags(struct ruleset_builder *b, const struct ynode *node, struct rule_info *info, struct err *err) {
    if (!node || yaml_is_null(node)) return true;
    if (node->kind != Y_LIST) return yaml_error(err, node, "tags is a list");
    struct slice *tags = ARENA_ARRAY(&b->arena, struct slice, node->count);
    for (size_t i = 0; i < node->count; i++) {
        if (node->items[i]->kind != Y_SCALAR) return yaml_error(err, node->items[i], "a tag is a text");
        tags[i] = arena_dup(&b->arena, node->items[i]->text);
        read_attack_tag(&b->arena, tags[i], info);
    }
    info->tags = tags;
    info->tag_count = node->count;
    return true;
}

/* --- the rest --- */

static bool read_text(struct ruleset_builder *b, const struct ynode *root, const char *key, struct slice *out,
                      struct err *err) {
    const struct ynode *node = yaml_get(root, key);
    if (!node || yaml_is_null(node)) return true;
    if (node->kind != Y_SCALAR) return yaml_error(err, node, "%s is a text", key);
    *out = arena_dup(&b->arena, slice_trim(node->text));
    return true;
}

static bool parse_level(const struct ynode *node, struct rule *rule, struct err *err) {
    rule->info.level = LEVEL_MEDIUM; /* a rule without one: neither hidden nor loud */
    if (!node || yaml_is_null(node)) return true;
    if (node->kind == Y_SCALAR && level_parse(node->text, &rule->info.level)) return rule->has_level = true;
    const char *near = suggest(node->text, LEVELS, LEVEL_COUNT);
    return yaml_error(err, node, "unknown level \"%.*s\"%s%s%s", SLICE_FMT(node->text), near ? ": did you mean \"" : "",
                      near ? near : "", near ? "\"?" : "");
}

bool meta_parse(struct ruleset_builder *b, const struct ynode *root, struct rule *rule, struct err *err) {
    struct rule_info *info = &rule->info;
    if (!read_text(b, root, "id", &info->id, err) || !read_text(b, root, "title", &info->title, err) ||
        !read_text(b, root, "name", &rule->name, err) || !read_text(b, root, "description", &info->description, err))
        return false;
    if (slice_empty(info->title)) return yaml_error(err, root, "a rule needs a title");
    return parse_level(yaml_get(root, "level"), rule, err) && parse_tags(b, yaml_get(root, "tags"), info, err) &&
           parse_emaki(b, yaml_get(root, "emaki"), info, err);
}
