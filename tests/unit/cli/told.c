/* SPDX-License-Identifier: Apache-2.0 */
#include "told.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <unistd.h>

#include "folder.h"

static struct folder folder;

#define EVENT(name, id)                                                                                               \
    "{\"eventVersion\":\"1.09\",\"eventTime\":\"2026-03-03T13:00:0" id "Z\",\"eventSource\":\"iam.amazonaws.com\","   \
    "\"eventName\":\"" name "\",\"eventID\":\"e" id                                                                   \
    "\",\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"192.0.2.1\","                                               \
    "\"recipientAccountId\":\"111122223333\",\"userIdentity\":{\"type\":\"IAMUser\",\"principalId\":\"AIDAEXAMPLE\"," \
    "\"arn\":\"arn:aws:iam::111122223333:user/ann\",\"accountId\":\"111122223333\",\"userName\":\"ann\"}}"

static const char RULE[] = "title: Found\nid: 00000000-0000-4000-8000-000000000001\nlevel: critical\n"
                           "tags: [attack.impact]\nlogsource: {product: aws, service: cloudtrail}\n"
                           "detection: {s: {eventName: Loud}, condition: s}\n";

void told_begin(void) {
    folder_init(&folder);
    folder_put(&folder, "quiet.json", SLICE("{\"Records\":[" EVENT("Quiet", "1") "," EVENT("Quiet", "2") "]}"));
    folder_put(&folder, "loud.json", SLICE("{\"Records\":[" EVENT("Loud", "3") "]}"));
    folder_put(&folder, "broken.json", SLICE("{\"Records\":[{\"eventVersion\":\"1.09\",\"eventID\""));
    folder_put(&folder, "rule.yml", slice_cstr(RULE));
    cr_assert_eq(chdir(folder.path), 0);
}

void told_end(void) {
    cr_assert_eq(chdir("/"), 0);
    folder_release(&folder);
}

/* A file of the folder in the place of a descriptor; the old one is handed back. */
static int divert(int fd, const char *name) {
    int kept = dup(fd), file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
    cr_assert(kept >= 0 && file >= 0 && dup2(file, fd) == fd);
    close(file);
    return kept;
}

static struct buf restore(int fd, int kept, const char *name) {
    struct buf text;
    buf_init(&text);
    dup2(kept, fd);
    close(kept);
    int file = open(name, O_RDONLY);
    cr_assert_geq(file, 0);
    for (ssize_t n; (n = read(file, buf_reserve(&text, 4096), 4096)) > 0;) text.len += (size_t)n;
    close(file);
    unlink(name);
    buf_putc(&text, '\0'); /* so that it is a string */
    text.len--;
    return text;
}

struct told told_run(const char *const *words) {
    char *argv[24];
    int argc = 0;
    for (; words[argc]; argc++) argv[argc] = (char *)(uintptr_t)words[argc];
    fflush(NULL);
    int out = divert(STDOUT_FILENO, "told-out"), err = divert(STDERR_FILENO, "told-err");
    struct told told = {.status = emaki_main(argc, argv)};
    fflush(NULL);
    told.out = restore(STDOUT_FILENO, out, "told-out");
    told.err = restore(STDERR_FILENO, err, "told-err");
    return told;
}

static void expect_words(const struct buf *text, const char *words, const char *where) {
    if (!words) return;
    if (!*words) cr_expect_eq(text->len, 0, "%s: %s", where, text->ptr);
    else cr_expect(strstr(text->ptr, words), "%s: no %s in: %s", where, words, text->ptr);
}

void told_expect(struct told told, int status, const char *out, const char *err) {
    cr_expect_eq(told.status, status, "status %d, not %d; %s", told.status, status, told.err.ptr);
    expect_words(&told.out, out, "standard output");
    expect_words(&told.err, err, "standard error");
    buf_release(&told.out);
    buf_release(&told.err);
}
