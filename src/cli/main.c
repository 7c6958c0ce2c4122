/* SPDX-License-Identifier: Apache-2.0 */
/* cli/main.c: the process. Everything else is a library. */
#include <malloc.h>

#include "cli/commands.h"

/* A folder's names come and go with each folder. Without this, the heap shrinks and grows again for each. */
#define HEAP_KEPT (4 << 20)

int main(int argc, char **argv) {
    mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
    return emaki_main(argc > 0 ? argc - 1 : 0, argv + 1);
}
