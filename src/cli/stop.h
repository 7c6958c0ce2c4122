/* SPDX-License-Identifier: Apache-2.0 */
/* cli/stop.h: Ctrl-C. The first SIGINT or SIGTERM asks the work to stop, the second ends the process at once. */
#ifndef EMAKI_CLI_STOP_H
#define EMAKI_CLI_STOP_H

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Installs the handlers (SIGPIPE is ignored: writers see EPIPE). Returns the flag that the first signal sets. */
const atomic_bool *stop_install(void);
/* The status of a process that a signal stopped: 128 + its number. */
int stop_status(void);

#endif
