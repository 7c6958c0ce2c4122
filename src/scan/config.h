/* SPDX-License-Identifier: Apache-2.0 */
/* scan/config.h: what the user tells about the company: its accounts, whom it trusts, its networks.
 *
 * In:   YAML text (emaki.yml) and the texts of the address lists that it names.    Out: one struct config.
 * Law:  every key is optional, an unknown key is an error with line and column; nothing is guessed. Lookups depend on
 *       the configuration alone; the most specific network wins, a named one before a malicious list of the same size.
 * Own:  all strings live in the config's arena. Immutable once its lists are added: threads may share it.
 * No I/O here: the caller reads the files and hands over their text.
 */
#ifndef EMAKI_SCAN_CONFIG_H
#define EMAKI_SCAN_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"

enum importance { IMPORTANCE_LOW, IMPORTANCE_NORMAL, IMPORTANCE_HIGH };
const char *importance_name(enum importance importance);

struct config_account {
    struct slice id, name; /* 12 digits; name may be empty */
    enum importance importance;
};

/* An account of somebody else that may act here: a vendor, with the role it uses. */
struct config_trusted {
    struct slice id, name, role; /* role is a name or an ARN, empty for any */
};

struct config_network {
    struct slice name; /* "office"; "malicious" for the lists */
    bool malicious;
};

/* A block of addresses; IPv4 stands at ::ffff:0:0/96, so one order holds for both. */
struct config_cidr {
    uint8_t prefix[16]; /* bits behind `bits` are 0 */
    uint8_t bits;       /* 0..128 */
    uint32_t network;   /* index into networks */
};

/* A file that `networks: malicious:` names, to be read by the caller and given to config_add_list(). */
struct config_list {
    struct slice path;
    uint32_t line, column; /* where it is named */
};

/* A rule whose findings shall raise nothing: its id, name or title. */
struct config_mute {
    struct slice rule;
    uint32_t line, column;
};

/* What "%name%" stands for in rules. */
struct config_placeholder {
    struct slice name, *values;
    size_t count, cap;
};

struct config {
    struct arena arena;
    struct config_account *accounts; /* by id */
    struct config_trusted *trusted;  /* trusted_accounts, by id, then role */
    struct config_network *networks; /* in the order of the file */
    struct config_cidr *cidrs;       /* by bits (longest first), then prefix */
    struct config_list *lists;       /* malicious lists */
    struct slice *rules;             /* directories or files, relative ones against the configuration's folder */
    struct slice *geoips;            /* files of countries and networks, the same */
    struct slice *filters;           /* the same of Sigma filters */
    struct config_mute *mutes;
    struct config_placeholder *placeholders;
    size_t account_count, trusted_count, network_count, cidr_count, list_count, rule_count, filter_count, geoip_count,
        mute_count, placeholder_count;
    size_t cidr_cap;
    int64_t gap;    /* µs, 0 where not said */
    enum lang lang; /* English where not said */
};

/* A configuration that says nothing. */
void config_init(struct config *config);
void config_release(struct config *config);
/* Parses `text`; `path` is where it came from, for relative names in it. `out` need not be initialised and is written
 * only on success; on failure err has line and column. */
bool config_parse(struct slice text, struct slice path, struct config *out, struct err *err);
/* Adds the addresses of a malicious list: one address or CIDR a line, "#" and ";" start comments. */
bool config_add_list(struct config *config, struct slice text, struct err *err);

/* NULL where the configuration does not name it. */
const struct config_account *config_account(const struct config *config, struct slice id);
/* The first entry of that account; entries of one account stand side by side, in order of role. */
const struct config_trusted *config_trusted(const struct config *config, struct slice id);
/* The network that holds an address ("203.0.113.7", "2001:db8::1"); NULL for none, or when `ip` is not an address. */
const struct config_network *config_network(const struct config *config, struct slice ip);

/* The blocks of the networks of that name ("malicious": of all lists) as texts, in `arena`. */
size_t config_network_texts(const struct config *config, struct slice name, struct arena *arena, struct slice **texts);

/* "203.0.113.0/24", "2001:db8::/32" or a bare address → prefix and bits; false when it is none of these. Bits that are
 * set behind the prefix are an error too: "10.0.0.1/8" is more often a slip than an intention. */
bool config_cidr_parse(struct slice text, struct config_cidr *out);

#endif
