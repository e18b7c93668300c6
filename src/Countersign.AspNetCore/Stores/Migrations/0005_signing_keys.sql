-- Private keys as JWK: who reads this file can sign as the gateway does. Its mode is 0600.
CREATE TABLE signing_keys (
    kid        TEXT PRIMARY KEY NOT NULL,
    jwk        TEXT NOT NULL,
    created    BIGINT NOT NULL,
    signs_from BIGINT NOT NULL
) {sorted};

{watched signing_keys}
