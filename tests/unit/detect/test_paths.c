/* SPDX-License-Identifier: Apache-2.0 */
/* Paths as numbers: one a path, parents before children, and the decoded strings that stand at some. */
#include <criterion/criterion.h>
#include <stddef.h>

#include "detect/rule.h"

static void expect_node(const struct paths *paths, uint32_t id, uint32_t parent, const char *key, const char *text) {
    const struct path_node *node = &paths->nodes[id];
    cr_expect_eq(node->parent, parent, "%s", text);
    cr_expect(slice_eq(node->key, slice_cstr(key)), "%s: key %.*s", text, SLICE_FMT(node->key));
    cr_expect(slice_eq(node->text, slice_cstr(text)), "%s: text %.*s", text, SLICE_FMT(node->text));
}

Test(paths, each_knows_its_parent) {
    struct paths paths;
    paths_init(&paths);
    uint32_t abc = paths_id(&paths, SLICE("a.b.c"));
    uint32_t ab = paths_id(&paths, SLICE("a.b")), a = paths_id(&paths, SLICE("a"));
    cr_expect_eq(paths.names.len, 4, "the record and three");
    expect_node(&paths, abc, ab, "c", "a.b.c");
    expect_node(&paths, ab, a, "b", "a.b");
    expect_node(&paths, a, PATH_ROOT, "a", "a");
    uint32_t axc = paths_id(&paths, SLICE("a.x.c"));
    expect_node(&paths, axc, paths_id(&paths, SLICE("a.x")), "c", "a.x.c");
    cr_expect(axc != abc && paths_id(&paths, SLICE("A")) != a, "letter case tells paths apart");
    cr_expect_eq(paths_id(&paths, SLICE("a.b.c")), abc);
    paths_release(&paths);
}

Test(paths, no_path_is_the_record) {
    struct paths paths;
    paths_init(&paths);
    cr_expect_eq(paths_id(&paths, SLICE("")), PATH_ROOT);
    paths_release(&paths);
}

Test(paths, more_than_there_was_room_for) {
    struct paths paths;
    char text[16];
    paths_init(&paths);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "p%u.q", i);
        paths_id(&paths, slice_cstr(text));
    }
    cr_expect_eq(paths.names.len, 2001);
    for (unsigned i = 0; i < 1000; i++) {
        char parent[16];
        snprintf(text, sizeof text, "p%u.q", i);
        snprintf(parent, sizeof parent, "p%u", i);
        expect_node(&paths, paths_id(&paths, slice_cstr(text)), paths_id(&paths, slice_cstr(parent)), "q", text);
    }
    paths_release(&paths);
}

static uint16_t known(struct paths *paths, const char *text) {
    return paths->nodes[paths_id(paths, slice_cstr(text))].known;
}

Test(paths, decoded_strings_are_known_by_their_very_path) {
    struct paths paths;
    paths_init(&paths);
    cr_expect_eq(known(&paths, "eventName"), offsetof(struct event, name));
    cr_expect_eq(known(&paths, "userIdentity.arn"), offsetof(struct event, who.arn));
    cr_expect_eq(known(&paths, "userIdentity.sessionContext.sessionIssuer.userName"),
                 offsetof(struct event, who.issuer_name));
    cr_expect_eq(known(&paths, "userIdentity"), 0);
    cr_expect_eq(known(&paths, "arn"), 0);
    cr_expect_eq(known(&paths, "EventName"), 0);
    cr_expect_eq(known(&paths, "requestParameters.eventName"), 0);
    const struct path_node *request = &paths.nodes[paths_id(&paths, SLICE("requestParameters"))];
    cr_expect_eq(request->object, offsetof(struct event, request));
    cr_expect_eq(request->known, 0);
    cr_expect_eq(paths.nodes[paths_id(&paths, SLICE("requestParameters.b"))].object, 0);
    cr_expect_eq(paths.nodes[paths_id(&paths, SLICE("eventName"))].object, 0);
    cr_expect_eq(known(&paths, "eventID"), 0);
    paths_release(&paths);
}
