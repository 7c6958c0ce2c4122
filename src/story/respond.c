/* SPDX-License-Identifier: Apache-2.0 */
/* story/respond.c: what to do about a story: commands to review, never run by us.
 *
 * In:   a story.   Out: responses: first what contains (keys, sessions, instances), then what undoes.
 * Law:  a value from a log enters a command only when it is made of characters that no shell gives a meaning to;
 *       otherwise the response is left out rather than quoted cleverly.
 */
#include "story/draft.h"
#include "story/words.h"

struct plan {
    struct weaver *w;
    struct story *story;
    struct story_response *list;
    size_t count, cap;
};

static bool shell_safe(struct slice s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !(c && strchr("_-./:@=+,", c))) return false;
    }
    return s.len > 0 && s.ptr[0] != '-';
}

static void add(struct plan *p, struct slice title, struct slice command, struct slice why, bool reversible) {
    if (p->count == p->cap) return;
    for (size_t i = 0; i < p->count; i++)
        if (slice_eq(p->list[i].command, command)) return; /* two sessions of one role are revoked at once */
    p->list[p->count++] = (struct story_response){title, command, why, reversible};
}

/* --- contain --- */

static void contain_keys(struct plan *p, const struct story_actor *a) {
    for (size_t i = 0; i < a->credential_count; i++) {
        struct slice key = a->credentials[i].id;
        if (!slice_starts(key, SLICE("AKIA")) || !shell_safe(key) || !shell_safe(a->name)) continue;
        add(p, arena_printf(p->w->arena, "Deactivate the access key of %.*s", SLICE_FMT(a->name)),
            arena_printf(p->w->arena,
                         "aws iam update-access-key --user-name %.*s --access-key-id %.*s --status Inactive",
                         SLICE_FMT(a->name), SLICE_FMT(key)),
            arena_printf(p->w->arena, "The story was acted out with it in account %.*s", SLICE_FMT(a->account)), true);
    }
}

/* Sessions outlive the key that made them: deny what was issued before now (IAM user guide, "Revoking IAM role
 * temporary security credentials"). */
static void contain_sessions(struct plan *p, const struct story_actor *a) {
    struct slice role = a->kind == ACTOR_SESSION ? a->name : a->role;
    if ((a->kind != ACTOR_SESSION && a->kind != ACTOR_INSTANCE) || !shell_safe(role)) return;
    struct time_text until = time_rfc3339(p->story->to + US_PER_SECOND);
    add(p, arena_printf(p->w->arena, "Revoke the sessions of role %.*s", SLICE_FMT(role)),
        arena_printf(
            p->w->arena,
            "aws iam put-role-policy --role-name %.*s --policy-name RevokeOlderSessions --policy-document "
            "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
            "\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"%s\"}}}]}'",
            SLICE_FMT(role), until.text),
        arena_printf(
            p->w->arena,
            "Credentials of %.*s stay good until they expire; every session of the role begun before %s is cut off",
            SLICE_FMT(a->name), until.text),
        true);
}

static void contain_instance(struct plan *p, const struct story_actor *a) {
    if (a->kind != ACTOR_INSTANCE || !shell_safe(a->name)) return;
    add(p, arena_printf(p->w->arena, "Stop instance %.*s, after a snapshot of its volumes", SLICE_FMT(a->name)),
        arena_printf(p->w->arena, "aws ec2 stop-instances --instance-ids %.*s", SLICE_FMT(a->name)),
        SLICE("Its role's credentials are renewed as long as it runs; memory is lost when it stops"), true);
}

/* --- undo: one row an API --- */

static const struct {
    const char *api;   /* event name */
    const char *title; /* before the resource */
    const char *before, *between,
        *after; /* command: before RESOURCE between ACCOUNT after; no account when between is NULL */
} UNDO[] = {
    {"ModifyDBSnapshotAttribute", "Stop sharing RDS snapshot",
     "aws rds modify-db-snapshot-attribute --attribute-name restore --db-snapshot-identifier ", " --values-to-remove ",
     ""},
    {"ModifyDBClusterSnapshotAttribute", "Stop sharing RDS cluster snapshot",
     "aws rds modify-db-cluster-snapshot-attribute --attribute-name restore --db-cluster-snapshot-identifier ",
     " --values-to-remove ", ""},
    {"ModifySnapshotAttribute", "Stop sharing EBS snapshot",
     "aws ec2 modify-snapshot-attribute --attribute createVolumePermission --operation-type remove --snapshot-id ",
     " --user-ids ", ""},
    {"ModifyImageAttribute", "Stop sharing image", "aws ec2 modify-image-attribute --image-id ",
     " --launch-permission \"Remove=[{UserId=", "}]\""},
    {"AuthorizeSnapshotAccess", "Stop sharing Redshift snapshot",
     "aws redshift revoke-snapshot-access --snapshot-identifier ", " --account-with-restore-access ", ""},
    {"StopLogging", "Start trail", "aws cloudtrail start-logging --name ", NULL, ""},
};

static void undo_step(struct plan *p, const struct story_step *step) {
    if (step->context || step->outcome == STEP_FAILED || !step->event_count) return;
    struct slice title = step->title, account = {0}, region = step->events[0].region;
    bool named = account_next(&title, &account);
    for (size_t i = 0; i < sizeof UNDO / sizeof UNDO[0]; i++) {
        if (!slice_eq(step->events[0].name, slice_cstr(UNDO[i].api)) || (UNDO[i].between && !named)) continue;
        for (size_t k = 0; k < step->resource_count; k++) {
            struct slice id = step->resources[k].id;
            if (!shell_safe(id) || !shell_safe(region)) continue;
            add(p, arena_printf(p->w->arena, "%s %.*s", UNDO[i].title, SLICE_FMT(id)),
                arena_printf(p->w->arena, "%s%.*s%s%.*s%s --region %.*s", UNDO[i].before, SLICE_FMT(id),
                             UNDO[i].between ? UNDO[i].between : "", SLICE_FMT(UNDO[i].between ? account : SLICE("")),
                             UNDO[i].after, SLICE_FMT(region)),
                arena_printf(p->w->arena, "Undoes: %.*s", SLICE_FMT(step->title)), true);
        }
    }
}

void story_respond(struct weaver *w, struct story *story) {
    struct plan p = {.w = w, .story = story};
    for (size_t i = 0; i < story->actor_count; i++) p.cap += story->actors[i].credential_count + 2;
    for (size_t i = 0; i < story->step_count; i++) p.cap += story->steps[i].resource_count;
    p.list = ARENA_ARRAY(w->arena, struct story_response, p.cap);
    for (size_t i = 0; i < story->actor_count; i++) {
        if (story->actors[i].untainted) continue;
        contain_keys(&p, &story->actors[i]);
        contain_sessions(&p, &story->actors[i]);
        contain_instance(&p, &story->actors[i]);
    }
    for (size_t i = 0; i < story->step_count; i++) undo_step(&p, &story->steps[i]);
    story->responses = p.list;
    story->response_count = p.count;
}
