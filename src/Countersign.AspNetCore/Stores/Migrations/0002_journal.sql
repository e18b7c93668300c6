CREATE TABLE refusals (
    row        INTEGER PRIMARY KEY AUTOINCREMENT,
    reference  TEXT NOT NULL,
    time       INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    presented  INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    method     TEXT NOT NULL,
    url_scheme TEXT NOT NULL,
    authority  TEXT NOT NULL,
    path       TEXT NOT NULL,
    route      TEXT,
    client     TEXT NOT NULL,
    scheme     TEXT,
    subject    TEXT,
    verdicts   TEXT NOT NULL,
    challenges TEXT NOT NULL
);

CREATE INDEX refusals_by_reference ON refusals (reference);
CREATE INDEX refusals_by_time ON refusals (time);

CREATE TABLE admissions (
    minute INTEGER NOT NULL,
    route  TEXT NOT NULL,
    kind   TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (minute, route, kind)
) WITHOUT ROWID;
