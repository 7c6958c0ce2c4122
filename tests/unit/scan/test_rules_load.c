/* SPDX-License-Identifier: Apache-2.0 */
/* Rules from folders and from the binary. The builder here only keeps what it is given. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "detect/yaml_pack.h"
#include "scan/rules_builtin.h"
#include "scan/rules_load.h"

struct ruleset_builder {
    struct buf paths, texts; /* one path a line */
    size_t count;
};

void ruleset_builder_add(struct ruleset_builder *b, struct slice path, struct slice yaml) {
    buf_put(&b->paths, path);
    buf_putc(&b->paths, '\n');
    buf_put(&b->texts, yaml);
    b->count++;
}

void ruleset_builder_add_packed(struct ruleset_builder *b, struct slice path, struct slice packed) {
    ruleset_builder_add(b, path, packed);
}

static struct ruleset_builder builder;
static char root[] = "/tmp/emaki-rules-XXXXXX";

static void setup(void) {
    buf_init(&builder.paths);
    buf_init(&builder.texts);
    cr_assert_not_null(mkdtemp(root));
    cr_assert_eq(chdir(root), 0);
}

static void teardown(void) {
    buf_release(&builder.paths);
    buf_release(&builder.texts);
    pid_t child = fork();
    if (child == 0) execlp("rm", "rm", "-rf", root, NULL), _exit(1);
    waitpid(child, NULL, 0);
}

static void put_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

TestSuite(rules, .init = setup, .fini = teardown);

Test(rules, folders_are_read_in_order_of_path) {
    struct err err = ERR_INIT;
    mkdir("mine", 0700);
    mkdir("mine/b", 0700);
    put_file("mine/b/two.yaml", "2");
    put_file("mine/c.yml", "3");
    put_file("mine/a.yml", "1");
    put_file("mine/README.md", "no");
    put_file("mine/.hidden.yml", "no");
    cr_assert(rules_load_path(&builder, "mine", &err), "%s", err.message);
    cr_expect_str_eq(builder.paths.ptr, "mine/a.yml\nmine/b/two.yaml\nmine/c.yml\n");
    cr_expect_str_eq(builder.texts.ptr, "123");
}

Test(rules, a_slash_at_the_end_and_a_single_file) {
    struct err err = ERR_INIT;
    mkdir("mine", 0700);
    put_file("mine/a.yml", "1");
    put_file("any-name", "2");
    cr_assert(rules_load_path(&builder, "mine/", &err));
    cr_assert(rules_load_path(&builder, "any-name", &err));
    cr_expect_str_eq(builder.paths.ptr, "mine/a.yml\nany-name\n");
}

Test(rules, links_to_files_are_followed_and_to_folders_are_not) {
    struct err err = ERR_INIT;
    mkdir("mine", 0700);
    put_file("mine/a.yml", "1");
    cr_assert_eq(symlink("a.yml", "mine/b.yml"), 0);
    cr_assert_eq(symlink(".", "mine/loop"), 0);
    cr_assert(rules_load_path(&builder, "mine", &err), "%s", err.message);
    cr_expect_str_eq(builder.paths.ptr, "mine/a.yml\nmine/b.yml\n");
}

static void expect_failure(const char *path, const char *part) {
    struct err err = ERR_INIT;
    cr_expect_not(rules_load_path(&builder, path, &err), "%s was taken", path);
    cr_expect(strstr(err.message, path) && strstr(err.message, part), "%s", err.message);
}

Test(rules, what_cannot_be_read_is_named) {
    mkdir("empty", 0700);
    mkdir("broken", 0700);
    cr_assert_eq(symlink("nowhere", "broken/x.yml"), 0);
    cr_assert_eq(mkfifo("pipe", 0600), 0);
    expect_failure("missing", "No such file");
    expect_failure("empty", "no .yml or .yaml file");
    expect_failure("broken", "x.yml: No such file");
    expect_failure("pipe", "Illegal seek");
}

Test(rules, a_file_is_bounded) {
    struct err err = ERR_INIT;
    struct buf text;
    buf_init(&text);
    put_file("a.yml", "");
    cr_assert_eq(truncate("a.yml", RULE_FILE_BYTES_MAX), 0);
    cr_expect(file_read_all("a.yml", RULE_FILE_BYTES_MAX, "RULE_FILE_BYTES_MAX", &text, &err));
    cr_expect_eq(text.len, RULE_FILE_BYTES_MAX);
    cr_assert_eq(truncate("a.yml", RULE_FILE_BYTES_MAX + 1), 0);
    cr_expect_not(rules_load_path(&builder, "a.yml", &err));
    cr_expect_eq(err.code, ERR_LIMIT);
    cr_expect(strstr(err.message, "RULE_FILE_BYTES_MAX"));
    buf_release(&text);
}

/* RULES_DEPTH_MAX folders below the one that is named, and one more. */
Test(rules, depth_is_bounded) {
    struct err err = ERR_INIT;
    struct buf path;
    buf_init(&path);
    buf_puts(&path, "d");
    mkdir(path.ptr, 0700);
    for (int i = 0; i < RULES_DEPTH_MAX; i++) buf_puts(&path, "/d"), mkdir(path.ptr, 0700);
    size_t len = path.len;
    buf_puts(&path, "/a.yml");
    put_file(path.ptr, "1");
    cr_expect(rules_load_path(&builder, "d", &err), "%s", err.message);
    path.len = len, path.ptr[len] = '\0';
    buf_puts(&path, "/d");
    mkdir(path.ptr, 0700);
    cr_expect_not(rules_load_path(&builder, "d", &err));
    cr_expect_eq(err.code, ERR_LIMIT);
    buf_release(&path);
}

/* A file of the source tree, packed as the build has to. */
static void pack_file(const char *path, struct buf *out) {
    struct err err = ERR_INIT;
    struct buf text;
    struct arena arena;
    struct slice document;
    uint32_t line;
    buf_init(&text);
    arena_init(&arena, 0);
    cr_assert(file_read_all(path, RULE_FILE_BYTES_MAX, "RULE_FILE_BYTES_MAX", &text, &err), "%s", err.message);
    struct ydoc_cursor cursor = {.rest = buf_slice(&text)};
    while (yaml_next(&cursor, &document, &line)) {
        const struct ynode *node = yaml_parse(document, line, &arena, &err);
        cr_assert(node, "%s: %s", path, err.message);
        yaml_pack(node, out);
    }
    arena_release(&arena);
    buf_release(&text);
}

Test(rules, the_binary_holds_the_pack_as_it_is) {
    struct err err = ERR_INIT;
    struct ruleset_builder fresh = {0};
    struct buf packed;
    buf_init(&packed);
    cr_assert_gt(RULES_BUILTIN_COUNT, 0);
    for (size_t i = 0; i < RULES_BUILTIN_COUNT; i++) {
        char path[1024];
        struct slice below = slice_sub(RULES_BUILTIN[i].path, strlen("rules"), RULES_BUILTIN[i].path.len);
        cr_expect(slice_starts(RULES_BUILTIN[i].path, SLICE("rules/")));
        if (i) cr_expect_lt(slice_cmp(RULES_BUILTIN[i - 1].path, RULES_BUILTIN[i].path), 0);
        snprintf(path, sizeof path, "%s%.*s", RULES_FOLDER, SLICE_FMT(below));
        buf_clear(&packed);
        pack_file(path, &packed);
        cr_expect(slice_eq(buf_slice(&packed), RULES_BUILTIN[i].packed), "%s", path);
    }
    buf_release(&packed);
    cr_expect_eq(rules_load_builtin(&builder), RULES_BUILTIN_COUNT);
    cr_expect_eq(builder.count, RULES_BUILTIN_COUNT);
    buf_init(&fresh.paths);
    buf_init(&fresh.texts);
    cr_assert(rules_load_path(&fresh, RULES_FOLDER, &err), "%s", err.message);
    cr_expect_eq(fresh.count, RULES_BUILTIN_COUNT, "none is left out");
    buf_release(&fresh.paths);
    buf_release(&fresh.texts);
}
