-- The keys of authenticator apps are protected by keys of their own; of recovery codes and links there are hashes alone. All goes with its user: another person may get that name.
CREATE TABLE totp_keys (
    user_name TEXT PRIMARY KEY NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    secret    {octets} NOT NULL,
    last_step BIGINT NOT NULL,
    created   BIGINT NOT NULL,
    last_used BIGINT
) {sorted};

-- All codes of a set have its salt, so that one computation finds out which one somebody gave.
CREATE TABLE recovery_codes (
    user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    hash      {octets} NOT NULL,
    salt      {octets} NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (user_name, hash)
) {sorted};

-- What authenticators call a person by: it tells nothing of whom.
CREATE TABLE passkey_owners (
    user_name TEXT PRIMARY KEY NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    handle    TEXT NOT NULL UNIQUE
) {sorted};

CREATE TABLE passkeys (
    id              {octets} PRIMARY KEY NOT NULL,
    user_name       TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    label           TEXT NOT NULL,
    public_key      {octets} NOT NULL,
    sign_count      BIGINT NOT NULL,
    transports      TEXT NOT NULL,
    backup_eligible BIGINT NOT NULL,
    backed_up       BIGINT NOT NULL,
    created         BIGINT NOT NULL,
    last_used       BIGINT
) {sorted};

CREATE INDEX passkeys_by_user ON passkeys (user_name);

-- One for each user: a newer link takes the place of the older.
CREATE TABLE reset_links (
    user_name TEXT PRIMARY KEY NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    hash      {octets} NOT NULL UNIQUE,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL
) {sorted};

-- Challenges that were answered, until they would be too old anyway.
CREATE TABLE spent_challenges (
    hash  {octets} PRIMARY KEY NOT NULL,
    until BIGINT NOT NULL
) {sorted};

CREATE INDEX spent_challenges_by_end ON spent_challenges (until);
