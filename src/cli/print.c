/* SPDX-License-Identifier: Apache-2.0 */
/* cli/print.c: see print.h.
 *
 *   picture  ┌────────────┬──────────┬──────┐      a page is an SVG of A4 with the whole picture inside a window
 *            │ 1          │ 2        │ 3    │      that shows its part; all pages go to one rsvg-convert
 *            └────────────┴──────────┴──────┘
 */
#include "cli/print.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "story/phrases.h"
#include "story/svg.h"
#include "story/times.h"

/* CSS pixels, 96 an inch: A4 landscape with margins of half an inch. A line of words stands above and below. */
enum { PAGE_W = 1123, PAGE_H = 794, MARGIN = 48, HEADING = 26, FOOTING = 22, BEFORE_CARD = 14 };
enum { ROOM_W = PAGE_W - 2 * MARGIN, ROOM_H = PAGE_H - 2 * MARGIN - HEADING - FOOTING };
/* Text of 11 pixels is 5.5 at half size, which paper still shows; a taller picture is cut in height. */
#define SCALE_LEAST 0.5
#define IMAGE_SIDE_MAX 32000 /* cairo's images end at 32,767 */

/* --- running rsvg-convert --- */

static bool cannot(struct err *err, const char *what, int error) {
    char reason[128];
    if (error == ENOENT)
        return err_set(err, ERR_IO,
                       "png and pdf are made by rsvg-convert, which is not there: apt-get install "
                       "librsvg2-bin; or write svg or html");
    return err_set(err, ERR_IO, "%s: %s", what, strerror_r(error, reason, sizeof reason));
}

static bool read_file(const char *path, struct buf *out, struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return cannot(err, path, errno == ENOENT ? EIO : errno);
    for (;;) {
        char *room = buf_reserve(out, 1 << 16);
        ssize_t got = read(fd, room, 1 << 16);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            close(fd);
            return got == 0 || cannot(err, path, errno);
        }
        out->len += (size_t)got;
    }
}

static bool write_file(const char *path, struct slice bytes, struct err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return cannot(err, path, errno == ENOENT ? EIO : errno);
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            int error = errno;
            close(fd);
            return cannot(err, path, error);
        }
        bytes = slice_sub(bytes, (size_t)n, bytes.len);
    }
    return close(fd) == 0 || cannot(err, path, errno);
}

static bool run(char *const argv[], struct err *err) {
    pid_t pid;
    int status, error = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
    if (error) return cannot(err, argv[0], error);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return cannot(err, argv[0], errno);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    return err_set(err, ERR_IO, "rsvg-convert could not draw the picture; svg and html are there without it");
}

/* A folder of its own with the pages, which goes again. */
struct workshop {
    char folder[512];
    struct buf name; /* of the file at hand */
    size_t pages;
};

static bool open_workshop(struct workshop *shop, struct err *err) {
    const char *top = getenv("TMPDIR");
    *shop = (struct workshop){0};
    buf_init(&shop->name);
    int len = snprintf(shop->folder, sizeof shop->folder, "%s/emaki-XXXXXX", top && *top ? top : "/tmp");
    if (len < 0 || (size_t)len >= sizeof shop->folder) return cannot(err, "TMPDIR", ENAMETOOLONG);
    return mkdtemp(shop->folder) || cannot(err, shop->folder, errno == ENOENT ? EIO : errno);
}

static const char *in_workshop(struct workshop *shop, const char *kind, size_t number) {
    buf_clear(&shop->name);
    buf_printf(&shop->name, "%s/%s%zu", shop->folder, kind, number);
    return shop->name.ptr;
}

static void close_workshop(struct workshop *shop) {
    for (size_t i = 0; i < shop->pages; i++) unlink(in_workshop(shop, "page", i));
    unlink(in_workshop(shop, "out", 0));
    rmdir(shop->folder);
    buf_release(&shop->name);
}

static bool add_page(struct workshop *shop, struct slice svg, struct err *err) {
    bool ok = write_file(in_workshop(shop, "page", shop->pages), svg, err);
    shop->pages++;
    return ok;
}

/* A copy that may be an argument: posix_spawn takes them as not const. */
static char *word(struct arena *arena, const char *text) {
    char *copy = arena_alloc(arena, strlen(text) + 1);
    memcpy(copy, text, strlen(text) + 1);
    return copy;
}

/* `options` come before the pages' names. */
static bool convert(struct workshop *shop, const char *const *options, size_t option_count, struct buf *out,
                    struct err *err) {
    struct arena words;
    arena_init(&words, 0);
    char **argv = mem_zalloc(option_count + shop->pages + 4, sizeof *argv);
    size_t n = 0;
    argv[n++] = word(&words, "rsvg-convert");
    argv[n++] = word(&words, "-o");
    argv[n++] = word(&words, in_workshop(shop, "out", 0));
    for (size_t i = 0; i < option_count; i++) argv[n++] = word(&words, options[i]);
    for (size_t i = 0; i < shop->pages; i++) argv[n++] = word(&words, in_workshop(shop, "page", i));
    bool ok = run(argv, err) && read_file(in_workshop(shop, "out", 0), out, err);
    free(argv);
    arena_release(&words);
    return ok;
}

/* --- PNG --- */

static void draw(const struct story *st, struct arena *arena, struct layout *layout, struct buf *svg) {
    const struct svg_options options = {.theme = SVG_LIGHT, .standalone = true};
    arena_init(arena, 0);
    layout_story(st, arena, layout);
    story_svg(st, &options, svg);
}

bool print_png(const struct story *st, struct buf *out, struct err *err) {
    struct arena arena;
    struct layout layout;
    struct workshop shop;
    struct buf svg;
    buf_init(&svg);
    draw(st, &arena, &layout, &svg);
    bool ok = open_workshop(&shop, err);
    int zoom = layout.width * 2 <= IMAGE_SIDE_MAX && layout.height * 2 <= IMAGE_SIDE_MAX ? 2 : 1;
    if (ok && (layout.width > IMAGE_SIDE_MAX || layout.height > IMAGE_SIDE_MAX))
        ok = err_set(err, ERR_LIMIT,
                     "the picture is %d by %d pixels, more than an image can have: write pdf, svg or html",
                     layout.width, layout.height);
    const char *const options[] = {"--format=png", "--unlimited", zoom == 2 ? "--zoom=2" : "--zoom=1"};
    ok = ok && add_page(&shop, buf_slice(&svg), err) && convert(&shop, options, 3, out, err);
    close_workshop(&shop);
    buf_release(&svg);
    arena_release(&arena);
    return ok;
}

/* --- PDF --- */

size_t print_breaks(int width, int room, const int *places, size_t place_count, int *at, size_t max) {
    size_t pages = 0, next = 0;
    at[0] = 0;
    while (at[pages] + room < width && pages + 1 < max) {
        int end = at[pages] + room;
        while (next < place_count && places[next] <= end) next++;
        bool near = next > 0 && places[next - 1] > at[pages] + room / 3;
        at[pages + 1] = near ? places[next - 1] : end;
        pages++;
    }
    at[pages + 1] = width;
    return pages + 1;
}

static int by_number(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

static size_t column_breaks(const struct layout *layout, int room, struct arena *arena, int *at) {
    int *places = ARENA_ARRAY(arena, int, layout->card_count + 1);
    for (size_t i = 0; i < layout->card_count; i++) places[i] = layout->cards[i].x - BEFORE_CARD;
    if (layout->card_count) qsort(places, layout->card_count, sizeof *places, by_number);
    return print_breaks(layout->width, room, places, layout->card_count, at, PRINT_PAGES_MAX);
}

struct paper {
    const struct story *st;
    struct slice picture;
    double scale;
    size_t pages, page;
};

static void put_words(struct buf *out, const struct paper *p) {
    buf_printf(out,
               "<g font-family=\"Inter, 'Noto Sans CJK JP', 'DejaVu Sans', sans-serif\" fill=\"#454d58\">"
               "<text x=\"%d\" y=\"%d\" font-size=\"13\" font-weight=\"600\" fill=\"#181d24\">",
               MARGIN, MARGIN + 10);
    xml_put(out, p->st->title);
    const enum lang lang = p->st->lang;
    buf_printf(out, "</text><text x=\"%d\" y=\"%d\" font-size=\"10\">", MARGIN, PAGE_H - MARGIN);
    phrase_put_xml(out, lang, SAY_PAPER_FACTS,
                   PHRASE_VALUES(slice_cstr(level_word(lang, p->st->level)), NUMBER(p->st->score),
                                 PHRASE_TIME(time_rfc3339(p->st->from)), PHRASE_TIME(time_rfc3339(p->st->to)),
                                 p->st->id));
    buf_printf(out, "</text><text x=\"%d\" y=\"%d\" font-size=\"10\" text-anchor=\"end\">", PAGE_W - MARGIN,
               PAGE_H - MARGIN);
    phrase_put_xml(out, lang, SAY_PAPER_PAGE, PHRASE_VALUES(NUMBER(p->page + 1), NUMBER(p->pages)));
    buf_puts(out, "</text></g>");
}

/* The part [x, x + w) by [y, y + h) of the picture, on a page. */
static void put_page(struct buf *out, const struct paper *p, int x, int y, int w, int h) {
    buf_clear(out);
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">"
               "<svg x=\"%d\" y=\"%d\" width=\"%.2f\" height=\"%.2f\" viewBox=\"%d %d %d %d\" overflow=\"hidden\">",
               PAGE_W, PAGE_H, PAGE_W, PAGE_H, MARGIN, MARGIN + HEADING, w * p->scale, h * p->scale, x, y, w, h);
    buf_put(out, p->picture);
    buf_puts(out, "</svg>");
    put_words(out, p);
    buf_puts(out, "</svg>");
}

static bool put_pages(struct workshop *shop, struct paper *paper, const struct layout *layout, struct arena *arena,
                      struct err *err) {
    int room_w = (int)((double)ROOM_W / paper->scale), room_h = (int)((double)ROOM_H / paper->scale);
    int *at = ARENA_ARRAY(arena, int, PRINT_PAGES_MAX + 1);
    size_t columns = column_breaks(layout, room_w, arena, at);
    size_t rows = (size_t)((layout->height + room_h - 1) / room_h);
    struct buf page;
    bool ok = true;
    paper->pages = columns * rows;
    if (at[columns] - at[columns - 1] > room_w || paper->pages > PRINT_PAGES_MAX)
        return err_set(err, ERR_LIMIT, "the picture needs more than %d pages (PRINT_PAGES_MAX): write svg or html",
                       PRINT_PAGES_MAX);
    buf_init(&page);
    for (size_t r = 0; ok && r < rows; r++)
        for (size_t c = 0; ok && c < columns; c++) {
            int y = (int)r * room_h, h = layout->height - y < room_h ? layout->height - y : room_h;
            put_page(&page, paper, at[c], y, at[c + 1] - at[c], h);
            ok = add_page(shop, buf_slice(&page), err);
            paper->page++;
        }
    buf_release(&page);
    return ok;
}

bool print_pdf(const struct story *st, struct buf *out, struct err *err) {
    static const char *const options[] = {"--format=pdf", "--unlimited"};
    struct arena arena;
    struct layout layout;
    struct workshop shop;
    struct buf svg;
    char date[32];
    buf_init(&svg);
    draw(st, &arena, &layout, &svg);
    struct paper paper = {.st = st, .picture = buf_slice(&svg), .scale = 1};
    if (layout.height > ROOM_H) paper.scale = (double)ROOM_H / layout.height;
    if (paper.scale < SCALE_LEAST) paper.scale = SCALE_LEAST;
    snprintf(date, sizeof date, "%lld",
             (long long)(st->to / US_PER_SECOND)); /* reproducible-builds.org: cairo asks it */
    setenv("SOURCE_DATE_EPOCH", date, 1);
    bool ok = open_workshop(&shop, err) && put_pages(&shop, &paper, &layout, &arena, err) &&
              convert(&shop, options, 2, out, err);
    close_workshop(&shop);
    buf_release(&svg);
    arena_release(&arena);
    return ok;
}
