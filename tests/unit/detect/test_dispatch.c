/* SPDX-License-Identifier: Apache-2.0 */
/* Rules are filed under what their conditions need, and a filed rule is found. */
#include <criterion/criterion.h>

#include "detect/rule.h"

static struct ruleset *load(const char *detection) {
    struct ruleset_builder *b = ruleset_builder_new();
    struct buf yaml;
    buf_init(&yaml);
    buf_puts(&yaml, "title: t\nlogsource: {product: aws}\ndetection: ");
    buf_puts(&yaml, detection);
    ruleset_builder_add(b, SLICE("r"), buf_slice(&yaml));
    buf_release(&yaml);
    return ruleset_build(b);
}

static bool filed(const char *detection, const char *source, const char *name) {
    struct ruleset *rs = load(detection);
    cr_assert_eq(ruleset_count(rs), 1, "%s", detection);
    bool found = dispatch_find(&rs->dispatch, dispatch_hash(slice_cstr(source), slice_cstr(name))) != NULL;
    cr_expect(!found || rs->dispatch.generic_count == 0);
    ruleset_free(rs);
    return found;
}

static bool generic(const char *detection) {
    struct ruleset *rs = load(detection);
    cr_assert_eq(ruleset_count(rs), 1, "%s", detection);
    bool is = rs->dispatch.generic_count == 1;
    ruleset_free(rs);
    return is;
}

Test(dispatch, by_source_and_name) {
    const char *both = "{a: {eventSource: EC2, eventName: [X, Y]}, condition: a}";
    cr_expect(filed(both, "ec2", "x") && filed(both, "ec2", "y"));
    cr_expect(!filed(both, "", "x") && !filed(both, "ec2", "") && !filed(both, "ec2", "z"));
}

Test(dispatch, by_one_of_them) {
    cr_expect(filed("{a: {eventSource: ec2, eventName|contains: X}, condition: a}", "ec2", ""));
    cr_expect(filed("{a: {eventName: X, b: 1}, condition: a}", "", "x"));
}

Test(dispatch, over_several_searches) {
    const char *split = "{s: {eventSource: ec2}, n: {eventName: X}, f: {eventName: Y}, condition: s and n and not f}";
    cr_expect(filed(split, "ec2", "x") && !filed(split, "ec2", "y"));
    const char *either = "{s: {eventSource: ec2}, n: {eventName: X}, condition: s or n}";
    cr_expect(filed(either, "ec2", "") && filed(either, "", "x"));
    const char *list = "{s: [{eventSource: a, eventName: x}, {eventSource: b}], condition: 1 of s*}";
    cr_expect(filed(list, "a", "x") && filed(list, "b", ""));
}

Test(dispatch, what_contradicts_itself_is_filed_nowhere) {
    const char *never = "{a: {eventName: X}, b: {eventName: Y}, condition: a and b}";
    cr_expect(!generic(never) && !filed(never, "", "x") && !filed(never, "", "y"));
}

Test(dispatch, anything_else_is_tried_on_every_event) {
    cr_expect(generic("{a: {b: 1}, condition: a}"));
    cr_expect(generic("{a: {eventName: X}, condition: not a}"));
    cr_expect(generic("{a: {eventName: X}, b: {c: 1}, condition: a or b}"));
    cr_expect(generic("{a: {eventName|neq: X}, condition: a}"));
    cr_expect(generic("{a: {eventName: [X, null]}, condition: a}"));
    cr_expect(generic("{a: {eventName|re: X}, condition: a}"));
    cr_expect(generic("{a: [needle], condition: a}"));
}

Test(dispatch, too_many_pairs) {
    struct buf yaml;
    for (unsigned extra = 0; extra < 2; extra++) {
        buf_init(&yaml);
        buf_puts(&yaml, "{a: {eventName: [");
        for (unsigned i = 0; i < RULE_DISPATCH_KEYS_MAX + extra; i++) buf_printf(&yaml, "n%u,", i);
        buf_puts(&yaml, "]}, condition: a}");
        cr_expect(generic(yaml.ptr) == (extra == 1));
        buf_release(&yaml);
    }
}
