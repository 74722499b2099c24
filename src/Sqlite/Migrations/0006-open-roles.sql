-- Which services there are is the shop's affair: a table holds the form of a service's name, and lists none. SQLite
-- changes no CHECK of a table that is there. So each is made again beside the old one, takes its rows and then its name.

CREATE TABLE parked_of_any (
  parked_id     TEXT NOT NULL PRIMARY KEY,
  version       INTEGER NOT NULL CHECK (version > 0),
  role          TEXT NOT NULL CHECK (role GLOB '[a-z]*' AND role NOT GLOB '*[^a-z0-9]*'),
  origin        TEXT NOT NULL,
  error         TEXT NOT NULL,
  body          TEXT NOT NULL,
  is_base64     INTEGER NOT NULL CHECK (is_base64 IN (0, 1)),
  at            INTEGER NOT NULL,
  due           INTEGER,
  return_reason TEXT,
  returned_at   INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO parked_of_any
SELECT parked_id, version, role, origin, error, body, is_base64, at, due, return_reason, returned_at FROM parked;

DROP TABLE parked;
ALTER TABLE parked_of_any RENAME TO parked;
CREATE INDEX parked_due ON parked (due) WHERE due IS NOT NULL;

CREATE TABLE outbox_of_any (
  envelope_id INTEGER NOT NULL PRIMARY KEY,
  role        TEXT NOT NULL CHECK (role GLOB '[a-z]*' AND role NOT GLOB '*[^a-z0-9]*'),
  partition   INTEGER NOT NULL CHECK (partition >= 0),
  at          INTEGER NOT NULL,
  bytes       BLOB NOT NULL,
  sent_at     INTEGER
) STRICT;

INSERT INTO outbox_of_any
SELECT envelope_id, role, partition, at, bytes, sent_at FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_of_any RENAME TO outbox;
CREATE INDEX outbox_at ON outbox (at);
CREATE INDEX outbox_sent ON outbox (COALESCE(sent_at, at));
