/* SPDX-License-Identifier: Apache-2.0 */
/* detect/rule.h: what a rule becomes on its way from YAML to matching. Internal to detect.
 *
 * A rule's conditions are one graph of `expr`: AND, OR and NOT over items, where a search identifier that is named
 * several times is one shared node. An item is one field (or all strings of the event) against tests.
 * Own:  all of it lives in the rule set's arena; compiled regular expressions are listed in the rule set, which frees
 *       them. Immutable once the rule set is built.
 */
#ifndef EMAKI_DETECT_RULE_H
#define EMAKI_DETECT_RULE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/intern.h"
#include "detect/collection.h"
#include "detect/detect.h"
#include "detect/yaml.h"

/* A dotted field path is named by the intern id of its text; id 0 is the record itself. */
#define PATH_ROOT 0u
#define PATH_KEYWORDS UINT32_MAX /* no field: every string of the event */

struct path_node {
    uint32_t parent;
    struct slice key;  /* its last part */
    struct slice text; /* all of it */
    uint16_t known;    /* offset in struct event of the decoded string at this very path, 0: none */
    uint16_t object;   /* the same of a value that was found: requestParameters and its like */
    uint32_t items;    /* items about it that are numbered */
};

struct paths {
    struct intern names;
    struct path_node *nodes; /* by id */
    size_t cap;
};

void paths_init(struct paths *paths);
void paths_release(struct paths *paths);
/* The id of a dotted path, adding it and its parents. */
uint32_t paths_id(struct paths *paths, struct slice text);

enum test_op {
    TEST_EQUAL,    /* text: folded unless cased */
    TEST_CONTAINS, /* text */
    TEST_STARTS,   /* text */
    TEST_ENDS,     /* text */
    TEST_GLOB,     /* codes, wildcards inside */
    TEST_ANY,      /* any text at all */
    TEST_REGEX,
    TEST_CIDR,
    TEST_NUMBER, /* cmp, number; CMP_EQ also compares text */
    TEST_NULL,
    TEST_EXISTS,   /* yes */
    TEST_FIELDREF, /* field, compared as `ref` says */
};

enum cmp { CMP_EQ, CMP_GT, CMP_GTE, CMP_LT, CMP_LTE };
enum time_part { TIME_WHOLE, TIME_MINUTE, TIME_HOUR, TIME_DAY, TIME_WEEK, TIME_MONTH, TIME_YEAR };

/* A number as JSON or YAML had it: integers compare exactly. */
struct number {
    bool integer;
    int64_t i;
    double d;
};
bool number_parse(struct slice s, struct number *out);
bool number_compare(struct number left, enum cmp cmp, struct number right);

struct cidr {
    uint8_t family; /* 4 or 6 */
    uint8_t bits;
    uint8_t address[16];
};
bool cidr_parse(struct slice s, struct cidr *out);
/* The network of one address. */
bool address_parse(struct slice s, struct cidr *out);
/* The address is inside the network. */
bool cidr_holds(const struct cidr *net, const struct cidr *address);

/* Many networks: sorted by family, bits and address, of which the bits behind are 0. */
struct cidr_set {
    const struct cidr *nets;
    size_t count;
    uint64_t used[2][3]; /* by family (4, 6): which numbers of bits there are */
};
/* `nets` is taken and sorted. */
void cidr_set_build(struct cidr_set *set, struct cidr *nets, size_t count);
bool cidr_set_holds(const struct cidr_set *set, const struct cidr *address);

struct test {
    uint8_t op;  /* enum test_op */
    uint8_t cmp; /* enum cmp */
    uint8_t ref; /* how a field reference compares: TEST_EQUAL, CONTAINS, STARTS, ENDS */
    bool cased, yes;
    uint32_t field; /* TEST_FIELDREF */
    struct slice text;
    union {
        struct slice written; /* TEST_EQUAL: before folding: what most events have, letter for letter */
        struct {
            const uint16_t *codes; /* TEST_GLOB: bytes, CODE_ANY, CODE_ONE */
            size_t code_count;
        };
        struct number number; /* TEST_NUMBER */
        struct cidr cidr;     /* TEST_CIDR */
        uint32_t regex;       /* TEST_REGEX: its number in the rule set */
    };
};

/* Folded texts for equality, when there are too many to compare one by one. Open addressing, power of two. */
struct text_set {
    const struct slice *texts;
    const uint64_t *hashes; /* 0: empty slot */
    size_t slots;
};

struct item {
    uint32_t path;
    bool all, negate;
    enum time_part part;
    uint32_t number; /* 1-based, among those of its path: what it says of a text is kept, 0: not worth it */
    const struct test *tests;
    size_t count;
    struct text_set set;         /* instead of the TEST_EQUAL among the tests; slots 0: none */
    const struct cidr_set *nets; /* instead of the tests, which are none then; NULL: no */
};

enum expr_kind { EXPR_AND, EXPR_OR, EXPR_NOT, EXPR_ITEM };

struct expr {
    enum expr_kind kind;
    bool named;    /* a search that a condition has named already */
    uint32_t memo; /* 1-based slot for the result in one event, 0: not kept */
    const struct item *item;
    const struct expr **kids;
    size_t count;
};

enum corr_type {
    CORR_EVENT_COUNT,
    CORR_TEMPORAL,
    CORR_TEMPORAL_ORDERED,
    CORR_VALUE_COUNT, /* from here on the values of a field are looked at */
    CORR_VALUE_SUM,   /* and from here on as numbers */
    CORR_VALUE_AVG,
    CORR_VALUE_PERCENTILE,
    CORR_VALUE_MEDIAN,
};

struct corr_bound {
    enum cmp cmp;
    struct number number; /* whole and not negative where something is counted */
};

/* The field that stands for a group-by name in the events of one base rule. */
struct corr_alias {
    struct slice name, rule, field;
};

struct corr {
    enum corr_type type;
    bool generate;
    int64_t timespan;
    struct slice *refs; /* as written; several refs may name one rule */
    uint32_t *ref_lines, *ref_columns;
    struct rule **bases; /* by position in refs, once they are settled */
    uint32_t *rules;     /* the same as indexes, after ruleset_build */
    size_t ref_count;
    unsigned depth; /* 0: of rules; n: of correlations below n */
    struct slice *group_by;
    size_t group_count;
    struct slice *fields; /* value_…: one, or several whose values are counted together (value_count only) */
    size_t field_count;
    double percentile; /* value_percentile: 0 to 100 */
    struct corr_bound bounds[5];
    size_t bound_count;
    struct corr_alias *aliases;
    size_t alias_count;
};

/* A search of a rule's detection, kept to explain what did not match. */
struct named_search {
    struct slice name;
    const struct expr *expr;
};

struct rule {
    struct rule_info info;
    const struct named_search *searches; /* in the order written */
    size_t search_count;
    struct slice condition; /* as written */
    struct slice name;
    uint32_t line, column; /* of the document's root */
    bool has_level;
    struct rule *twin;         /* a rule of the same id that was skipped; its names lead here */
    const struct rule *origin; /* of a copy that was made for a filter (detect/filter.c): no name leads to it */
    const struct rule *reader; /* of such a copy: the correlation that it is for; NULL: it stands for what is muted */
    const struct expr *expr;   /* NULL for a correlation */
    struct corr *corr;
};

/* A Sigma filter: findings of its rules stand only where `passes` holds. */
struct filter {
    struct slice path, title;
    struct slice *refs; /* as written */
    uint32_t *ref_lines, *ref_columns;
    size_t ref_count; /* 0: any rule */
    const struct expr *passes;
};

/* What "%name%" stands for. */
struct placeholder {
    struct slice name;
    const struct slice *values;
    size_t count;
};

/* What parsing adds to: shared by all files of detect/ that parse. */
struct ruleset_builder {
    struct arena arena;   /* of the rule set to be */
    struct arena scratch; /* of one document */
    struct collection collection;
    struct paths paths;
    struct intern regex_texts; /* with their flags; the ids are the numbers of regexes */
    pcre2_code **regexes;      /* by number; NULL: none, or one that is no good */
    size_t regex_count, regex_cap;
    struct rule **rules;
    size_t rule_count, rule_cap;
    struct placeholder *placeholders;
    size_t placeholder_count, placeholder_cap;
    struct filter **filters;
    size_t filter_count, filter_cap;
    struct rule_skipped *skipped, *warnings;
    size_t skipped_count, skipped_cap, warning_count, warning_cap;
    struct slice path;                   /* of the document at hand */
    const struct named_search *searches; /* of the detection parsed last */
    size_t search_count;
    struct slice condition; /* the same */
    uint32_t memos;         /* memo slots given so far */
};

/* One (eventSource, eventName) hash and the rules filed under it. */
struct dispatch_slot {
    uint64_t hash; /* 0: empty */
    uint32_t from, count;
};

struct dispatch {
    struct dispatch_slot *slots;
    size_t slot_count;
    uint32_t *rules; /* the slots' runs */
    uint32_t *generic;
    size_t generic_count;
};

struct ruleset {
    struct arena arena;
    struct paths paths;
    pcre2_code **regexes; /* by number; NULL: none has it */
    size_t regex_count;
    struct rule **rules;
    const struct expr **exprs; /* the rules', by index: close together for matching */
    size_t rule_count, copy_count;
    struct rule_skipped *skipped, *warnings;
    size_t skipped_count, warning_count, filter_count;
    uint32_t memos;
    struct dispatch dispatch;
    uint32_t **uses; /* by rule: correlations that refer to it, by way of others too, ascending */
    uint32_t *use_counts;
};

/* --- parsing: each fills err with line and column on failure --- */

/* A whole document (detection rule or correlation); NULL on failure. */
struct rule *rule_parse(struct ruleset_builder *b, struct slice path, const struct ynode *root, struct err *err);
/* A map of searches and a condition → expr: `detection:`, `filter:`. `other_key` is no search, but something else. */
const struct expr *detection_parse(struct ruleset_builder *b, const struct ynode *node, const char *other_key,
                                   struct err *err);
/* The document's log source is CloudTrail, or may be. */
bool logsource_check(const struct ynode *root, bool may_be_absent, struct err *err);
/* A whole filter; NULL on failure. */
struct filter *filter_parse(struct ruleset_builder *b, const struct ynode *root, struct err *err);
/* Puts the filters into the rules that they name, once all are known and in order: see detect/filter.c. */
void filters_apply(struct ruleset_builder *b);
/* The copy of `base` that the correlation `reader` is to use; `base` itself where no filter is between them. */
struct rule *filters_base(const struct ruleset_builder *b, struct rule *base, const struct rule *reader);
/* Says that something is odd in the document at hand, which is taken all the same. */
void builder_warn(struct ruleset_builder *b, uint32_t line, uint32_t column, const char *what);
void builder_warn_at(struct ruleset_builder *b, struct slice path, uint32_t line, uint32_t column, const char *what);
/* One field with its modifiers and values, "field|mod|mod: values" → item. */
const struct item *item_parse(struct ruleset_builder *b, const struct ynode *key, const struct ynode *value,
                              struct err *err);
struct corr *corr_parse(struct ruleset_builder *b, const struct ynode *node, struct err *err);
/* Level, tags, `emaki:` and the rest of what a rule says of itself. */
bool meta_parse(struct ruleset_builder *b, const struct ynode *root, struct rule *rule, struct err *err);

/* Compiles a regular expression and keeps it in the builder under a number; sets code and message on failure. */
bool regex_compile(struct ruleset_builder *b, struct slice pattern, uint32_t flags, uint32_t *number, struct err *err);

/* --- compiling and matching --- */

/* Files the rules under what their conditions need. */
void dispatch_build(struct dispatch *d, struct rule *const *rules, size_t count, const struct paths *paths,
                    struct arena *arena);
void dispatch_release(struct dispatch *d);
/* Source and name are folded; an empty one means any. */
uint64_t dispatch_part(struct slice folded);
static inline uint64_t dispatch_join(uint64_t source, uint64_t name) {
    uint64_t hash = (source * 3) ^ (name * UINT64_C(0x9e3779b97f4a7c15));
    hash ^= hash >> 29;
    return hash ? hash : 1;
}
static inline uint64_t dispatch_hash(struct slice source, struct slice name) {
    return dispatch_join(dispatch_part(source), dispatch_part(name));
}
/* Whether the expression holds for the event that was matched last. */
bool matcher_holds(struct matcher *m, const struct expr *e);
const struct ruleset *matcher_rules(const struct matcher *m);
const struct dispatch_slot *dispatch_find(const struct dispatch *d, uint64_t hash);

void text_set_build(struct text_set *set, const struct slice *texts, size_t count, struct arena *arena);
bool text_set_holds(const struct text_set *set, struct slice text, uint64_t hash);
#define TEXT_SET_MIN 8 /* fewer are compared one by one */

/* A copy with ASCII letters in lower case. */
struct slice fold_dup(struct arena *arena, struct slice s);

#endif
