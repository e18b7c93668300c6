-- What gateways on one database share of their clients, for minutes. On SQLite each process remembers its own, and these tables stay empty.

-- Keys and used counts go together: after a crash there is none of either, so that no nonce is good whose counts were forgotten.
CREATE {volatile} TABLE nonce_keys (
    id      BIGINT PRIMARY KEY NOT NULL,
    key     {octets} NOT NULL,
    created BIGINT NOT NULL
);

{watched nonce_keys}

-- A bit for each count that was used, 64 in a row.
CREATE {volatile} TABLE used_counts (
    mark    {octets} NOT NULL,
    word    BIGINT NOT NULL,
    bits    BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (mark, word)
);
CREATE INDEX used_counts_by_end ON used_counts (expires);

-- Proofs may have no nonce that would end with a crash, so they are kept as all else is.
CREATE TABLE used_proofs (
    mark    {octets} PRIMARY KEY NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX used_proofs_by_end ON used_proofs (expires);

-- What ended until then may be forgotten, and nothing of it is fresh any more.
CREATE TABLE forgotten_uses (
    name  TEXT PRIMARY KEY NOT NULL,
    until BIGINT NOT NULL
);
INSERT INTO forgotten_uses (name, until) VALUES ('used_counts', 0), ('used_proofs', 0);

-- Wrong guesses by name and network; the name is a hash, since people type passwords there. Changes are numbered, so that others' are read alone.
CREATE TABLE wrong_guesses (
    pair    {octets} PRIMARY KEY NOT NULL,
    guesses BIGINT NOT NULL,
    latest  BIGINT NOT NULL,
    change  BIGINT NOT NULL
);
CREATE INDEX wrong_guesses_by_change ON wrong_guesses (change);
CREATE TABLE guess_changes (
    number BIGINT NOT NULL
);
INSERT INTO guess_changes (number) VALUES (0);
