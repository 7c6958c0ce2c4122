/* SPDX-License-Identifier: Apache-2.0 */
/* cli/stop.c: see stop.h. A handler reaches nothing but statics: these two are the only ones of the program. */
#include "cli/stop.h"

#include <unistd.h>

static atomic_bool stop_asked;
static volatile sig_atomic_t stop_signal;

static void on_signal(int number) {
    if (atomic_exchange(&stop_asked, true)) _exit(128 + number);
    stop_signal = number;
}

const atomic_bool *stop_install(void) {
    struct sigaction action = {.sa_handler = on_signal}; /* without SA_RESTART: a read that waits returns */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    return &stop_asked;
}

int stop_status(void) {
    return 128 + (stop_signal ? stop_signal : SIGINT);
}
