CREATE TABLE users (
    name     TEXT PRIMARY KEY NOT NULL,
    hash     TEXT NOT NULL,
    groups   TEXT NOT NULL,
    email    TEXT,
    disabled INTEGER NOT NULL DEFAULT 0,
    created  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
    id        TEXT PRIMARY KEY NOT NULL,
    name      TEXT NOT NULL,
    prefix    TEXT NOT NULL,
    hash      BLOB NOT NULL UNIQUE,
    scopes    TEXT NOT NULL,
    owner     TEXT,
    created   INTEGER NOT NULL,
    expires   INTEGER,
    revoked   INTEGER,
    last_used INTEGER
) WITHOUT ROWID;

-- Readers reload a table when its generation moved, whoever moved it. Last use is left out: it is not part of a decision.
CREATE TABLE generations (
    name  TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO generations (name, value) VALUES ('users', 0), ('api_keys', 0);

CREATE TRIGGER users_added AFTER INSERT ON users BEGIN UPDATE generations SET value = value + 1 WHERE name = 'users'; END;
CREATE TRIGGER users_changed AFTER UPDATE ON users BEGIN UPDATE generations SET value = value + 1 WHERE name = 'users'; END;
CREATE TRIGGER users_removed AFTER DELETE ON users BEGIN UPDATE generations SET value = value + 1 WHERE name = 'users'; END;
CREATE TRIGGER api_keys_added AFTER INSERT ON api_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'api_keys'; END;
CREATE TRIGGER api_keys_changed AFTER UPDATE OF id, name, prefix, hash, scopes, owner, created, expires, revoked ON api_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'api_keys'; END;
CREATE TRIGGER api_keys_removed AFTER DELETE ON api_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'api_keys'; END;
