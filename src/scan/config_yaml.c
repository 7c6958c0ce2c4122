/* SPDX-License-Identifier: Apache-2.0 */
/* scan/config_yaml.c: config_parse(): one table row a key, one function a shape of value.
 *
 * Invariants: the first error wins and has the line and column of the key or value at fault; anchors and aliases are
 * refused, so the size of a configuration is the size of its text.
 */
#include "scan/config_yaml.h"

#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/timefmt.h"
#include "detect/suggest.h"

struct reader {
    struct config *config;
    struct slice folder; /* of the configuration, with its slash */
    struct err *err;
    size_t account_cap, trusted_cap, network_cap, list_cap, rule_cap, filter_cap, geoip_cap, mute_cap, placeholder_cap;
};

/* A key, a function for its value. `ctx` is what read_mapping() was given. */
struct key {
    const char *name;
    bool (*read)(struct reader *r, struct fy_node *value, void *ctx);
};

enum { KEYS_MAX = 16 };

/* --- nodes --- */

/* Where a node starts: a mapping or a sequence starts where its first scalar does. */
static const struct fy_mark *node_mark(struct fy_node *node) {
    while (node && !fy_node_is_scalar(node)) {
        void *at = NULL;
        struct fy_node_pair *pair = fy_node_is_mapping(node) ? fy_node_mapping_iterate(node, &at) : NULL;
        at = NULL;
        node = pair ? fy_node_pair_key(pair) : fy_node_is_sequence(node) ? fy_node_sequence_iterate(node, &at) : NULL;
    }
    struct fy_token *token = node ? fy_node_get_scalar_token(node) : NULL;
    return token ? fy_token_start_mark(token) : NULL;
}

__attribute__((format(printf, 3, 4))) static bool fail(struct reader *r, struct fy_node *node, const char *format,
                                                       ...) {
    char message[ERR_MESSAGE_MAX];
    const struct fy_mark *mark = node_mark(node);
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (mark) r->err->line = (uint32_t)mark->line + 1, r->err->column = (uint32_t)mark->column + 1;
    return err_set(r->err, ERR_FORMAT, "%s", message);
}

static struct slice node_text(struct fy_node *node) {
    size_t len = 0;
    const char *text = fy_node_get_scalar(node, &len);
    return slice_from(text, text ? len : 0);
}

static bool is_nothing(struct fy_node *node) {
    return !node || (fy_node_is_scalar(node) && !fy_node_is_alias(node) && slice_empty(node_text(node)));
}

/* The text of a scalar that is not empty, in the arena. */
static bool read_text(struct reader *r, struct fy_node *node, const char *what, struct slice *out) {
    if (!node || !fy_node_is_scalar(node) || fy_node_is_alias(node)) return fail(r, node, "%s must be a text", what);
    struct slice text = node_text(node);
    if (slice_empty(text)) return fail(r, node, "%s is empty", what);
    *out = arena_dup(&r->config->arena, text);
    return true;
}

static bool unknown_key(struct reader *r, struct fy_node *node, const struct key *keys, size_t count) {
    const char *names[KEYS_MAX];
    struct slice text = slice_sub(node_text(node), 0, 60);
    for (size_t i = 0; i < count; i++) names[i] = keys[i].name;
    const char *near = suggest(text, names, count);
    if (near) return fail(r, node, "unknown key \"%.*s\"; did you mean \"%s\"?", SLICE_FMT(text), near);
    return fail(r, node, "unknown key \"%.*s\"", SLICE_FMT(text));
}

static bool is_plain_key(struct fy_node *node) {
    return node && fy_node_is_scalar(node) && !fy_node_is_alias(node) && node_text(node).len;
}

/* A mapping whose keys are known. */
static bool read_mapping(struct reader *r, struct fy_node *node, const struct key *keys, size_t count, void *ctx) {
    void *at = NULL;
    for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &at));) {
        struct fy_node *key = fy_node_pair_key(pair);
        size_t i = 0;
        if (!is_plain_key(key)) return fail(r, key, "a key must be a text");
        while (i < count && !slice_eq(node_text(key), slice_cstr(keys[i].name))) i++;
        if (i == count) return unknown_key(r, key, keys, count);
        if (is_nothing(fy_node_pair_value(pair))) continue;
        if (!keys[i].read(r, fy_node_pair_value(pair), ctx)) return false;
    }
    return true;
}

/* Nothing, a mapping, or the value of the first key alone: "prod" for {name: prod}. */
static bool read_entry(struct reader *r, struct fy_node *node, const struct key *keys, size_t count, void *ctx) {
    if (is_nothing(node)) return true;
    if (fy_node_is_mapping(node)) return read_mapping(r, node, keys, count, ctx);
    return keys[0].read(r, node, ctx);
}

/* One value or a list of them. */
static bool read_each(struct reader *r, struct fy_node *node, void *ctx,
                      bool (*read)(struct reader *r, struct fy_node *value, void *ctx)) {
    void *at = NULL;
    if (!fy_node_is_sequence(node)) return read(r, node, ctx);
    for (struct fy_node *item; (item = fy_node_sequence_iterate(node, &at));)
        if (!read(r, item, ctx)) return false;
    return true;
}

/* A file name; relative ones count from the configuration's folder. */
static bool read_path(struct reader *r, struct fy_node *node, const char *what, struct slice *out) {
    struct slice path;
    if (!read_text(r, node, what, &path)) return false;
    bool here = path.ptr[0] == '/' || slice_empty(r->folder);
    *out = here ? path : arena_printf(&r->config->arena, "%.*s%s", SLICE_FMT(r->folder), path.ptr);
    return true;
}

/* --- accounts --- */

static bool read_account_id(struct reader *r, struct fy_node *node, struct slice *out) {
    if (!is_plain_key(node)) return fail(r, node, "an account must be a 12-digit number");
    struct slice text = node_text(node);
    bool digits = text.len == 12;
    for (size_t i = 0; digits && i < text.len; i++) digits = text.ptr[i] >= '0' && text.ptr[i] <= '9';
    if (!digits) return fail(r, node, "\"%.*s\" is not an account: 12 digits", SLICE_FMT(slice_sub(text, 0, 60)));
    *out = arena_dup(&r->config->arena, text);
    return true;
}

static bool read_name(struct reader *r, struct fy_node *value, void *ctx) {
    struct config_account *account = ctx;
    return read_text(r, value, "name", &account->name);
}

static bool read_importance(struct reader *r, struct fy_node *value, void *ctx) {
    struct config_account *account = ctx;
    struct slice text;
    if (!read_text(r, value, "importance", &text)) return false;
    for (enum importance i = IMPORTANCE_LOW; i <= IMPORTANCE_HIGH; i++)
        if (slice_eq(text, slice_cstr(importance_name(i)))) return account->importance = i, true;
    return fail(r, value, "importance \"%.*s\" is none of low, normal, high", SLICE_FMT(slice_sub(text, 0, 60)));
}

static const struct key ACCOUNT_KEYS[] = {{"name", read_name}, {"importance", read_importance}};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int account_cmp(const void *a, const void *b) {
    return slice_cmp(((const struct config_account *)a)->id, ((const struct config_account *)b)->id);
}

static bool read_accounts(struct reader *r, struct fy_node *node, void *ctx) {
    struct config *config = r->config;
    void *at = NULL;
    if (!fy_node_is_mapping(node)) return fail(r, node, "accounts must map account numbers to names");
    for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &at));) {
        struct config_account account = {.importance = IMPORTANCE_NORMAL};
        struct fy_node *value = fy_node_pair_value(pair);
        if (!read_account_id(r, fy_node_pair_key(pair), &account.id)) return false;
        if (!read_entry(r, value, ACCOUNT_KEYS, COUNT(ACCOUNT_KEYS), &account)) return false;
        VEC_PUSH(config->accounts, config->account_count, r->account_cap, account);
    }
    if (config->account_count) qsort(config->accounts, config->account_count, sizeof *config->accounts, account_cmp);
    return true;
}

/* --- trusted accounts --- */

struct trusted_entry {
    struct config_trusted common;
    bool has_role;
};

static void push_trusted(struct reader *r, struct config_trusted trusted) {
    VEC_PUSH(r->config->trusted, r->config->trusted_count, r->trusted_cap, trusted);
}

static bool read_trusted_name(struct reader *r, struct fy_node *value, void *ctx) {
    struct trusted_entry *entry = ctx;
    return read_text(r, value, "name", &entry->common.name);
}

static bool read_one_role(struct reader *r, struct fy_node *value, void *ctx) {
    struct trusted_entry *entry = ctx;
    struct config_trusted trusted = entry->common;
    if (!read_text(r, value, "role", &trusted.role)) return false;
    entry->has_role = true;
    push_trusted(r, trusted);
    return true;
}

static bool read_role(struct reader *r, struct fy_node *value, void *ctx) {
    return read_each(r, value, ctx, read_one_role);
}

static const struct key TRUSTED_KEYS[] = {{"name", read_trusted_name}, {"role", read_role}};

static int trusted_cmp(const void *a, const void *b) {
    const struct config_trusted *x = a, *y = b;
    int order = slice_cmp(x->id, y->id);
    return order ? order : slice_cmp(x->role, y->role);
}

/* Roles may stand before the name: the name is put to all entries of the account at the end. */
static bool read_trusted_entry(struct reader *r, struct fy_node *value, struct trusted_entry *entry) {
    size_t first = r->config->trusted_count;
    if (!read_entry(r, value, TRUSTED_KEYS, COUNT(TRUSTED_KEYS), entry)) return false;
    if (!entry->has_role) push_trusted(r, entry->common);
    for (size_t i = first; i < r->config->trusted_count; i++) r->config->trusted[i].name = entry->common.name;
    return true;
}

static bool read_trusted(struct reader *r, struct fy_node *node, void *ctx) {
    struct config *config = r->config;
    void *at = NULL;
    if (!fy_node_is_mapping(node)) return fail(r, node, "trusted_accounts must map account numbers to names");
    for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &at));) {
        struct trusted_entry entry = {0};
        if (!read_account_id(r, fy_node_pair_key(pair), &entry.common.id)) return false;
        if (!read_trusted_entry(r, fy_node_pair_value(pair), &entry)) return false;
    }
    if (config->trusted_count) qsort(config->trusted, config->trusted_count, sizeof *config->trusted, trusted_cmp);
    return true;
}

/* --- networks --- */

static bool read_cidr(struct reader *r, struct fy_node *value, void *ctx) {
    struct config *config = r->config;
    struct config_cidr cidr;
    if (!fy_node_is_scalar(value) || fy_node_is_alias(value)) return fail(r, value, "a network is a list of CIDRs");
    struct slice text = node_text(value);
    if (!config_cidr_parse(text, &cidr))
        return fail(r, value, "\"%.*s\" is not an address or a CIDR such as 203.0.113.0/24",
                    SLICE_FMT(slice_sub(text, 0, 60)));
    cidr.network = (uint32_t)(config->network_count - 1);
    VEC_PUSH(config->cidrs, config->cidr_count, config->cidr_cap, cidr);
    return true;
}

static bool read_list(struct reader *r, struct fy_node *value, void *ctx) {
    struct config *config = r->config;
    struct config_list list = {0};
    const struct fy_mark *mark = node_mark(value);
    if (!read_path(r, value, "malicious", &list.path)) return false;
    if (mark) list.line = (uint32_t)mark->line + 1, list.column = (uint32_t)mark->column + 1;
    VEC_PUSH(config->lists, config->list_count, r->list_cap, list);
    return true;
}

static bool read_networks(struct reader *r, struct fy_node *node, void *ctx) {
    struct config *config = r->config;
    void *at = NULL;
    if (!fy_node_is_mapping(node)) return fail(r, node, "networks must map names to CIDRs");
    for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &at));) {
        struct fy_node *value = fy_node_pair_value(pair);
        struct config_network network = {.malicious = false};
        if (!read_text(r, fy_node_pair_key(pair), "the name of a network", &network.name)) return false;
        if (is_nothing(value)) continue;
        if (slice_eq(network.name, SLICE("malicious"))) {
            if (!read_each(r, value, NULL, read_list)) return false;
            continue;
        }
        VEC_PUSH(config->networks, config->network_count, r->network_cap, network);
        if (!read_each(r, value, NULL, read_cidr)) return false;
    }
    config_sort_cidrs(config);
    return true;
}

/* --- the rest --- */

static bool read_rule_path(struct reader *r, struct fy_node *value, void *ctx) {
    struct slice path;
    if (!read_path(r, value, "rules", &path)) return false;
    VEC_PUSH(r->config->rules, r->config->rule_count, r->rule_cap, path);
    return true;
}

static bool read_rules(struct reader *r, struct fy_node *value, void *ctx) {
    return read_each(r, value, NULL, read_rule_path);
}

static bool read_geoip_path(struct reader *r, struct fy_node *value, void *ctx) {
    struct slice path;
    if (!read_path(r, value, "geoip", &path)) return false;
    VEC_PUSH(r->config->geoips, r->config->geoip_count, r->geoip_cap, path);
    return true;
}

static bool read_geoips(struct reader *r, struct fy_node *value, void *ctx) {
    if (!fy_node_is_sequence(value)) return read_geoip_path(r, value, NULL);
    return read_each(r, value, NULL, read_geoip_path);
}

static bool read_filter_path(struct reader *r, struct fy_node *value, void *ctx) {
    struct slice path;
    if (!read_path(r, value, "filters", &path)) return false;
    VEC_PUSH(r->config->filters, r->config->filter_count, r->filter_cap, path);
    return true;
}

static bool read_filters(struct reader *r, struct fy_node *value, void *ctx) {
    return read_each(r, value, NULL, read_filter_path);
}

static bool read_mute(struct reader *r, struct fy_node *value, void *ctx) {
    struct config_mute mute = {.line = 1, .column = 1};
    const struct fy_mark *mark = node_mark(value);
    if (!read_text(r, value, "mutes", &mute.rule)) return false;
    if (mark) mute.line = (uint32_t)mark->line + 1, mute.column = (uint32_t)mark->column + 1;
    VEC_PUSH(r->config->mutes, r->config->mute_count, r->mute_cap, mute);
    return true;
}

static bool read_mutes(struct reader *r, struct fy_node *value, void *ctx) {
    return read_each(r, value, NULL, read_mute);
}

static bool read_placeholder_value(struct reader *r, struct fy_node *value, void *ctx) {
    struct config_placeholder *placeholder = ctx;
    struct slice text;
    if (!read_text(r, value, "the value of a placeholder", &text)) return false;
    VEC_PUSH(placeholder->values, placeholder->count, placeholder->cap, text);
    return true;
}

static bool read_placeholders(struct reader *r, struct fy_node *node, void *ctx) {
    struct config *config = r->config;
    void *at = NULL;
    if (!fy_node_is_mapping(node)) return fail(r, node, "placeholders must map names to values");
    for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &at));) {
        struct config_placeholder placeholder = {.count = 0};
        if (!read_text(r, fy_node_pair_key(pair), "the name of a placeholder", &placeholder.name)) return false;
        VEC_PUSH(config->placeholders, config->placeholder_count, r->placeholder_cap, placeholder);
        struct config_placeholder *kept = &config->placeholders[config->placeholder_count - 1];
        if (!read_each(r, fy_node_pair_value(pair), kept, read_placeholder_value)) return false;
    }
    return true;
}

static bool read_gap(struct reader *r, struct fy_node *value, void *ctx) {
    struct slice text;
    if (!read_text(r, value, "gap", &text)) return false;
    if (time_parse_length(text, &r->config->gap)) return true;
    return fail(r, value, "gap \"%.*s\" is not a length of time such as 3d or 12h", SLICE_FMT(slice_sub(text, 0, 60)));
}

static bool read_lang(struct reader *r, struct fy_node *value, void *ctx) {
    struct slice text;
    if (!read_text(r, value, "lang", &text)) return false;
    return lang_parse(text, &r->config->lang) || fail(r, value, "lang \"%.*s\" is not known; this version speaks %s",
                                                      SLICE_FMT(slice_sub(text, 0, 60)), lang_codes());
}

static const struct key KEYS[] = {
    {"accounts", read_accounts},
    {"trusted_accounts", read_trusted},
    {"networks", read_networks},
    {"rules", read_rules},
    {"filters", read_filters},
    {"mutes", read_mutes},
    {"placeholders", read_placeholders},
    {"gap", read_gap},
    {"geoip", read_geoips},
    {"lang", read_lang},
};

/* The first error that the YAML parser collected. */
static bool yaml_error(struct fy_diag *diag, struct err *err) {
    void *at = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diag, &at);
    if (error && error->line >= 0) err->line = (uint32_t)error->line, err->column = (uint32_t)error->column;
    return err_set(err, ERR_FORMAT, "not YAML: %s", error && error->msg ? error->msg : "cannot be read");
}

/* What the parser would print. The first collected error says enough. */
static void discard(struct fy_diag *diag, void *user, const char *text, size_t len) {
}

static bool read_root(struct reader *r, struct fy_document *document) {
    struct fy_node *root = fy_document_root(document);
    if (is_nothing(root)) return true;
    if (!fy_node_is_mapping(root)) return fail(r, root, "a configuration is a mapping of keys");
    return read_mapping(r, root, KEYS, COUNT(KEYS), NULL);
}

/* At most one document. */
static bool read_stream(struct reader *r, struct fy_parser *parser, struct fy_diag *diag) {
    struct fy_document *document = fy_parse_load_document(parser);
    bool ok = !document || read_root(r, document);
    fy_parse_document_destroy(parser, document);
    document = ok ? fy_parse_load_document(parser) : NULL;
    if (document) ok = fail(r, fy_document_root(document), "a configuration is one document");
    fy_parse_document_destroy(parser, document);
    if (ok && fy_parser_get_stream_error(parser)) ok = yaml_error(diag, r->err);
    return ok;
}

/* libfyaml 0.7.12 does not come back from a directive ("%…") that is not UTF-8. */
static bool check_utf8(struct slice text, struct err *err) {
    uint32_t line = 1, column = 1;
    for (size_t i = 0, used = 0; i < text.len; i += used, column++) {
        uint32_t code = utf8_next(slice_sub(text, i, text.len), &used);
        if (code == 0xfffd && used == 1) {
            err->line = line, err->column = column;
            return err_set(err, ERR_FORMAT, "the configuration is not valid UTF-8");
        }
        if (code == '\n') line++, column = 0;
    }
    return true;
}

static bool read_text_of(struct reader *r, struct slice text) {
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    quiet.output_fn = discard;
    struct fy_diag *diag = fy_diag_create(&quiet);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&cfg);
    bool ok =
        fy_parser_set_string(parser, text.ptr, text.len) == 0 ? read_stream(r, parser, diag) : yaml_error(diag, r->err);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return ok;
}

bool config_parse(struct slice text, struct slice path, struct config *out, struct err *err) {
    struct config config;
    if (text.len > CONFIG_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the configuration is longer than %u bytes (CONFIG_BYTES_MAX)",
                       CONFIG_BYTES_MAX);
    if (!check_utf8(text, err)) return false;
    config_init(&config);
    size_t name = slice_after_last(path, '/').len;
    struct reader r = {.config = &config, .folder = slice_sub(path, 0, path.len - name), .err = err};
    bool ok = slice_empty(slice_trim(text)) || read_text_of(&r, text);
    if (ok) *out = config;
    else config_release(&config);
    return ok;
}
