-- A key has one successor: rotations make a line, never a tree.
ALTER TABLE api_keys ADD COLUMN replaces TEXT;
CREATE UNIQUE INDEX api_keys_by_replaced ON api_keys (replaces);
