/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "exported.h"

Test(graph, mermaid) {
    struct buf out = exported_one(export_mermaid, 0);
    exported_has(&out, "flowchart LR\n  subgraph a1[\"");
    exported_has(&out, "  s1 --> s2\n");
    exported_has(&out, "==>|\"launched i-");
    exported_has(&out, "  classDef take fill:#fae7f0");
    buf_release(&out);
}

/* A label ends where it should: its quotes are the only ones, and nothing in it is markup. */
Test(graph, hostile_labels_stay_labels) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct buf out = exported_one(export_mermaid, seed);
        for (size_t at = 0; at < out.len;) {
            size_t end = at, quotes = 0;
            for (; out.ptr[end] != '\n'; end++) quotes += out.ptr[end] == '"';
            cr_assert(quotes == 0 || quotes == 2, "%.*s", (int)(end - at), out.ptr + at);
            at = end + 1;
        }
        cr_assert_lt(slice_find(buf_slice(&out), SLICE("<")), 0);
        buf_release(&out);
        out = exported_one(export_dot, seed);
        bool quoted = false;
        for (size_t i = 0; i < out.len; i++) {
            if (quoted && out.ptr[i] == '\\') i++;
            else if (out.ptr[i] == '"') quoted = !quoted;
            else cr_assert(!(quoted && out.ptr[i] == '\n'));
        }
        cr_assert_not(quoted);
        buf_release(&out);
    }
}

Test(graph, dot) {
    struct buf out = exported_one(export_dot, 0);
    exported_has(&out, "digraph story {");
    exported_has(&out, "subgraph cluster_a3 {");
    exported_has(&out, "  s1 -> s2\n");
    exported_has(&out, "penwidth=2 label=\"launched i-");
    buf_release(&out);
}
