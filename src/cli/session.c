/* SPDX-License-Identifier: Apache-2.0 */
/* cli/session.c: see session.h. */
#include "cli/session.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/render.h"
#include "cli/stop.h"
#include "scan/geoip.h"
#include "scan/rules_load.h"
#include "scan/seal.h"

#define CONFIG_DEFAULT "emaki.yml"
enum { RULES_SAID_MAX = 20 };

/* "file:3:7: message"; the place only as far as it is known. */
static void say_at(const char *path, const struct err *err) {
    if (err->line) output_say("%s:%u:%u: %s", path, err->line, err->column, err->message);
    else output_say("%s: %s", path, err->message);
}

/* --- configuration --- */

static bool add_list(struct config *config, const struct config_list *list, const char *from) {
    struct err err = ERR_INIT;
    struct buf text;
    buf_init(&text);
    bool ok = file_read_all(list->path.ptr, ADDRESS_LIST_BYTES_MAX, "ADDRESS_LIST_BYTES_MAX", &text, &err);
    if (!ok) output_say("%s:%u:%u: %s", from, list->line, list->column, err.message);
    else if (!config_add_list(config, buf_slice(&text), &err)) ok = false, say_at(list->path.ptr, &err);
    buf_release(&text);
    return ok;
}

static bool parse_config(const char *path, struct config *out) {
    struct err err = ERR_INIT;
    struct buf text;
    struct config config;
    buf_init(&text);
    bool ok = file_read_all(path, CONFIG_BYTES_MAX, "CONFIG_BYTES_MAX", &text, &err);
    if (!ok) output_say("%s", err.message);
    else if (!config_parse(buf_slice(&text), slice_cstr(path), &config, &err)) ok = false, say_at(path, &err);
    buf_release(&text);
    if (!ok) return false;
    for (size_t i = 0; ok && i < config.list_count; i++) ok = add_list(&config, &config.lists[i], path);
    if (ok) *out = config;
    else config_release(&config);
    return ok;
}

static bool load_config(const struct args *args, struct config *out) {
    if (args->config) return parse_config(args->config, out);
    if (access(CONFIG_DEFAULT, F_OK) == 0) return parse_config(CONFIG_DEFAULT, out);
    config_init(out);
    return true;
}

/* --- rules --- */

static void say_documents(const char *what, const struct rule_skipped *items, size_t count) {
    size_t said = 0, foreign = 0;
    for (size_t i = 0; i < count; i++) {
        foreign += items[i].foreign;
        if (items[i].foreign || said++ >= RULES_SAID_MAX) continue;
        output_say("%s: %.*s:%u:%u: %.*s", what, SLICE_FMT(items[i].path), items[i].line, items[i].column,
                   SLICE_FMT(items[i].error));
    }
    if (said > RULES_SAID_MAX) output_say("%zu more like that; emaki rules check names them", said - RULES_SAID_MAX);
    if (foreign) output_say("%zu rule%s for other logs than CloudTrail passed over", foreign, foreign == 1 ? "" : "s");
}

void session_say_rules(const struct ruleset *rules) {
    size_t skipped, warned;
    const struct rule_skipped *bad = ruleset_skipped(rules, &skipped), *odd = ruleset_warnings(rules, &warned);
    say_documents("rule skipped", bad, skipped);
    say_documents("rule", odd, warned);
}

static bool load_rule_paths(struct ruleset_builder *builder, const char *what, const struct slice *paths,
                            size_t count) {
    struct err err = ERR_INIT;
    for (size_t i = 0; i < count; i++)
        if (!rules_load_path(builder, paths[i].ptr, &err)) return output_say("%s: %s", what, err.message), false;
    return true;
}

/* The same, but a folder may have none: it may hold tests alone. */
static bool load_operands(struct ruleset_builder *builder, const struct words *paths) {
    for (size_t i = 0; paths && i < paths->len; i++) {
        struct err err = ERR_INIT;
        if (rules_load_path(builder, paths->items[i].ptr, &err) || err.code == ERR_USAGE) continue;
        output_say("%s", err.message);
        return false;
    }
    return true;
}

/* Rules may ask for an address of a network by its name: sourceIPAddress|cidr|expand: '%office%'. */
static void add_networks(struct ruleset_builder *builder, const struct config *config) {
    struct arena arena;
    struct slice *texts;
    arena_init(&arena, 0);
    for (size_t i = 0; i < config->network_count; i++) {
        struct slice name = config->networks[i].malicious ? SLICE("malicious") : config->networks[i].name;
        size_t count = config_network_texts(config, name, &arena, &texts);
        ruleset_builder_placeholder(builder, name, texts, count);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void add_config(struct ruleset_builder *builder, const struct config *config, const char *path) {
    add_networks(builder, config);
    for (size_t i = 0; i < config->placeholder_count; i++)
        ruleset_builder_placeholder(builder, config->placeholders[i].name, config->placeholders[i].values,
                                    config->placeholders[i].count);
    for (size_t i = 0; i < config->mute_count; i++)
        ruleset_builder_mute(builder, config->mutes[i].rule, slice_cstr(path ? path : CONFIG_DEFAULT),
                             config->mutes[i].line, config->mutes[i].column);
}

bool session_load(const struct args *args, const struct words *more, struct session *out) {
    struct session session = {0};
    if (!load_config(args, &session.config)) return false;
    const struct config *config = &session.config;
    struct ruleset_builder *builder = ruleset_builder_new();
    add_config(builder, config, args->config);
    if (!args->no_builtin_rules) rules_load_builtin(builder);
    bool ok = load_rule_paths(builder, "rules", config->rules, config->rule_count) &&
              load_rule_paths(builder, "rules", args->rules.items, args->rules.len) && load_operands(builder, more) &&
              load_rule_paths(builder, "filters", config->filters, config->filter_count) &&
              load_rule_paths(builder, "filters", args->filters.items, args->filters.len);
    if (ok) session.rules = ruleset_build(builder); /* the builder ends here */
    else ruleset_builder_free(builder);
    if (ok) *out = session;
    else session_release(&session);
    return ok;
}

/* --- places --- */

static bool add_places(struct geoip *geoip, const struct slice *paths, size_t count) {
    struct err err = ERR_INIT;
    for (size_t i = 0; i < count; i++)
        if (!geoip_add(geoip, paths[i].ptr, &err)) return output_say("geoip: %s", err.message), false;
    return true;
}

/* Files of the command line come first: the first that knows an address is believed. */
static bool load_places(const struct args *args, struct session *session) {
    const struct config *config = &session->config;
    if (!args->geoips.len && !config->geoip_count) return true;
    session->geoip = geoip_new();
    return add_places(session->geoip, args->geoips.items, args->geoips.len) &&
           add_places(session->geoip, config->geoips, config->geoip_count);
}

/* --- keys --- */

static bool add_keys(struct seal_keys *keys, const char *path) {
    struct err err = ERR_INIT;
    struct buf text;
    buf_init(&text);
    bool ok = file_read_all(path, DIGEST_KEYS_BYTES_MAX, "DIGEST_KEYS_BYTES_MAX", &text, &err);
    if (!ok) output_say("digest-keys: %s", err.message);
    else if (!seal_keys_add(keys, buf_slice(&text), &err)) ok = false, output_say("%s: %s", path, err.message);
    buf_release(&text);
    return ok;
}

static bool load_keys(const struct args *args, struct session *session) {
    if (!args->digest_keys.len) return true;
    session->digest_keys = seal_keys_new();
    for (size_t i = 0; i < args->digest_keys.len; i++)
        if (!add_keys(session->digest_keys, args->digest_keys.items[i].ptr)) return false;
    return true;
}

/* --- the run --- */

/* Operands that do not exist are a slip of the hand when none exists; otherwise they are input that failed. */
static bool any_path_exists(const struct args *args) {
    struct stat st;
    for (size_t i = 0; i < args->paths.len; i++)
        if (slice_eq(args->paths.items[i], SLICE("-")) || stat(args->paths.items[i].ptr, &st) == 0 || errno != ENOENT)
            return true;
    for (size_t i = 0; i < args->paths.len; i++)
        output_say("%s: no such file or folder", args->paths.items[i].len ? args->paths.items[i].ptr : "\"\"");
    return false;
}

/* Said before the logs are read, not after. */
static bool check_output(const struct args *args) {
    if (!render_is_binary(args->format) || args->output || !isatty(STDOUT_FILENO)) return true;
    output_say("%s is no text for a terminal: give a file with -o FILE", format_name(args->format));
    return false;
}

static bool check_paths(const struct command *command, const struct args *args) {
    if (args->paths.len) return any_path_exists(args);
    output_say("%s needs a PATH: a file, a folder, an archive, or - for standard input", command->name);
    output_say("for example: emaki %s AWSLogs/", command->name);
    return false;
}

static void say_stopped(const struct pipeline_progress *counters) {
    struct progress_moment moment = progress_look(counters, 0);
    struct buf text;
    buf_init(&text);
    progress_text(&moment, &text);
    buf_puts(&text, ", ");
    buf_put_grouped(&text, moment.events);
    buf_puts(&text, moment.events == 1 ? " event read" : " events read");
    output_say("stopped: %s", text.ptr);
    buf_release(&text);
}

static void say_problems(const struct input_problem *problems, size_t listed, uint64_t count, const char *more) {
    for (size_t i = 0; i < listed; i++)
        output_say("%.*s: at byte %" PRIu64 ": %.*s", SLICE_FMT(problems[i].path), problems[i].offset,
                   SLICE_FMT(problems[i].error));
    if (count > listed) output_say("%" PRIu64 " more %s", count - listed, more);
}

/* Nothing that could not be read: the status stays. */
static void say_digests(const struct digest_stats *digests) {
    size_t said = digests->listed < INPUT_PROBLEMS_MAX ? digests->listed : INPUT_PROBLEMS_MAX;
    for (size_t i = 0; i < said; i++)
        output_say("%.*s: %.*s", SLICE_FMT(digests->problems[i].path), SLICE_FMT(digests->problems[i].error));
    if (digests->problem_count > said)
        output_say("%" PRIu64 " more things do not fit the digests", digests->problem_count - said);
}

static int say_input(const struct input_stats *input) {
    say_problems(input->failed, input->failed_listed, input->failed_count, "files could not be read");
    say_problems(input->malformed, input->malformed_listed, input->malformed_count, "records are broken");
    say_digests(&input->digests);
    return input->failed_count || input->malformed_count ? EXIT_PARTLY : EXIT_DONE;
}

static const char **path_array(const struct args *args) {
    const char **paths = mem_zalloc(args->paths.len, sizeof *paths);
    for (size_t i = 0; i < args->paths.len; i++) paths[i] = args->paths.items[i].ptr;
    return paths;
}

static int run_scan(const struct args *args, struct session *session) {
    struct pipeline_progress counters = {0};
    struct err err = ERR_INIT;
    const char **paths = path_array(args);
    struct scan_options options = {
        .paths = paths,
        .path_count = args->paths.len,
        .rules = session->rules,
        .config = &session->config,
        .geoip = session->geoip,
        .digest_keys = session->digest_keys,
        .from = args->from,
        .to = args->to,
        .accounts = args->accounts.items,
        .regions = args->regions.items,
        .account_count = args->accounts.len,
        .region_count = args->regions.len,
        .lang = args->has_lang ? args->lang : session->config.lang,
        .gap = args->gap,
        .threads = args->threads,
        .want_raw = args->format == FORMAT_HTML,
        .want_matches = args->format == FORMAT_MATCHES,
        .explain = slice_cstr(args->explain ? args->explain : ""),
        .cancel = stop_install(),
        .progress = &counters,
    };
    int64_t start = progress_clock();
    struct progress *progress = progress_start(&counters);
    session->has_result = scan_run(&options, &session->result, &err);
    progress_end(progress);
    session->elapsed = progress_clock() - start;
    free(paths);
    if (atomic_load(options.cancel)) return say_stopped(&counters), stop_status();
    if (!session->has_result) return output_say("%s", err.message), EXIT_CANNOT;
    return say_input(&session->result.set.input);
}

int session_run(const struct command *command, const struct args *args, struct session *out) {
    struct session session;
    if (!check_output(args) || !check_paths(command, args) || !session_load(args, NULL, &session)) return EXIT_CANNOT;
    if (!load_places(args, &session) || !load_keys(args, &session)) {
        session_release(&session);
        return EXIT_CANNOT;
    }
    session_say_rules(session.rules);
    bool any = ruleset_count(session.rules) > 0;
    if (!any) output_say("no rules to look for anything with; give some with --rules DIR");
    int status = any ? run_scan(args, &session) : EXIT_CANNOT;
    if (status == EXIT_DONE || status == EXIT_PARTLY) *out = session;
    else session_release(&session);
    return status;
}

void session_release(struct session *session) {
    if (session->has_result) scan_result_release(&session->result);
    ruleset_free(session->rules);
    geoip_free(session->geoip);
    seal_keys_free(session->digest_keys);
    config_release(&session->config);
    *session = (struct session){0};
}

void session_say_stats(const struct session *session, const struct args *args) {
    const struct input_stats *input = &session->result.set.input;
    double seconds = (double)(session->elapsed > 0 ? session->elapsed : 1) / 1e6;
    struct rusage usage;
    struct buf text;
    if (!args->stats) return;
    buf_init(&text);
    buf_put_grouped(&text, input->events);
    buf_printf(&text, " events, %.1f MB in %.2f s: ", (double)input->bytes / 1e6, seconds);
    buf_put_grouped(&text, (uint64_t)((double)input->events / seconds));
    buf_printf(&text, " events/s, %.1f MB/s", (double)input->bytes / 1e6 / seconds);
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        buf_printf(&text, "; at most %.1f MB of memory", (double)usage.ru_maxrss / 1e3);
    output_say("%s", text.ptr);
    buf_release(&text);
}
