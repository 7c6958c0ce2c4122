/* SPDX-License-Identifier: Apache-2.0 */
/* detect/parse.c: one YAML document → one rule, or the reason why not. */
#include "detect/rule.h"

static bool wanted(const struct ynode *logsource, const char *key, const char *value, bool may_be_absent,
                   struct err *err) {
    const struct ynode *node = yaml_get(logsource, key);
    if (!node) return may_be_absent || yaml_error(err, logsource, "logsource has no %s (wanted: %s)", key, value);
    if (node->kind != Y_SCALAR) return yaml_error(err, node, "logsource: %s is a text", key);
    if (slice_eq_fold(node->text, slice_cstr(value))) return true;
    yaml_error(err, node, "logsource: %s \"%.*s\" is not read here (only %s)", key, SLICE_FMT(node->text), value);
    err->code = ERR_FOREIGN;
    return false;
}

bool logsource_check(const struct ynode *root, bool may_be_absent, struct err *err) {
    const struct ynode *logsource = yaml_get(root, "logsource");
    if (!logsource) return may_be_absent || yaml_error(err, root, "a rule needs a logsource");
    if (logsource->kind != Y_MAP) return yaml_error(err, logsource, "logsource is a map");
    const struct ynode *category = yaml_get(logsource, "category");
    if (category) {
        yaml_error(err, category, "logsource: categories are not read here (only service cloudtrail)");
        err->code = ERR_FOREIGN;
        return false;
    }
    return wanted(logsource, "product", "aws", false, err) && wanted(logsource, "service", "cloudtrail", true, err);
}

static bool parse_body(struct ruleset_builder *b, const struct ynode *root, struct rule *rule, struct err *err) {
    const struct ynode *detection = yaml_get(root, "detection"), *correlation = yaml_get(root, "correlation");
    if (detection && correlation)
        return yaml_error(err, correlation, "a rule has a detection or a correlation, not both");
    if (!detection && !correlation) return yaml_error(err, root, "a rule needs a detection or a correlation");
    rule->info.correlation = correlation != NULL;
    if (correlation) return (rule->corr = corr_parse(b, correlation, err)) != NULL;
    rule->expr = detection_parse(b, detection, "timeframe", err);
    rule->searches = b->searches;
    rule->search_count = b->search_count;
    rule->condition = b->condition;
    return rule->expr != NULL;
}

struct rule *rule_parse(struct ruleset_builder *b, struct slice path, const struct ynode *root, struct err *err) {
    struct rule *rule = ARENA_NEW(&b->arena, struct rule);
    if (root->kind != Y_MAP) return yaml_error(err, root, "a rule is a map"), NULL;
    rule->info.path = arena_dup(&b->arena, path);
    rule->line = root->line;
    rule->column = root->column;
    /* A correlation has the log sources of its rules. */
    if (!logsource_check(root, yaml_get(root, "correlation") != NULL, err)) return NULL;
    if (!meta_parse(b, root, rule, err) || !parse_body(b, root, rule, err)) return NULL;
    return rule;
}
