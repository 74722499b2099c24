-- Every scalar is a typed column; a JSON column holds nested lists only. The CHECKs stop a bug before it is
-- acknowledged. Amounts are in the smallest unit of money, times in milliseconds since 1970.

CREATE TABLE orders (
  order_id          INTEGER NOT NULL PRIMARY KEY,
  version           INTEGER NOT NULL CHECK (version > 0),
  user_id           INTEGER NOT NULL,
  lines             TEXT NOT NULL CHECK (json_valid(lines)),
  total             INTEGER NOT NULL CHECK (total >= 0),
  status            TEXT NOT NULL
                    CHECK (status IN ('paid', 'open', 'processing', 'failed', 'cancelling', 'cancelled')),
  attempt_id        INTEGER,
  reply_to          INTEGER NOT NULL CHECK (reply_to >= 0),
  reason            TEXT,
  reason_item       INTEGER,
  failed_attempt_id INTEGER,
  failed_reason     TEXT,
  deadline          INTEGER,
  looks             INTEGER NOT NULL CHECK (looks >= 0),
  due               INTEGER,
  updated_at        INTEGER NOT NULL,
  CHECK (attempt_id IS NOT NULL OR status = 'open')
) STRICT;

CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;

CREATE TABLE items (
  item_id    INTEGER NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  price      INTEGER NOT NULL CHECK (price >= 0),
  stock      INTEGER NOT NULL CHECK (stock >= 0),
  added      INTEGER NOT NULL CHECK (added >= 0),
  subtracted INTEGER NOT NULL CHECK (subtracted >= 0),
  taken      INTEGER NOT NULL CHECK (taken >= 0),
  returned   INTEGER NOT NULL CHECK (returned >= 0),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  CHECK (stock = added + returned - subtracted - taken)
) STRICT;

CREATE TABLE reservations (
  attempt_id  INTEGER NOT NULL PRIMARY KEY,
  version     INTEGER NOT NULL CHECK (version > 0),
  order_id    INTEGER NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('taken', 'returned', 'refused', 'cancelled')),
  lines       TEXT NOT NULL CHECK (json_valid(lines)),
  reason      TEXT,
  reason_item INTEGER,
  CHECK ((status = 'refused') = (reason IS NOT NULL))
) STRICT;

CREATE TABLE accounts (
  user_id    INTEGER NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  credit     INTEGER NOT NULL CHECK (credit >= 0),
  held       INTEGER NOT NULL CHECK (held >= 0),
  funded     INTEGER NOT NULL CHECK (funded >= 0),
  paid       INTEGER NOT NULL CHECK (paid >= 0),
  captured   INTEGER NOT NULL CHECK (captured >= 0),
  refunded   INTEGER NOT NULL CHECK (refunded >= 0),
  generation INTEGER NOT NULL CHECK (generation >= 0),
  holds      TEXT NOT NULL CHECK (json_valid(holds)),
  waiting    TEXT NOT NULL CHECK (json_valid(waiting)),
  looks      INTEGER NOT NULL CHECK (looks >= 0),
  due        INTEGER,
  CHECK (credit + held = funded + refunded - paid - captured)
) STRICT;

CREATE INDEX accounts_due ON accounts (due) WHERE due IS NOT NULL;

CREATE TABLE payments (
  attempt_id INTEGER NOT NULL PRIMARY KEY,
  version    INTEGER NOT NULL CHECK (version > 0),
  order_id   INTEGER NOT NULL,
  user_id    INTEGER NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount >= 0),
  status     TEXT NOT NULL CHECK (status IN ('captured', 'voided', 'declined', 'refunded')),
  reason     TEXT,
  generation INTEGER NOT NULL CHECK (generation >= 0),
  CHECK ((status = 'declined') = (reason IS NOT NULL))
) STRICT;

CREATE TABLE idempotency_keys (
  idempotency_key TEXT NOT NULL PRIMARY KEY,
  version         INTEGER NOT NULL CHECK (version > 0),
  request         TEXT NOT NULL,
  reply           TEXT NOT NULL,
  due             INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_due ON idempotency_keys (due) WHERE due IS NOT NULL;

CREATE TABLE parked (
  parked_id TEXT NOT NULL PRIMARY KEY,
  version   INTEGER NOT NULL CHECK (version > 0),
  role      TEXT NOT NULL CHECK (role IN ('order', 'stock', 'payment')),
  origin    TEXT NOT NULL,
  error     TEXT NOT NULL,
  body      TEXT NOT NULL,
  is_base64 INTEGER NOT NULL CHECK (is_base64 IN (0, 1)),
  at        INTEGER NOT NULL,
  due       INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX parked_due ON parked (due) WHERE due IS NOT NULL;

-- Envelopes that are committed and not yet confirmed by the log.
CREATE TABLE outbox (
  envelope_id INTEGER NOT NULL PRIMARY KEY,
  role        TEXT NOT NULL CHECK (role IN ('order', 'stock', 'payment')),
  partition   INTEGER NOT NULL CHECK (partition >= 0),
  at          INTEGER NOT NULL,
  bytes       BLOB NOT NULL
) STRICT;

CREATE INDEX outbox_at ON outbox (at);

-- How many batches each lane has committed: what became of a commit whose end was not heard is read from here.
-- Numbers are never used again, so that no lane takes another's row for its own.
CREATE TABLE lanes (
  lane      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  opened_at INTEGER NOT NULL,
  committed INTEGER NOT NULL DEFAULT 0,
  barrier   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Where the next block of numbers begins, unless the clock is further.
CREATE TABLE id_block (
  one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  next INTEGER NOT NULL CHECK (next >= 0)
) STRICT;

INSERT INTO id_block (one, next) VALUES (1, 0);
