/* SPDX-License-Identifier: Apache-2.0 */
/* cli/session.h: what scan and story share: configuration, rules, one run of the pipeline, and what went wrong. */
#ifndef EMAKI_CLI_SESSION_H
#define EMAKI_CLI_SESSION_H

#include "cli/commands.h"
#include "scan/scan.h"

struct session {
    struct config config;
    struct geoip *geoip;           /* NULL without a file of places */
    struct seal_keys *digest_keys; /* NULL without a file of keys */
    struct ruleset *rules;
    struct scan_result result;
    bool has_result;
    int64_t elapsed; /* µs that the scan took */
};

/* Configuration and rules alone, those at the paths `more` (may be NULL) with them. What is wrong with rules is in the
 * rule set; false, explained, when a file cannot be read. */
bool session_load(const struct args *args, const struct words *more, struct session *out);
/* What is wrong or odd with rules, on standard error. */
void session_say_rules(const struct ruleset *rules);
/* Reads what the arguments name and scans it. Problems of the input are named on standard error. Returns EXIT_DONE or
 * EXIT_PARTLY with a result; anything else is the status to end with, and has been explained. */
int session_run(const struct command *command, const struct args *args, struct session *out);
void session_release(struct session *session);
/* --stats */
void session_say_stats(const struct session *session, const struct args *args);

#endif
