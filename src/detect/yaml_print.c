/* SPDX-License-Identifier: Apache-2.0 */
/* detect/yaml_print.c: see yaml_print.h. Block style; a text that was written without quotes and is safe so stays so,
 * any other is quoted as JSON quotes, which YAML reads (YAML 1.2.2, 1.3). Depth is bounded by YAML_DEPTH_MAX.
 */
#include "detect/yaml_print.h"

#include "base/text.h"

enum { INDENT = 4 };

/* A plain text could end, become a key or a comment by what stands in it. */
static bool needs_quotes(const struct ynode *node) {
    struct slice text = node->text;
    if (!node->plain) {
        if (slice_empty(text)) return true;
        for (size_t i = 0; i < text.len; i++) {
            char c = ascii_lower(text.ptr[i]);
            bool letter = (c >= 'a' && c <= 'z') || (i && c == ' ');
            if (!letter) return true;
        }
        static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (slice_eq_fold(text, slice_cstr(words[i]))) return true;
        return text.ptr[text.len - 1] == ' ';
    }
    return slice_find(text, SLICE("\n")) >= 0 || slice_find(text, SLICE(": ")) >= 0 ||
           slice_find(text, SLICE(" #")) >= 0;
}

static void put_scalar(const struct ynode *node, struct buf *out) {
    if (needs_quotes(node)) json_put_string(out, node->text, false);
    else buf_put(out, node->text);
}

static void put_node(const struct ynode *node, size_t indent, struct buf *out);

/* Behind "key:" or "-": on the same line if it is short, else below. */
static void put_value(const struct ynode *node, size_t indent, struct buf *out) {
    if (node->kind == Y_SCALAR || node->count == 0) {
        if (node->kind != Y_SCALAR) buf_puts(out, node->kind == Y_LIST ? " []" : " {}");
        else if (!slice_empty(node->text) || !node->plain) buf_putc(out, ' '), put_scalar(node, out);
        buf_putc(out, '\n');
        return;
    }
    buf_putc(out, '\n');
    put_node(node, indent, out);
}

static void put_node(const struct ynode *node, size_t indent, struct buf *out) {
    for (size_t i = 0; i < node->count; i++) {
        buf_putn(out, ' ', indent);
        if (node->kind == Y_LIST) buf_putc(out, '-');
        else put_scalar(node->pairs[i].key, out), buf_putc(out, ':');
        put_value(node->kind == Y_LIST ? node->items[i] : node->pairs[i].value, indent + INDENT, out);
    }
}

void yaml_print(const struct ynode *root, struct buf *out) {
    put_node(root, 0, out);
}
