-- Every scalar is a typed column; a JSON column holds nested lists only. The CHECKs stop a bug before it is
-- acknowledged. Amounts are in the smallest unit of money, times in milliseconds since 1970.

CREATE TABLE items (
  item_id    bigint NOT NULL PRIMARY KEY,
  version    bigint NOT NULL CHECK (version > 0),
  price      bigint NOT NULL CHECK (price >= 0),
  stock      bigint NOT NULL CHECK (stock >= 0),
  added      bigint NOT NULL CHECK (added >= 0),
  subtracted bigint NOT NULL CHECK (subtracted >= 0),
  taken      bigint NOT NULL CHECK (taken >= 0),
  returned   bigint NOT NULL CHECK (returned >= 0),
  generation bigint NOT NULL CHECK (generation >= 0),
  CHECK (stock = added + returned - subtracted - taken)
);

CREATE TABLE reservations (
  attempt_id  bigint NOT NULL PRIMARY KEY,
  version     bigint NOT NULL CHECK (version > 0),
  order_id    bigint NOT NULL,
  status      text NOT NULL CHECK (status IN ('taken', 'returned', 'refused', 'cancelled')),
  lines       json NOT NULL,
  reason      text,
  reason_item bigint,
  CHECK ((status = 'refused') = (reason IS NOT NULL))
);
