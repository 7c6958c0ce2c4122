/* SPDX-License-Identifier: Apache-2.0 */
/* Ctrl-C: the first asks, the second ends. */
#include <criterion/criterion.h>
#include <unistd.h>

#include "cli/stop.h"

Test(stop, the_first_signal_asks) {
    const atomic_bool *asked = stop_install();
    cr_expect_not(atomic_load(asked));
    cr_expect_eq(stop_status(), 128 + SIGINT);
    raise(SIGTERM);
    cr_expect(atomic_load(asked));
    cr_expect_eq(stop_status(), 128 + SIGTERM);
}

Test(stop, the_second_ends_at_once, .exit_code = 128 + SIGINT) {
    stop_install();
    raise(SIGTERM);
    raise(SIGINT);
    _exit(0); /* not reached */
}

Test(stop, closed_pipes_do_not_kill) {
    stop_install();
    raise(SIGPIPE);
    cr_expect_not(atomic_load(stop_install()));
}
