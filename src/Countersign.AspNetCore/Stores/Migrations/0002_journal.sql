CREATE TABLE refusals (
    row        {numbered},
    reference  TEXT NOT NULL,
    time       BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    presented  BIGINT NOT NULL,
    status     BIGINT NOT NULL,
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
    minute BIGINT NOT NULL,
    route  TEXT NOT NULL,
    kind   TEXT NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (minute, route, kind)
) {sorted};
