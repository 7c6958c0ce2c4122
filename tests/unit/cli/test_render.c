/* SPDX-License-Identifier: Apache-2.0 */
/* When there are colours. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "cli/render.h"

static bool color(enum when when) {
    struct args args;
    args_init(&args);
    args.color = when;
    args.output = "file"; /* so that it is no terminal, wherever the test runs */
    bool color = render_text_options(&args).color;
    args_release(&args);
    return color;
}

Test(render, colours_are_for_terminals_unless_told) {
    unsetenv("NO_COLOR");
    cr_expect_not(color(WHEN_AUTO));
    cr_expect_not(color(WHEN_NEVER));
    cr_expect(color(WHEN_ALWAYS));
    setenv("NO_COLOR", "1", 1);
    cr_expect(color(WHEN_ALWAYS));
}

Test(render, a_file_has_the_default_width) {
    struct args args;
    args_init(&args);
    args.output = "file";
    cr_expect_eq(render_text_options(&args).width, 0);
    args_release(&args);
}
