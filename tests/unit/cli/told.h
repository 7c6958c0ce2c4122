/* SPDX-License-Identifier: Apache-2.0 */
/* tests/unit/cli/told.h: commands run inside the test, in a folder of their own; what they wrote is kept. */
#ifndef EMAKI_TESTS_CLI_TOLD_H
#define EMAKI_TESTS_CLI_TOLD_H

#include "base/buf.h"
#include "cli/commands.h"

struct told {
    struct buf out, err;
    int status;
};

/* Makes a folder and goes there. It holds quiet.json (two events), loud.json (one that the rule finds), broken.json and
 * rule.yml, a rule of level high. */
void told_begin(void);
void told_end(void);
/* Runs `emaki WORDS…`. */
struct told told_run(const char *const *words);
#define TOLD(...) told_run((const char *const[]){__VA_ARGS__, NULL})
/* Ends a run; its status must be this, and the words must be there ("" for nothing at all, NULL for whatever). */
void told_expect(struct told told, int status, const char *out, const char *err);

#endif
