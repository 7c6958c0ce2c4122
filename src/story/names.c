/* SPDX-License-Identifier: Apache-2.0 */
/* story/names.c: the words for the enums of story.h, and which family of colour a tactic belongs to. Tables only. */
#include "story/phrases.h"
#include "story/story.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
    const char *name;
    enum phrase title;
} ACTOR_WORDS[ACTOR_KINDS] = {
    [ACTOR_USER] = {"user", SAY_KIND_USER},
    [ACTOR_SESSION] = {"session", SAY_KIND_SESSION},
    [ACTOR_INSTANCE] = {"instance", SAY_KIND_INSTANCE},
    [ACTOR_FUNCTION] = {"function", SAY_KIND_FUNCTION},
    [ACTOR_WORKLOAD] = {"workload", SAY_KIND_WORKLOAD},
    [ACTOR_ROOT] = {"root", SAY_KIND_ROOT},
    [ACTOR_SERVICE] = {"service", SAY_KIND_SERVICE},
    [ACTOR_FEDERATED] = {"federated", SAY_KIND_FEDERATED},
    [ACTOR_ACCOUNT] = {"account", SAY_KIND_ACCOUNT},
    [ACTOR_ANONYMOUS] = {"anonymous", SAY_KIND_ANONYMOUS},
};

/* The IaaS tactics of ATT&CK, as Sigma tags spell them. */
static const struct {
    const char *tag;
    enum phrase title;
    enum family family;
} TACTICS[] = {
    {"reconnaissance", SAY_TACTIC_RECONNAISSANCE, FAMILY_LOOK},
    {"discovery", SAY_TACTIC_DISCOVERY, FAMILY_LOOK},
    {"resource-development", SAY_TACTIC_RESOURCE_DEVELOPMENT, FAMILY_ENTER},
    {"initial-access", SAY_TACTIC_INITIAL_ACCESS, FAMILY_ENTER},
    {"execution", SAY_TACTIC_EXECUTION, FAMILY_ENTER},
    {"persistence", SAY_TACTIC_PERSISTENCE, FAMILY_ENTER},
    {"privilege-escalation", SAY_TACTIC_PRIVILEGE_ESCALATION, FAMILY_RISE},
    {"defense-evasion", SAY_TACTIC_DEFENSE_EVASION, FAMILY_HIDE},
    {"stealth", SAY_TACTIC_STEALTH, FAMILY_HIDE},
    {"defense-impairment", SAY_TACTIC_DEFENSE_IMPAIRMENT, FAMILY_HIDE},
    {"credential-access", SAY_TACTIC_CREDENTIAL_ACCESS, FAMILY_CRED},
    {"lateral-movement", SAY_TACTIC_LATERAL_MOVEMENT, FAMILY_MOVE},
    {"collection", SAY_TACTIC_COLLECTION, FAMILY_TAKE},
    {"command-and-control", SAY_TACTIC_COMMAND_AND_CONTROL, FAMILY_TAKE},
    {"exfiltration", SAY_TACTIC_EXFILTRATION, FAMILY_TAKE},
    {"impact", SAY_TACTIC_IMPACT, FAMILY_BREAK},
};

static const char *const FAMILY_NAMES[FAMILIES] = {
    [FAMILY_LOOK] = "look", [FAMILY_ENTER] = "enter", [FAMILY_RISE] = "rise", [FAMILY_HIDE] = "hide",
    [FAMILY_CRED] = "cred", [FAMILY_MOVE] = "move",   [FAMILY_TAKE] = "take", [FAMILY_BREAK] = "break",
};

const char *actor_kind_name(enum actor_kind kind) {
    return ACTOR_WORDS[kind].name;
}

const char *actor_kind_title(enum lang lang, enum actor_kind kind) {
    return phrase(lang, ACTOR_WORDS[kind].title).ptr;
}

const char *confidence_name(enum confidence c) {
    static const char *const names[] = {"exact", "strong", "inferred"};
    return names[c];
}

const char *digest_fault_name(enum digest_fault fault) {
    static const char *const names[DIGEST_FAULTS] = {"changed",        "missing",       "gap",
                                                     "digest_changed", "bad_signature", "unverified"};
    return names[fault];
}

const char *step_outcome_name(enum step_outcome o) {
    static const char *const names[] = {"succeeded", "failed", "mixed"};
    return names[o];
}

/* Index into TACTICS, or COUNT(TACTICS). Tags spell with "-", older ones with "_". */
static size_t tactic_find(struct slice tactic) {
    for (size_t i = 0; i < COUNT(TACTICS); i++) {
        size_t j = 0;
        if (strlen(TACTICS[i].tag) != tactic.len) continue;
        while (j < tactic.len && TACTICS[i].tag[j] == (tactic.ptr[j] == '_' ? '-' : ascii_lower(tactic.ptr[j]))) j++;
        if (j == tactic.len) return i;
    }
    return COUNT(TACTICS);
}

enum family tactic_family(struct slice tactic) {
    size_t i = tactic_find(tactic);
    return i < COUNT(TACTICS) ? TACTICS[i].family : FAMILY_HIDE;
}

const char *tactic_title(enum lang lang, struct slice tactic) {
    size_t i = tactic_find(tactic);
    if (i < COUNT(TACTICS)) return phrase(lang, TACTICS[i].title).ptr;
    return phrase(lang, slice_empty(tactic) ? SAY_TACTIC_NONE : SAY_TACTIC_OTHER).ptr;
}

const char *level_word(enum lang lang, enum level level) {
    return phrase(lang, SAY_LEVEL_INFORMATIONAL + (enum phrase)level).ptr;
}

const char *confidence_word(enum lang lang, enum confidence c) {
    return phrase(lang, SAY_CONFIDENCE_EXACT + (enum phrase)c).ptr;
}

const char *outcome_word(enum lang lang, enum step_outcome o) {
    return phrase(lang, SAY_OUTCOME_SUCCEEDED + (enum phrase)o).ptr;
}

const char *link_verb(enum lang lang, enum link_kind kind) {
    return phrase(lang, SAY_LINK_ASSUMED + (enum phrase)kind).ptr;
}

struct slice link_label(struct arena *arena, enum lang lang, enum label_form form, struct slice label,
                        struct slice with) {
    if (!label.len && form != LABEL_TEMPORARY) return label;
    return phrase_make(arena, lang, SAY_LABEL_PLAIN + (enum phrase)form, PHRASE_VALUES(label, with));
}

struct slice link_deed(struct arena *arena, enum lang lang, enum link_kind kind, struct slice label) {
    return phrase_make(arena, lang, SAY_DID_ASSUMED + (enum phrase)kind, PHRASE_VALUES(label));
}

struct slice deed_in_sentence(struct slice title, struct arena *arena) {
    bool word =
        title.len > 1 && title.ptr[0] >= 'A' && title.ptr[0] <= 'Z' && title.ptr[1] >= 'a' && title.ptr[1] <= 'z';
    if (!word) return title;
    return arena_printf(arena, "%c%.*s", ascii_lower(title.ptr[0]), SLICE_FMT(slice_sub(title, 1, title.len)));
}

const char *family_name(enum family family) {
    return FAMILY_NAMES[family];
}
