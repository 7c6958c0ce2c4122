/* SPDX-License-Identifier: Apache-2.0 */
/* scan/config.c: addresses and lookups. The YAML is read in config_yaml.c. See config.h. */
#include "scan/config.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "base/mem.h"
#include "scan/config_yaml.h"

const char *importance_name(enum importance importance) {
    static const char *const names[] = {
        [IMPORTANCE_LOW] = "low", [IMPORTANCE_NORMAL] = "normal", [IMPORTANCE_HIGH] = "high"};
    return names[importance];
}

void config_init(struct config *config) {
    *config = (struct config){0};
    arena_init(&config->arena, 0);
}

void config_release(struct config *config) {
    arena_release(&config->arena);
    free(config->accounts);
    free(config->trusted);
    free(config->networks);
    free(config->cidrs);
    free(config->lists);
    free(config->rules);
    free(config->filters);
    free(config->geoips);
    free(config->mutes);
    for (size_t i = 0; i < config->placeholder_count; i++) free(config->placeholders[i].values);
    free(config->placeholders);
    *config = (struct config){0};
}

/* --- addresses --- */

static const uint8_t V4_PREFIX[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static bool parse_address(struct slice text, uint8_t out[16], bool *v4) {
    char name[INET6_ADDRSTRLEN];
    if (text.len == 0 || text.len >= sizeof name) return false;
    memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    *v4 = inet_pton(AF_INET, name, out + sizeof V4_PREFIX) == 1;
    if (*v4) memcpy(out, V4_PREFIX, sizeof V4_PREFIX);
    return *v4 || inet_pton(AF_INET6, name, out) == 1;
}

static void mask_bits(uint8_t prefix[16], unsigned bits) {
    for (unsigned i = 0; i < 16; i++) {
        unsigned keep = bits > i * 8 ? bits - i * 8 : 0;
        if (keep < 8) prefix[i] = (uint8_t)(prefix[i] & ~(0xFFu >> keep));
    }
}

bool config_cidr_parse(struct slice text, struct config_cidr *out) {
    struct config_cidr cidr = {.network = 0};
    struct slice address = slice_before(text, '/');
    uint64_t bits;
    bool v4;
    if (!parse_address(address, cidr.prefix, &v4)) return false;
    unsigned most = v4 ? 32 : 128;
    if (address.len == text.len) bits = most;
    else if (!slice_to_u64(slice_sub(text, address.len + 1, text.len), &bits) || bits > most) return false;
    cidr.bits = (uint8_t)(v4 ? bits + 96 : bits);
    uint8_t masked[16];
    memcpy(masked, cidr.prefix, sizeof masked);
    mask_bits(masked, cidr.bits);
    if (memcmp(masked, cidr.prefix, sizeof masked) != 0) return false;
    *out = cidr;
    return true;
}

static int cidr_cmp(const void *a, const void *b) {
    const struct config_cidr *x = a, *y = b;
    if (x->bits != y->bits) return x->bits > y->bits ? -1 : 1;
    int order = memcmp(x->prefix, y->prefix, sizeof x->prefix);
    if (order) return order;
    return x->network < y->network ? -1 : x->network > y->network;
}

void config_sort_cidrs(struct config *config) {
    if (config->cidr_count) qsort(config->cidrs, config->cidr_count, sizeof *config->cidrs, cidr_cmp);
}

/* The first block of cidrs[from, to) with this prefix, or NULL. All of the range have the same bits. */
static const struct config_cidr *find_prefix(const struct config *config, size_t from, size_t to,
                                             const uint8_t prefix[16]) {
    size_t end = to;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (memcmp(config->cidrs[mid].prefix, prefix, 16) < 0) from = mid + 1;
        else to = mid;
    }
    bool found = from < end && memcmp(config->cidrs[from].prefix, prefix, 16) == 0;
    return found ? &config->cidrs[from] : NULL;
}

/* The first index behind `from` whose block has other bits. */
static size_t bits_end(const struct config *config, size_t from) {
    size_t to = config->cidr_count, bits = config->cidrs[from].bits;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (config->cidrs[mid].bits == bits) from = mid + 1;
        else to = mid;
    }
    return to;
}

const struct config_network *config_network(const struct config *config, struct slice ip) {
    uint8_t address[16], prefix[16];
    bool v4;
    if (config->cidr_count == 0 || !parse_address(ip, address, &v4)) return NULL;
    for (size_t from = 0, to; from < config->cidr_count; from = to) {
        to = bits_end(config, from);
        memcpy(prefix, address, sizeof prefix);
        mask_bits(prefix, config->cidrs[from].bits);
        const struct config_cidr *cidr = find_prefix(config, from, to, prefix);
        if (cidr) return &config->networks[cidr->network];
    }
    return NULL;
}

/* --- malicious lists --- */

/* The network of all malicious lists; it stands behind the named ones, so that those win a tie. */
static uint32_t malicious_network(struct config *config) {
    for (size_t i = 0; i < config->network_count; i++)
        if (config->networks[i].malicious) return (uint32_t)i;
    config->networks = mem_realloc(config->networks, config->network_count + 1, sizeof *config->networks);
    config->networks[config->network_count] = (struct config_network){SLICE("malicious"), true};
    return (uint32_t)config->network_count++;
}

static struct slice without_comment(struct slice line) {
    return slice_trim(slice_before(slice_before(line, '#'), ';'));
}

bool config_add_list(struct config *config, struct slice text, struct err *err) {
    size_t before = config->cidr_count;
    uint32_t network = malicious_network(config), number = 0;
    if (text.len > ADDRESS_LIST_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the list is longer than %u bytes (ADDRESS_LIST_BYTES_MAX)",
                       ADDRESS_LIST_BYTES_MAX);
    while (text.len) {
        struct slice line = slice_before(text, '\n'), entry = without_comment(line);
        struct config_cidr cidr;
        number++;
        text = slice_sub(text, line.len + 1, text.len);
        if (slice_empty(entry)) continue;
        if (!config_cidr_parse(entry, &cidr)) {
            config->cidr_count = before;
            err->line = number, err->column = 1;
            return err_set(err, ERR_FORMAT, "\"%.*s\" is not an address or a CIDR", SLICE_FMT(slice_sub(entry, 0, 60)));
        }
        cidr.network = network;
        VEC_PUSH(config->cidrs, config->cidr_count, config->cidr_cap, cidr);
    }
    config_sort_cidrs(config);
    return true;
}

/* --- lookups --- */

const struct config_account *config_account(const struct config *config, struct slice id) {
    size_t from = 0, to = config->account_count;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        int order = slice_cmp(config->accounts[mid].id, id);
        if (order == 0) return &config->accounts[mid];
        if (order < 0) from = mid + 1;
        else to = mid;
    }
    return NULL;
}

const struct config_trusted *config_trusted(const struct config *config, struct slice id) {
    for (size_t i = 0; i < config->trusted_count; i++)
        if (slice_eq(config->trusted[i].id, id)) return &config->trusted[i];
    return NULL;
}

static struct slice cidr_text(const struct config_cidr *cidr, struct arena *arena) {
    bool v4 = memcmp(cidr->prefix, V4_PREFIX, sizeof V4_PREFIX) == 0 && cidr->bits >= 96;
    char name[INET6_ADDRSTRLEN] = "";
    inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? cidr->prefix + sizeof V4_PREFIX : cidr->prefix, name, sizeof name);
    return arena_printf(arena, "%s/%u", name, cidr->bits - (v4 ? 96u : 0u));
}

size_t config_network_texts(const struct config *config, struct slice name, struct arena *arena, struct slice **texts) {
    bool malicious = slice_eq(name, SLICE("malicious"));
    size_t count = 0;
    *texts = ARENA_ARRAY(arena, struct slice, config->cidr_count);
    for (size_t i = 0; i < config->cidr_count; i++) {
        const struct config_network *network = &config->networks[config->cidrs[i].network];
        bool wanted = malicious ? network->malicious : !network->malicious && slice_eq(network->name, name);
        if (wanted) (*texts)[count++] = cidr_text(&config->cidrs[i], arena);
    }
    return count;
}
