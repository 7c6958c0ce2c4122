/* SPDX-License-Identifier: Apache-2.0 */
/* cli/main.c: the process. Everything else is a library. */
#include "cli/commands.h"

int main(int argc, char **argv) {
    return emaki_main(argc > 0 ? argc - 1 : 0, argv + 1);
}
