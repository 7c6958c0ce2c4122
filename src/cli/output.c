/* SPDX-License-Identifier: Apache-2.0 */
/* cli/output.c: see output.h. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

static bool write_all(int fd, struct slice text) {
    while (text.len) {
        ssize_t n = write(fd, text.ptr, text.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        text = slice_sub(text, (size_t)n, text.len);
    }
    return true;
}

static bool failed(struct err *err, const char *path) {
    char reason[128];
    return err_set(err, ERR_IO, "cannot write %s: %s", path ? path : "standard output",
                   strerror_r(errno, reason, sizeof reason));
}

static mode_t file_mode(const struct stat *old) {
    if (old) return old->st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Closes and names the file; on failure nothing is left behind. */
static bool finish_temp(int fd, const char *temp, const char *path, bool ok) {
    int saved = errno;
    if (close(fd) != 0 && ok) ok = false, saved = errno;
    if (ok && rename(temp, path) != 0) ok = false, saved = errno;
    if (!ok) unlink(temp);
    errno = saved;
    return ok;
}

static bool replace_file(const char *path, const struct stat *old, struct slice text, struct err *err) {
    struct buf temp;
    buf_init(&temp);
    buf_printf(&temp, "%s.XXXXXX", path);
    int fd = mkostemp(temp.ptr, O_CLOEXEC);
    bool ok = fd >= 0;
    if (ok) ok = finish_temp(fd, temp.ptr, path, write_all(fd, text) && fchmod(fd, file_mode(old)) == 0);
    if (!ok) failed(err, path);
    buf_release(&temp);
    return ok;
}

static bool write_straight(const char *path, struct slice text, struct err *err) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && (write_all(fd, text) || errno == EPIPE);
    if (!ok) failed(err, path);
    if (fd >= 0) close(fd);
    return ok;
}

static bool write_file(const char *path, struct slice text, struct err *err) {
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (there && S_ISDIR(st.st_mode)) return errno = EISDIR, failed(err, path);
    if (there && !S_ISREG(st.st_mode)) return write_straight(path, text, err);
    char *real = there ? realpath(path, NULL) : NULL; /* a link stays a link */
    bool ok = replace_file(real ? real : path, there ? &st : NULL, text, err);
    free(real);
    return ok;
}

bool output_write(const char *path, struct slice text, struct err *err) {
    if (path) return write_file(path, text, err);
    return write_all(STDOUT_FILENO, text) || errno == EPIPE || failed(err, NULL);
}

void output_say(const char *format, ...) {
    struct buf line;
    va_list args;
    char *raw = NULL;
    va_start(args, format);
    int len = vasprintf(&raw, format, args);
    va_end(args);
    if (len < 0) return;
    buf_init(&line);
    buf_puts(&line, "emaki: ");
    term_put(&line, slice_from(raw, (size_t)len));
    buf_putc(&line, '\n');
    write_all(STDERR_FILENO, buf_slice(&line));
    buf_release(&line);
    free(raw);
}

unsigned output_columns(int fd) {
    struct winsize size;
    if (!isatty(fd)) return 0;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}
