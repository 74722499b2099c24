-- Every scalar is a typed column; a JSON column holds nested lists only. The CHECKs stop a bug before it is
-- acknowledged. Amounts are in the smallest unit of money, times in milliseconds since 1970.

CREATE TABLE accounts (
  user_id    bigint NOT NULL PRIMARY KEY,
  version    bigint NOT NULL CHECK (version > 0),
  credit     bigint NOT NULL CHECK (credit >= 0),
  held       bigint NOT NULL CHECK (held >= 0),
  funded     bigint NOT NULL CHECK (funded >= 0),
  paid       bigint NOT NULL CHECK (paid >= 0),
  captured   bigint NOT NULL CHECK (captured >= 0),
  refunded   bigint NOT NULL CHECK (refunded >= 0),
  generation bigint NOT NULL CHECK (generation >= 0),
  holds      json NOT NULL,
  waiting    json NOT NULL,
  looks      bigint NOT NULL CHECK (looks >= 0),
  due        bigint,
  CHECK (credit + held = funded + refunded - paid - captured)
);

CREATE INDEX accounts_due ON accounts (due) WHERE due IS NOT NULL;

CREATE TABLE payments (
  attempt_id bigint NOT NULL PRIMARY KEY,
  version    bigint NOT NULL CHECK (version > 0),
  order_id   bigint NOT NULL,
  user_id    bigint NOT NULL,
  amount     bigint NOT NULL CHECK (amount >= 0),
  status     text NOT NULL CHECK (status IN ('captured', 'voided', 'declined', 'refunded')),
  reason     text,
  generation bigint NOT NULL CHECK (generation >= 0),
  CHECK ((status = 'declined') = (reason IS NOT NULL))
);
