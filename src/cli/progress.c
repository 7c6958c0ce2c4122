/* SPDX-License-Identifier: Apache-2.0 */
/* cli/progress.c: see progress.h. */
#include "cli/progress.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/timefmt.h"
#include "cli/output.h"

enum { REDRAW_US = 100000, QUIET_REDRAWS = 3 }; /* the first line comes after 0.3 s: small inputs show none */

struct progress {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool over;
    int64_t start;
    const struct pipeline_progress *counters;
};

int64_t progress_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

struct progress_moment progress_look(const struct pipeline_progress *counters, int64_t elapsed) {
    return (struct progress_moment){.files = atomic_load(&counters->files_done),
                                    .files_total = atomic_load(&counters->files_total),
                                    .bytes = atomic_load(&counters->bytes_done),
                                    .bytes_total = atomic_load(&counters->bytes_total),
                                    .events = atomic_load(&counters->events),
                                    .elapsed = elapsed};
}

static uint64_t per_second(uint64_t n, int64_t elapsed) {
    return elapsed > 0 ? (uint64_t)((double)n * 1e6 / (double)elapsed) : 0;
}

/* What is left, by the bytes; 0 when it cannot be told. */
static int64_t time_left(const struct progress_moment *m) {
    if (m->bytes == 0 || m->bytes_total <= m->bytes) return 0;
    return (int64_t)((double)m->elapsed * (double)(m->bytes_total - m->bytes) / (double)m->bytes);
}

void progress_text(const struct progress_moment *m, struct buf *out) {
    buf_put_grouped(out, m->files);
    buf_puts(out, " of ");
    buf_put_grouped(out, m->files_total);
    buf_puts(out, m->files_total == 1 ? " file" : " files");
    if (m->elapsed <= 0) return;
    uint64_t rate = per_second(m->bytes, m->elapsed);
    buf_printf(out, " · %" PRIu64 ".%" PRIu64 " MB/s · ", rate / 1000000, rate / 100000 % 10);
    buf_put_grouped(out, per_second(m->events, m->elapsed));
    buf_puts(out, " events/s");
    if (time_left(m) >= US_PER_SECOND) buf_printf(out, " · %s left", time_length(time_left(m)).text);
}

static void put_line(struct slice line) {
    while (line.len) {
        ssize_t n = write(STDERR_FILENO, line.ptr, line.len);
        if (n <= 0) return; /* a progress line is not worth an error */
        line = slice_sub(line, (size_t)n, line.len);
    }
}

static void draw(const struct progress *p) {
    struct progress_moment moment = progress_look(p->counters, progress_clock() - p->start);
    unsigned columns = output_columns(STDERR_FILENO);
    struct buf text, line;
    buf_init(&text);
    buf_init(&line);
    progress_text(&moment, &text);
    buf_putc(&line, '\r');
    if (text_columns(buf_slice(&text)) < columns) buf_put(&line, buf_slice(&text));
    else if (columns > 1) term_put_cell(&line, buf_slice(&text), columns - 1);
    buf_puts(&line, "\x1b[K");
    put_line(buf_slice(&line));
    buf_release(&text);
    buf_release(&line);
}

/* Waits for one redraw's length; true when the work is over. */
static bool wait_redraw(struct progress *p) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += REDRAW_US * 1000;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    pthread_mutex_lock(&p->lock);
    int waited = 0;
    while (!p->over && waited == 0) waited = pthread_cond_timedwait(&p->wake, &p->lock, &until);
    bool over = p->over;
    pthread_mutex_unlock(&p->lock);
    return over;
}

static void *run(void *ctx) {
    struct progress *p = ctx;
    unsigned drawn = 0;
    while (!wait_redraw(p))
        if (++drawn >= QUIET_REDRAWS) draw(p);
    if (drawn >= QUIET_REDRAWS) put_line(SLICE("\r\x1b[K"));
    return NULL;
}

/* Signals are for the other threads. */
static bool start_thread(struct progress *p) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(&p->thread, NULL, run, p) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

struct progress *progress_start(const struct pipeline_progress *counters) {
    if (!isatty(STDERR_FILENO)) return NULL;
    struct progress *p = mem_zalloc(1, sizeof *p);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&p->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&p->lock, NULL);
    p->start = progress_clock();
    p->counters = counters;
    if (start_thread(p)) return p;
    free(p);
    return NULL;
}

void progress_end(struct progress *p) {
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->over = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
