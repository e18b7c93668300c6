-- The handle of the session at the sign-in host by whose ticket this one began at another host: it does not outlive that one's end.
ALTER TABLE sessions ADD COLUMN origin TEXT;

CREATE INDEX sessions_by_origin ON sessions (origin);

-- How long it may go unused, in milliseconds, as the configuration said when it began: a longer time that is written later revives nothing.
ALTER TABLE sessions ADD COLUMN idle BIGINT;
