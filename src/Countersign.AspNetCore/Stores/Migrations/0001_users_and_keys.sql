CREATE TABLE users (
    name     TEXT PRIMARY KEY NOT NULL,
    hash     TEXT NOT NULL,
    groups   TEXT NOT NULL,
    email    TEXT,
    disabled BIGINT NOT NULL DEFAULT 0,
    created  BIGINT NOT NULL
) {sorted};

CREATE TABLE api_keys (
    id        TEXT PRIMARY KEY NOT NULL,
    name      TEXT NOT NULL,
    prefix    TEXT NOT NULL,
    hash      {octets} NOT NULL UNIQUE,
    scopes    TEXT NOT NULL,
    owner     TEXT,
    created   BIGINT NOT NULL,
    expires   BIGINT,
    revoked   BIGINT,
    last_used BIGINT
) {sorted};

-- Readers reload a table when its generation moved, whoever moved it. Last use is left out: it is not part of a decision.
CREATE TABLE generations (
    name  TEXT PRIMARY KEY NOT NULL,
    value BIGINT NOT NULL
) {sorted};

{watched users}
{watched api_keys OF id, name, prefix, hash, scopes, owner, created, expires, revoked}
