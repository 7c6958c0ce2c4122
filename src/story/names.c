/* SPDX-License-Identifier: Apache-2.0 */
/* story/names.c: the words for the enums of story.h, and which family of colour a tactic belongs to. Tables only. */
#include "story/story.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
    const char *name, *title;
} ACTOR_WORDS[ACTOR_KINDS] = {
    [ACTOR_USER] = {"user", "IAM user"},
    [ACTOR_SESSION] = {"session", "role session"},
    [ACTOR_INSTANCE] = {"instance", "instance"},
    [ACTOR_FUNCTION] = {"function", "function"},
    [ACTOR_WORKLOAD] = {"workload", "workload"},
    [ACTOR_ROOT] = {"root", "root user"},
    [ACTOR_SERVICE] = {"service", "AWS service"},
    [ACTOR_FEDERATED] = {"federated", "federated user"},
    [ACTOR_ACCOUNT] = {"account", "another account"},
    [ACTOR_ANONYMOUS] = {"anonymous", "anonymous caller"},
};

/* The IaaS tactics of ATT&CK, as Sigma tags spell them. */
static const struct {
    const char *tag, *title;
    enum family family;
} TACTICS[] = {
    {"reconnaissance", "Reconnaissance", FAMILY_LOOK},
    {"discovery", "Discovery", FAMILY_LOOK},
    {"resource-development", "Resource development", FAMILY_ENTER},
    {"initial-access", "Initial access", FAMILY_ENTER},
    {"execution", "Execution", FAMILY_ENTER},
    {"persistence", "Persistence", FAMILY_ENTER},
    {"privilege-escalation", "Privilege escalation", FAMILY_RISE},
    {"defense-evasion", "Defense evasion", FAMILY_HIDE},
    {"stealth", "Stealth", FAMILY_HIDE},
    {"defense-impairment", "Defense impairment", FAMILY_HIDE},
    {"credential-access", "Credential access", FAMILY_CRED},
    {"lateral-movement", "Lateral movement", FAMILY_MOVE},
    {"collection", "Collection", FAMILY_TAKE},
    {"command-and-control", "Command and control", FAMILY_TAKE},
    {"exfiltration", "Exfiltration", FAMILY_TAKE},
    {"impact", "Impact", FAMILY_BREAK},
};

static const char *const FAMILY_NAMES[FAMILIES] = {
    [FAMILY_LOOK] = "look", [FAMILY_ENTER] = "enter", [FAMILY_RISE] = "rise", [FAMILY_HIDE] = "hide",
    [FAMILY_CRED] = "cred", [FAMILY_MOVE] = "move",   [FAMILY_TAKE] = "take", [FAMILY_BREAK] = "break",
};

const char *actor_kind_name(enum actor_kind kind) {
    return ACTOR_WORDS[kind].name;
}

const char *actor_kind_title(enum actor_kind kind) {
    return ACTOR_WORDS[kind].title;
}

const char *confidence_name(enum confidence c) {
    static const char *const names[] = {"exact", "strong", "inferred"};
    return names[c];
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

const char *tactic_title(struct slice tactic) {
    size_t i = tactic_find(tactic);
    if (i < COUNT(TACTICS)) return TACTICS[i].title;
    return slice_empty(tactic) ? "Context" : "Other";
}

const char *family_name(enum family family) {
    return FAMILY_NAMES[family];
}
