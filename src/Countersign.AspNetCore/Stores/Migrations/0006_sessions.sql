-- The id is in the cookie alone, its SHA-256 is here. The handle names a session to people and operators; nobody gets in with it.
CREATE TABLE sessions (
    hash             {octets} PRIMARY KEY NOT NULL,
    handle           TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    kind             TEXT NOT NULL,
    provider         TEXT,
    provider_subject TEXT,
    provider_session TEXT,
    snapshot         TEXT,
    methods          TEXT NOT NULL,
    acr              TEXT,
    signed_in        BIGINT NOT NULL,
    created          BIGINT NOT NULL,
    last_used        BIGINT NOT NULL,
    ends             BIGINT NOT NULL,
    remember         BIGINT NOT NULL,
    client           TEXT NOT NULL,
    user_agent       TEXT,
    ended            BIGINT,
    ended_by         TEXT
) {sorted};

CREATE INDEX sessions_by_name ON sessions (name);
CREATE INDEX sessions_by_provider_subject ON sessions (provider, provider_subject);
CREATE INDEX sessions_by_provider_session ON sessions (provider, provider_session);
CREATE INDEX sessions_by_end ON sessions (ends);

-- What ended lately: gateways that hold facts of a session in memory hear of it from here. The sessions themselves are too many to be watched.
CREATE TABLE session_ends (
    handle TEXT PRIMARY KEY NOT NULL,
    time   BIGINT NOT NULL,
    kind   TEXT NOT NULL
) {sorted};

{watched session_ends}
