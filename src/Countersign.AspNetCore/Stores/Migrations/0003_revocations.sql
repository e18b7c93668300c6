CREATE TABLE revocations (
    id      {numbered},
    kind    TEXT NOT NULL,
    issuer  TEXT,
    value   TEXT NOT NULL,
    twin    TEXT,
    created BIGINT NOT NULL,
    reason  TEXT,
    until   BIGINT
);

-- Revoking again renews what is there; a name without an issuer is every issuer's.
CREATE UNIQUE INDEX revocations_by_name ON revocations (kind, value, coalesce(issuer, ''));
CREATE INDEX revocations_by_end ON revocations (until);

{watched revocations}
