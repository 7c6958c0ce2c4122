/* SPDX-License-Identifier: Apache-2.0 */
/* story/respond_undo.c: what takes back one call, a row an API. See respond.h.
 *
 * In a command %r is the resource of the call, %t the account that the step's title names, %g the region. A call that
 * failed, or whose values a shell could read, has no response. What cannot be brought back by one command is not here:
 * rather nothing than half of it.
 */
#include "story/respond.h"
#include "story/words.h"

static const struct {
    const char *api; /* how the event's name begins: Lambda's end in a date */
    enum phrase title;
    const char *command;
    const char *holds; /* a name in the step's title, where the command is right for such alone; or NULL */
    bool lost;         /* cannot be undone itself */
} UNDO[] = {
    {"ModifyDBSnapshotAttribute", SAY_UNDO_RDS_SNAPSHOT,
     "aws rds modify-db-snapshot-attribute --attribute-name restore --db-snapshot-identifier %r --values-to-remove %t "
     "--region %g",
     NULL, false},
    {"ModifyDBClusterSnapshotAttribute", SAY_UNDO_RDS_CLUSTER_SNAPSHOT,
     "aws rds modify-db-cluster-snapshot-attribute --attribute-name restore --db-cluster-snapshot-identifier %r "
     "--values-to-remove %t --region %g",
     NULL, false},
    {"ModifySnapshotAttribute", SAY_UNDO_EBS_SNAPSHOT,
     "aws ec2 modify-snapshot-attribute --attribute createVolumePermission --operation-type remove --snapshot-id %r "
     "--user-ids %t --region %g",
     NULL, false},
    {"ModifyImageAttribute", SAY_UNDO_IMAGE,
     "aws ec2 modify-image-attribute --image-id %r --launch-permission \"Remove=[{UserId=%t}]\" --region %g", NULL,
     false},
    {"AuthorizeSnapshotAccess", SAY_UNDO_REDSHIFT_SNAPSHOT,
     "aws redshift revoke-snapshot-access --snapshot-identifier %r --account-with-restore-access %t --region %g", NULL,
     false},
    {"PutBucketPolicy", SAY_UNDO_POLICY_LOOK,
     "aws configservice get-resource-config-history --resource-type AWS::S3::Bucket --resource-id %r --limit 5 "
     "--region %g",
     NULL, false},
    {"PutBucketPolicy", SAY_UNDO_POLICY_CLOSE,
     "aws s3api put-public-access-block --bucket %r --public-access-block-configuration "
     "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
     NULL, false},
    {"PutBucketAcl", SAY_UNDO_ACL, "aws s3api put-bucket-acl --bucket %r --acl private", NULL, false},
    {"DeleteBucketPublicAccessBlock", SAY_UNDO_PUBLIC_BLOCK,
     "aws s3api put-public-access-block --bucket %r --public-access-block-configuration "
     "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
     NULL, false},
    {"PutBucketVersioning", SAY_UNDO_VERSIONING,
     "aws s3api put-bucket-versioning --bucket %r --versioning-configuration Status=Enabled", NULL, false},
    {"PutBucketLifecycle", SAY_UNDO_LIFECYCLE, "aws s3api delete-bucket-lifecycle --bucket %r", NULL, true},
    {"ScheduleKeyDeletion", SAY_UNDO_KEY_DELETION, "aws kms cancel-key-deletion --key-id %r --region %g", NULL, false},
    {"DisableKey", SAY_UNDO_KEY_DISABLED, "aws kms enable-key --key-id %r --region %g", NULL, false},
    {"StopLogging", SAY_UNDO_TRAIL, "aws cloudtrail start-logging --name %r --region %g", NULL, false},
    {"DeleteDetector", SAY_UNDO_DETECTOR, "aws guardduty create-detector --enable --region %g", NULL, false},
    {"AttachUserPolicy", SAY_UNDO_USER_ADMIN,
     "aws iam detach-user-policy --user-name %r --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
     "AdministratorAccess", false},
    {"AttachRolePolicy", SAY_UNDO_ROLE_ADMIN,
     "aws iam detach-role-policy --role-name %r --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
     "AdministratorAccess", false},
    {"CreateLoginProfile", SAY_UNDO_PASSWORD, "aws iam delete-login-profile --user-name %r", NULL, true},
    {"UpdateLoginProfile", SAY_UNDO_PASSWORD, "aws iam delete-login-profile --user-name %r", NULL, true},
    {"CreateFunctionUrlConfig", SAY_UNDO_URL, "aws lambda delete-function-url-config --function-name %r --region %g",
     NULL, true},
    {"RunInstances", SAY_UNDO_INSTANCE, "aws ec2 terminate-instances --instance-ids %r --region %g", NULL, true},
    {"CreateKeyPair", SAY_UNDO_KEY_PAIR, "aws ec2 delete-key-pair --key-name %r --region %g", NULL, true},
    {"CreateStack", SAY_UNDO_STACK, "aws cloudformation delete-stack --stack-name %r --region %g", NULL, true},
    {"CreateUser", SAY_UNDO_USER, "aws iam delete-user --user-name %r", NULL, true},
    {"CreateRole", SAY_UNDO_ROLE, "aws iam delete-role --role-name %r", NULL, true},
};

struct filling {
    struct slice resource, target, region;
};

/* The command with its values, or empty when one that it needs is missing or not safe. */
static struct slice fill(struct weaver *w, const char *template, const struct filling *values) {
    struct buf out;
    bool whole = true;
    buf_init(&out);
    for (const char *c = template; *c && whole; c++) {
        if (*c != '%') {
            buf_putc(&out, *c);
            continue;
        }
        c++;
        struct slice value = *c == 'r' ? values->resource : *c == 't' ? values->target : values->region;
        whole = shell_safe(value);
        buf_put(&out, value);
    }
    struct slice kept = whole ? w_keep(w, buf_slice(&out)) : (struct slice){0};
    buf_release(&out);
    return kept;
}

static void undo_event(struct plan *p, const struct story_step *step, const struct story_event *e, bool lost) {
    struct slice title = step->title, account = {0};
    account_next(&title, &account);
    const struct filling values = {e->resource, account, e->region};
    for (size_t i = 0; i < sizeof UNDO / sizeof UNDO[0]; i++) {
        if (UNDO[i].lost != lost || !slice_starts(e->name, slice_cstr(UNDO[i].api))) continue;
        if (UNDO[i].holds && slice_find(step->title, slice_cstr(UNDO[i].holds)) < 0) continue;
        struct slice command = fill(p->w, UNDO[i].command, &values);
        if (!command.len || !shell_safe(e->resource)) continue;
        plan_add(p, (struct story_response){
                        .phase = SLICE("undo"),
                        .title = phrase_make(p->w->arena, p->w->facts->lang, UNDO[i].title, PHRASE_VALUES(e->resource)),
                        .command = command,
                        .why = W_SAY(p->w, UNDOES, step->title),
                        .account = e->account,
                        .region = e->region,
                        .reversible = !UNDO[i].lost,
                    });
    }
}

/* What an untainted ancestor made may be wanted: only the story's own acts are undone. */
static void undo_step(struct plan *p, const struct story_step *step, bool lost) {
    if (step->outcome == STEP_FAILED || p->story->actors[step->actor].untainted) return;
    for (size_t k = 0; k < step->event_count; k++)
        if (!step->events[k].error.len) undo_event(p, step, &step->events[k], lost);
}

/* First what can be taken back again, by time; then what cannot, backwards: what was made last has others' names in it.
 */
void plan_undo(struct plan *p) {
    for (size_t i = 0; i < p->story->step_count; i++) undo_step(p, &p->story->steps[i], false);
    for (size_t i = p->story->step_count; i > 0; i--) undo_step(p, &p->story->steps[i - 1], true);
}
