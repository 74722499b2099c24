-- Every scalar is a typed column; a JSON column holds nested lists only. The CHECKs stop a bug before it is
-- acknowledged. Amounts are in the smallest unit of money, times in milliseconds since 1970.

CREATE TABLE orders (
  order_id          bigint NOT NULL PRIMARY KEY,
  version           bigint NOT NULL CHECK (version > 0),
  user_id           bigint NOT NULL,
  lines             json NOT NULL,
  total             bigint NOT NULL CHECK (total >= 0),
  status            text NOT NULL
                    CHECK (status IN ('paid', 'open', 'processing', 'failed', 'cancelling', 'cancelled')),
  attempt_id        bigint,
  reply_to          bigint NOT NULL CHECK (reply_to >= 0),
  reason            text,
  reason_item       bigint,
  failed_attempt_id bigint,
  failed_reason     text,
  deadline          bigint,
  looks             bigint NOT NULL CHECK (looks >= 0),
  due               bigint,
  updated_at        bigint NOT NULL,
  CHECK (attempt_id IS NOT NULL OR status = 'open')
);

CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
