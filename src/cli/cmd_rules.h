/* SPDX-License-Identifier: Apache-2.0 */
/* cli/cmd_rules.h: what the commands of `emaki rules` share. Each fills `out` and returns the exit status. */
#ifndef EMAKI_CLI_CMD_RULES_H
#define EMAKI_CLI_CMD_RULES_H

#include "cli/session.h"

struct rules_job {
    const struct args *args;
    struct words words; /* the operands behind the command's name */
    const struct ruleset *rules;
    struct buf *out;
};

int rules_show(struct rules_job *job);
int rules_test(struct rules_job *job);
int rules_coverage(struct rules_job *job);

#endif
