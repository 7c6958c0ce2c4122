/* SPDX-License-Identifier: Apache-2.0 */
/* source/sniff.h: what bytes are, by their first ones. Pure. */
#ifndef EMAKI_SOURCE_SNIFF_H
#define EMAKI_SOURCE_SNIFF_H

#include "base/slice.h"

enum sniffed { SNIFF_PLAIN, SNIFF_GZIP, SNIFF_ZSTD, SNIFF_TAR, SNIFF_ZIP };

#define SNIFF_BYTES 512 /* as many as can matter: a tar header */

/* `head` is the beginning, SNIFF_BYTES of it or all there is. */
enum sniffed sniff(struct slice head);

#endif
