/* SPDX-License-Identifier: Apache-2.0 */
/* story/icons.c: the icons. Tables only; our own drawings. */
#include "story/icons.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const ICON[ICONS] = {
    [ICON_LINK] = "<path d=\"M6.5 9.5 9.5 6.5M7.6 4.6 9 3.2a2.7 2.7 0 0 1 3.8 3.8L11.4 8.4M8.4 11.4 7 12.8A2.7 2.7 0 0 "
                  "1 3.2 9L4.6 "
                  "7.6\"/>",
    [ICON_CHECK] = "<path d=\"M2.6 8.6 6.2 12.2 13.4 4.3\"/>",
    [ICON_CROSS] = "<path d=\"M3.6 3.6 12.4 12.4M12.4 3.6 3.6 12.4\"/>",
    [ICON_SEARCH] = "<circle cx=\"6.9\" cy=\"6.9\" r=\"4.3\"/><path d=\"M10.1 10.1 13.9 13.9\"/>",
    [ICON_COPY] =
        "<rect x=\"5.6\" y=\"5.6\" width=\"8\" height=\"8.4\" rx=\"1.4\"/><path d=\"M10.4 5.4V3.4A1.4 1.4 0 0 0 9 "
        "2H3.8A1.4 1.4 0 0 0 2.4 3.4V9a1.4 1.4 0 0 0 1.4 1.4h1.6\"/>",
    [ICON_FIT] = "<path d=\"M2.2 5.8V2.2h3.6M10.2 2.2h3.6v3.6M13.8 10.2v3.6h-3.6M5.8 13.8H2.2v-3.6\"/>",
    [ICON_THEME] = "<circle cx=\"8\" cy=\"8\" r=\"2.9\"/><path d=\"M8 1.4v1.8M8 12.8v1.8M1.4 8h1.8M12.8 8h1.8M3.3 "
                   "3.3l1.3 1.3M11.4 "
                   "11.4l1.3 1.3M12.7 3.3l-1.3 1.3M4.6 11.4l-1.3 1.3\"/>",
    [ICON_KEYS] =
        "<rect x=\"1.6\" y=\"4\" width=\"12.8\" height=\"8.2\" rx=\"1.4\"/><path d=\"M4.2 6.8h.01M6.7 6.8h.01M9.3 "
        "6.8h.01M11.8 6.8h.01M5.2 9.6h5.6\"/>",
    [ICON_LEFT] = "<path d=\"M10 3.4 5.4 8 10 12.6\"/>",
    [ICON_RIGHT] = "<path d=\"M6 3.4 10.6 8 6 12.6\"/>",
    [ICON_PLAY] = "<path d=\"M4.6 2.6v10.8L13.2 8Z\"/>",
};

static const struct {
    const char *title, *markup;
} TACTIC[] = {
    {"Reconnaissance", "<circle cx=\"5\" cy=\"10.4\" r=\"2.9\"/><circle cx=\"11\" cy=\"10.4\" r=\"2.9\"/><path "
                       "d=\"M2.4 9 4 3.4h1.6M13.6 9 12 "
                       "3.4h-1.6M7.2 9.2q.8-.6 1.6 0\"/>"},
    {"Discovery", "<circle cx=\"6.9\" cy=\"6.9\" r=\"4.3\"/><path d=\"M10.1 10.1 13.9 13.9\"/>"},
    {"Resource development", "<path d=\"M8 1.8 14 5v6l-6 3.2L2 11V5ZM2.2 5.1 8 8.2l5.8-3.1M8 8.2v5.8\"/>"},
    {"Initial access", "<path d=\"M8.6 2.4h4.8v11.2H8.6M2 8h7.4M6.6 5.2 9.4 8l-2.8 2.8\"/>"},
    {"Execution", "<path d=\"M2.4 4.4 6.3 8l-3.9 3.6M8.4 12.2h5.2\"/>"},
    {"Persistence",
     "<circle cx=\"8\" cy=\"3.6\" r=\"1.7\"/><path d=\"M8 5.3v8.5M5.4 7.6h5.2M2.4 9.4c.3 2.9 2.5 4.4 5.6 4.4s5.3-1.5 "
     "5.6-4.4\"/>"},
    {"Privilege escalation", "<path d=\"M1.9 13.6h3.6v-3.5h3.5V6.6h3.6V2.2M10.4 4.3l2.2-2.2 2.2 2.2\"/>"},
    {"Defense evasion",
     "<path d=\"M2 8c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4ZM2.6 13.6 13.4 2.4\"/>"},
    {"Stealth", "<path d=\"M2 8c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4ZM2.6 13.6 13.4 2.4\"/>"},
    {"Defense impairment",
     "<path d=\"M8 1.8 13.4 4v4.2c0 3-2.2 5-5.4 6-3.2-1-5.4-3-5.4-6V4ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4\"/>"},
    {"Credential access", "<circle cx=\"5.1\" cy=\"10.9\" r=\"2.9\"/><path d=\"M7.2 8.8 13.6 2.4M10.6 5.4l2.4 2.4\"/>"},
    {"Lateral movement",
     "<circle cx=\"3.4\" cy=\"8\" r=\"1.7\"/><path d=\"M5.2 8h7.2M9.8 5.2 12.6 8l-2.8 2.8M14.8 3.6v8.8\"/>"},
    {"Collection",
     "<path d=\"M2.2 5.4h11.6M3 5.4v7.8h10V5.4M2.2 5.4 4.4 2.6h7.2l2.2 2.8M8 7.4v3.6M6.3 9.4 8 11l1.7-1.6\"/>"},
    {"Command and control",
     "<path d=\"M8 8.2v5.6M5.6 13.8h4.8M4.8 9.6a4 4 0 1 1 6.4 0M2.8 11.6a6.8 6.8 0 1 1 10.4 0\"/>"},
    {"Exfiltration", "<path d=\"M8 10.4V2.2M4.8 5.2 8 2l3.2 3.2M2.2 9.4v4.4h11.6V9.4\"/>"},
    {"Impact", "<path d=\"M9.2 1.6 3.4 9h4l-.8 5.4L12.6 7h-4Z\"/>"},
    {"Context", "<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M8 7.4v3.6M8 5h.01\"/>"},
    {"Other", "<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"M5.6 8h.01M8 8h.01M10.4 8h.01\"/>"},
};

static const char *const KIND[ACTOR_KINDS] = {
    [ACTOR_USER] =
        "<circle cx=\"8\" cy=\"5.2\" r=\"2.8\"/><path d=\"M2.7 14.2c.5-3.2 2.6-4.9 5.3-4.9s4.8 1.7 5.3 4.9\"/>",
    [ACTOR_SESSION] = "<rect x=\"1.7\" y=\"3\" width=\"12.6\" height=\"10\" rx=\"1.5\"/><circle cx=\"5.5\" cy=\"6.9\" "
                      "r=\"1.5\"/><path d=\"M3.4 10.9c.2-1.2 1-1.8 2.1-1.8s1.9.6 2.1 1.8M9.8 6.5h2.4M9.8 9.5h2.4\"/>",
    [ACTOR_INSTANCE] =
        "<rect x=\"2\" y=\"2.4\" width=\"12\" height=\"4.9\" rx=\"1\"/><rect x=\"2\" y=\"8.7\" width=\"12\" "
        "height=\"4.9\" rx=\"1\"/><path d=\"M4.5 4.850h.01M4.5 11.150h.01M7.8 4.850h3.7M7.8 11.150h3.7\"/>",
    [ACTOR_FUNCTION] = "<path d=\"M3.6 2.6h1.7c.7 0 1.1.4 1.4 1.1l3.9 9.7h2.2M7.5 6.2 3.7 13.4\"/>",
    [ACTOR_WORKLOAD] =
        "<rect x=\"2\" y=\"2\" width=\"5\" height=\"5\" rx=\"1\"/><rect x=\"9\" y=\"2\" width=\"5\" height=\"5\" "
        "rx=\"1\"/><rect x=\"2\" y=\"9\" width=\"5\" height=\"5\" rx=\"1\"/><rect x=\"9\" y=\"9\" width=\"5\" "
        "height=\"5\" rx=\"1\"/>",
    [ACTOR_ROOT] = "<path d=\"M2.2 12.8V4.6L5.6 7.8 8 3l2.4 4.8 3.4-3.2v8.2Z\"/>",
    [ACTOR_SERVICE] =
        "<circle cx=\"8\" cy=\"8\" r=\"2.3\"/><path d=\"M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6l1.4 1.4M11 11l1.4 "
        "1.4M12.4 3.6 11 5M5 11l-1.4 1.4\"/>",
    [ACTOR_FEDERATED] = "<circle cx=\"5.8\" cy=\"8\" r=\"3.9\"/><circle cx=\"10.2\" cy=\"8\" r=\"3.9\"/>",
    [ACTOR_ACCOUNT] = "<path d=\"M4.6 13a3.1 3.1 0 0 1-.4-6.2 4 4 0 0 1 7.8.6A2.8 2.8 0 0 1 11.8 13Z\"/>",
    [ACTOR_ANONYMOUS] = "<circle cx=\"8\" cy=\"8\" r=\"5.9\"/><path d=\"M6.1 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.8.6-.8 "
                        "1.2M8 11.3h.01\"/>",
};

static const char *const LEVEL[] = {
    [LEVEL_INFORMATIONAL] = "<path d=\"M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2Zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z\"/>",
    [LEVEL_LOW] = "<circle cx=\"7\" cy=\"7\" r=\"5\"/>",
    [LEVEL_MEDIUM] = "<rect x=\"2\" y=\"2\" width=\"10\" height=\"10\" rx=\"1\"/>",
    [LEVEL_HIGH] = "<path d=\"M7 1.2 13.6 12.6H.4Z\"/>",
    [LEVEL_CRITICAL] = "<path d=\"M7 0 14 7 7 14 0 7Z\"/>",
};

const char *icon_markup(enum icon icon) {
    return ICON[icon];
}

const char *icon_tactic(struct slice tactic) {
    const char *title = tactic_title(LANG_EN, tactic);
    for (size_t i = 0; i < COUNT(TACTIC); i++) {
        if (strcmp(TACTIC[i].title, title) == 0) return TACTIC[i].markup;
    }
    return TACTIC[COUNT(TACTIC) - 1].markup;
}

const char *icon_kind(enum actor_kind kind) {
    return KIND[kind];
}

const char *icon_level(enum level level) {
    return LEVEL[level];
}
