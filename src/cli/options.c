/* SPDX-License-Identifier: Apache-2.0 */
/* cli/options.c: every option, one row each, and the functions that take their values. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/timefmt.h"
#include "cli/args.h"

static const char *const FORMAT_NAMES[FORMATS] = {[FORMAT_TEXT] = "text",
                                                  [FORMAT_JSON] = "json",
                                                  [FORMAT_HTML] = "html",
                                                  [FORMAT_SVG] = "svg",
                                                  [FORMAT_MATCHES] = "matches",
                                                  [FORMAT_NAVIGATOR] = "navigator",
                                                  [FORMAT_CSV] = "csv",
                                                  [FORMAT_MARKDOWN] = "markdown",
                                                  [FORMAT_MERMAID] = "mermaid",
                                                  [FORMAT_DOT] = "dot",
                                                  [FORMAT_OCSF] = "ocsf",
                                                  [FORMAT_STIX] = "stix",
                                                  [FORMAT_ATTACK_FLOW] = "attack-flow",
                                                  [FORMAT_PNG] = "png",
                                                  [FORMAT_PDF] = "pdf"};

const char *format_name(enum format format) {
    return FORMAT_NAMES[format];
}

static void push_word(struct args *args, struct words *words, struct slice word) {
    VEC_PUSH(words->items, words->len, words->cap, arena_dup(&args->arena, word));
}

/* "a,b" counts as two; empty parts are an error. */
static bool push_list(struct args *args, struct words *words, const char *value, const char *what, struct err *err) {
    struct slice rest = slice_cstr(value);
    do {
        struct slice part = slice_before(rest, ',');
        if (slice_empty(slice_trim(part))) return err_set(err, ERR_USAGE, "--%s: an empty name", what);
        push_word(args, words, slice_trim(part));
        if (part.len == rest.len) return true;
        rest = slice_sub(rest, part.len + 1, rest.len);
    } while (true);
}

static bool take_rules(struct args *args, const char *value, struct err *err) {
    push_word(args, &args->rules, slice_cstr(value));
    return true;
}

static bool take_filters(struct args *args, const char *value, struct err *err) {
    push_word(args, &args->filters, slice_cstr(value));
    return true;
}

static bool take_geoip(struct args *args, const char *value, struct err *err) {
    push_word(args, &args->geoips, slice_cstr(value));
    return true;
}

static bool take_digest_keys(struct args *args, const char *value, struct err *err) {
    push_word(args, &args->digest_keys, slice_cstr(value));
    return true;
}

static bool take_no_builtin(struct args *args, const char *value, struct err *err) {
    return args->no_builtin_rules = true;
}

static bool take_config(struct args *args, const char *value, struct err *err) {
    args->config = value;
    return true;
}

/* A date alone, or a date and time; `last` takes the end of a date. */
static bool take_time(const char *name, const char *value, bool last, int64_t *out, struct err *err) {
    char whole[sizeof "2026-03-03T00:00:00Z"] = {0};
    struct slice text = slice_cstr(value);
    if (time_parse(text, out)) return true;
    if (text.len == 10) {
        memcpy(whole, value, 10);
        memcpy(whole + 10, "T00:00:00Z", 10);
        if (time_parse(slice_cstr(whole), out)) {
            if (last) *out += US_PER_DAY - 1;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "--%s: \"%.60s\" is not a time such as 2026-03-03 or 2026-03-03T13:02:11Z", name,
                   value);
}

static bool take_from(struct args *args, const char *value, struct err *err) {
    return take_time("from", value, false, &args->from, err);
}

static bool take_to(struct args *args, const char *value, struct err *err) {
    return take_time("to", value, true, &args->to, err);
}

static bool take_accounts(struct args *args, const char *value, struct err *err) {
    size_t first = args->accounts.len;
    if (!push_list(args, &args->accounts, value, "account", err)) return false;
    for (size_t i = first; i < args->accounts.len; i++) {
        struct slice id = args->accounts.items[i];
        if (id.len != 12 || strspn(id.ptr, "0123456789") != 12)
            return err_set(err, ERR_USAGE, "--account: \"%.60s\" is not an account: 12 digits", id.ptr);
    }
    return true;
}

static bool take_regions(struct args *args, const char *value, struct err *err) {
    return push_list(args, &args->regions, value, "region", err);
}

static bool take_gap(struct args *args, const char *value, struct err *err) {
    if (time_parse_length(slice_cstr(value), &args->gap)) return true;
    return err_set(err, ERR_USAGE, "--gap: \"%.60s\" is not a length of time such as 3d or 12h", value);
}

static bool take_number(const char *name, const char *value, unsigned most, unsigned *out, struct err *err) {
    uint64_t n;
    if (!slice_to_u64(slice_cstr(value), &n) || n < 1 || n > most)
        return err_set(err, ERR_USAGE, "--%s: \"%.60s\" is not a number from 1 to %u", name, value, most);
    *out = (unsigned)n;
    return true;
}

static bool take_threads(struct args *args, const char *value, struct err *err) {
    return take_number("threads", value, THREADS_MAX, &args->threads, err);
}

static bool take_alert(struct args *args, const char *value, struct err *err) {
    return take_number("alert", value, 1000000, &args->alert, err);
}

static bool take_format(struct args *args, const char *value, struct err *err) {
    args->format_word = value;
    return true;
}

static bool take_json(struct args *args, const char *value, struct err *err) {
    args->format_word = format_name(FORMAT_JSON);
    return true;
}

static bool take_output(struct args *args, const char *value, struct err *err) {
    args->output = strcmp(value, "-") == 0 ? NULL : value;
    return *value ? true : err_set(err, ERR_USAGE, "-o: an empty file name");
}

static bool take_level(const char *name, const char *value, enum level *out, bool *has, struct err *err) {
    if (!level_parse(slice_cstr(value), out) || *out == LEVEL_INFORMATIONAL)
        return err_set(err, ERR_USAGE, "--%s: \"%.60s\" is none of low, medium, high, critical", name, value);
    return *has = true;
}

static bool take_min_level(struct args *args, const char *value, struct err *err) {
    return take_level("min-level", value, &args->min_level, &args->has_min_level, err);
}

static bool take_fail_on(struct args *args, const char *value, struct err *err) {
    return take_level("fail-on", value, &args->fail_on, &args->has_fail_on, err);
}

static bool take_tactic(struct args *args, const char *value, struct err *err) {
    args->tactic = value;
    return true;
}

static bool take_technique(struct args *args, const char *value, struct err *err) {
    args->technique = value;
    return true;
}

static bool take_strict(struct args *args, const char *value, struct err *err) {
    return args->strict = true;
}

static bool take_explain(struct args *args, const char *value, struct err *err) {
    args->explain = value;
    return *value ? true : err_set(err, ERR_USAGE, "--explain: an empty event ID");
}

static bool take_stats(struct args *args, const char *value, struct err *err) {
    return args->stats = true;
}

static bool take_color(struct args *args, const char *value, struct err *err) {
    static const char *const names[] = {[WHEN_AUTO] = "auto", [WHEN_ALWAYS] = "always", [WHEN_NEVER] = "never"};
    for (enum when when = WHEN_AUTO; when <= WHEN_NEVER; when++)
        if (strcmp(value, names[when]) == 0) return args->color = when, true;
    return err_set(err, ERR_USAGE, "--color: \"%.60s\" is none of auto, always, never", value);
}

static bool take_lang(struct args *args, const char *value, struct err *err) {
    args->has_lang = lang_parse(slice_cstr(value), &args->lang);
    return args->has_lang ||
           err_set(err, ERR_USAGE, "--lang: \"%.60s\" is not known; this version speaks %s", value, lang_codes());
}

static bool take_help(struct args *args, const char *value, struct err *err) {
    return args->help = true;
}

#define LEVELS "low medium high critical"

const struct option_row OPTIONS_READING[] = {
    {"from", 0, "TIME", NULL, "only events from this time on: 2026-03-03, 2026-03-03T13:02:11Z", take_from},
    {"to", 0, "TIME", NULL, "only events up to this time; a date counts with its whole day", take_to},
    {"account", 0, "ID", NULL, "only events of this account; may be repeated", take_accounts},
    {"region", 0, "NAME", NULL, "only events of this region; may be repeated", take_regions},
    {"digest-keys", 0, "FILE", "<file>",
     "public keys of CloudTrail, to verify the signatures of digests: what aws cloudtrail list-public-keys prints; may "
     "be repeated",
     take_digest_keys},
    {"threads", 0, "N", NULL, "how many threads read (default: as many as there are cores)", take_threads},
    {0},
};

const struct option_row OPTIONS_RULES[] = {
    {"rules", 0, "DIR", "<folder>",
     "Sigma rules of your own, a folder or a file, added to the built-in ones; may be repeated", take_rules},
    {"filters", 0, "DIR", "<folder>",
     "Sigma filters, a folder or a file: what they take out raises nothing, but is still told; may be repeated",
     take_filters},
    {"no-builtin-rules", 0, NULL, NULL, "without the built-in rules", take_no_builtin},
    {"config", 0, "FILE", "<file>",
     "your accounts, trusted accounts and networks (default: ./emaki.yml where there is one)", take_config},
    {"geoip", 0, "FILE", "<file>",
     "countries and networks of addresses, in the MaxMind DB format (.mmdb); may be repeated", take_geoip},
    {"gap", 0, "TIME", NULL, "the silence that ends a story (default: 3d)", take_gap},
    {0},
};

const struct option_row OPTIONS_RESULT[] = {
    {"format", 0, "FORMAT", "<format>", "what to write (default: text)", take_format},
    {"json", 0, NULL, NULL, "the same as --format json", take_json},
    {"output", 'o', "FILE", "<file>", "write there instead of to standard output", take_output},
    {"min-level", 0, "LEVEL", LEVELS,
     "only alerts and observations of this level and above: low, medium, high, critical", take_min_level},
    {"fail-on", 0, "LEVEL", LEVELS, "exit status 3 when there is an alert of this level or above", take_fail_on},
    {0},
};

const struct option_row OPTIONS_STORY[] = {
    {"alert", 0, "N", NULL, "the story of the Nth alert, as scan lists them (default: 1, the gravest)", take_alert},
    {"format", 0, "FORMAT", "<format>", "what to write (default: text)", take_format},
    {"json", 0, NULL, NULL, "the same as --format json", take_json},
    {"output", 'o', "FILE", "<file>", "write there instead of to standard output", take_output},
    {0},
};

#define TACTICS                                                                                              \
    "initial-access execution persistence privilege-escalation defense-evasion credential-access discovery " \
    "lateral-movement collection exfiltration impact"

const struct option_row OPTIONS_LIST[] = {
    {"min-level", 0, "LEVEL", LEVELS, "list: only rules of this level and above: low, medium, high, critical",
     take_min_level},
    {"tactic", 0, "NAME", TACTICS, "list: only rules of this ATT&CK tactic", take_tactic},
    {"technique", 0, "ID", NULL, "list: only rules of this ATT&CK technique and its sub-techniques", take_technique},
    {"strict", 0, NULL, NULL, "test: every rule needs a test of each kind", take_strict},
    {"format", 0, "FORMAT", "<format>", "what to write (default: text)", take_format},
    {"json", 0, NULL, NULL, "the same as --format json", take_json},
    {"output", 'o', "FILE", "<file>", "write there instead of to standard output", take_output},
    {0},
};

const struct option_row OPTIONS_EXPLAIN[] = {
    {"explain", 0, "EVENT-ID", NULL,
     "instead of a story: which rules that event matched, and why those that ask for its API did not", take_explain},
    {0},
};

const struct option_row OPTIONS_GENERAL[] = {
    {"color", 0, "WHEN", "auto always never", "colours: auto (default), always, never; NO_COLOR is honoured",
     take_color},
    {"lang", 0, "LANG", "en", "the language of the story: en, ja", take_lang},
    {"stats", 0, NULL, NULL, "how long it took and how fast, on standard error", take_stats},
    {0},
};

const struct option_row OPTIONS_HELP[] = {
    {"help", 'h', NULL, NULL, "this text", take_help},
    {0},
};
