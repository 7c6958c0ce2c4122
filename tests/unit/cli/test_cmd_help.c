/* SPDX-License-Identifier: Apache-2.0 */
/* emaki help: topics, and what is said when there is none of that name. */
#include <criterion/criterion.h>

#include "told.h"

TestSuite(cmd_help, .init = told_begin, .fini = told_end);

Test(cmd_help, topics) {
    told_expect(TOLD("help"), EXIT_DONE, "Usage: emaki COMMAND", "");
    told_expect(TOLD("help", "story"), EXIT_DONE, "Usage: emaki story", "");
    told_expect(TOLD("help", "man"), EXIT_DONE, ".TH EMAKI 1", "");
    told_expect(TOLD("help", "completion", "zsh"), EXIT_DONE, "#compdef emaki", "");
    told_expect(TOLD("help", "--help"), EXIT_DONE, "Usage: emaki help", "");
}

Test(cmd_help, no_such_topic) {
    told_expect(TOLD("help", "frobnicate"), EXIT_CANNOT, "",
                "emaki: no command \"frobnicate\"; emaki help lists them\n");
    told_expect(TOLD("help", "stroy"), EXIT_CANNOT, "", "did you mean story?");
    told_expect(TOLD("help", "completion"), EXIT_CANNOT, "", "one of bash, zsh, fish");
    told_expect(TOLD("help", "completion", "bash", "zsh"), EXIT_CANNOT, "", "one of bash, zsh, fish");
}

Test(cmd_help, no_such_command) {
    told_expect(TOLD("scna"), EXIT_CANNOT, "", "no command \"scna\"; did you mean scan?");
    told_expect(TOLD("--verson"), EXIT_CANNOT, "", "no option \"--verson\"; did you mean --version?");
    told_expect(TOLD("--frobnicate", "scan"), EXIT_CANNOT, "", "the command comes before --frobnicate;");
    told_expect(TOLD("x\x1b[2J"), EXIT_CANNOT, "", "no command \"x");
}

Test(cmd_help, no_escape_sequence_comes_back) {
    struct told told = TOLD("x\x1b[2J");
    cr_expect_null(strchr(told.err.ptr, '\x1b'));
    told_expect(told, EXIT_CANNOT, "", NULL);
}
