CREATE TABLE revocations (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    issuer  TEXT,
    value   TEXT NOT NULL,
    twin    TEXT,
    created INTEGER NOT NULL,
    reason  TEXT,
    until   INTEGER
);

-- Revoking again renews what is there; a name without an issuer is every issuer's.
CREATE UNIQUE INDEX revocations_by_name ON revocations (kind, value, coalesce(issuer, ''));
CREATE INDEX revocations_by_end ON revocations (until);

INSERT INTO generations (name, value) VALUES ('revocations', 0);

CREATE TRIGGER revocations_added AFTER INSERT ON revocations BEGIN UPDATE generations SET value = value + 1 WHERE name = 'revocations'; END;
CREATE TRIGGER revocations_changed AFTER UPDATE ON revocations BEGIN UPDATE generations SET value = value + 1 WHERE name = 'revocations'; END;
CREATE TRIGGER revocations_removed AFTER DELETE ON revocations BEGIN UPDATE generations SET value = value + 1 WHERE name = 'revocations'; END;
