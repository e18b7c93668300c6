-- Private keys as JWK: who reads this file can sign as the gateway does. Its mode is 0600.
CREATE TABLE signing_keys (
    kid        TEXT PRIMARY KEY NOT NULL,
    jwk        TEXT NOT NULL,
    created    INTEGER NOT NULL,
    signs_from INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO generations (name, value) VALUES ('signing_keys', 0);

CREATE TRIGGER signing_keys_added AFTER INSERT ON signing_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'signing_keys'; END;
CREATE TRIGGER signing_keys_changed AFTER UPDATE ON signing_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'signing_keys'; END;
CREATE TRIGGER signing_keys_removed AFTER DELETE ON signing_keys BEGIN UPDATE generations SET value = value + 1 WHERE name = 'signing_keys'; END;
