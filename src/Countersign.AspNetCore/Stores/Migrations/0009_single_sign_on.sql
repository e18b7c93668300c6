-- What providers gave along with the people of sessions, encrypted by the keys of data protection. One gateway at a time renews it: who holds the lease.
CREATE TABLE provider_tokens (
    session     TEXT PRIMARY KEY NOT NULL,
    provider    TEXT NOT NULL,
    tokens      {octets} NOT NULL,
    renew       BIGINT,
    ends        BIGINT,
    until       BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    lease       TEXT,
    lease_until BIGINT
) {sorted};

CREATE INDEX provider_tokens_by_end ON provider_tokens (until);

-- What counts once for all gateways: answers of providers, and their words that somebody signed out.
CREATE TABLE used_names (
    kind  TEXT NOT NULL,
    name  TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
) {sorted};

CREATE INDEX used_names_by_end ON used_names (until);
