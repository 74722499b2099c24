-- An Idempotency-Key belongs to one service, as it does where each has a database of its own: it is stored with the
-- service's name before it. Into a table of its own first, because a new key may be another one's old text.

CREATE TABLE idempotency_keys_by_service (
  idempotency_key TEXT NOT NULL PRIMARY KEY,
  version         INTEGER NOT NULL CHECK (version > 0),
  request         TEXT NOT NULL,
  reply           TEXT NOT NULL,
  due             INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO idempotency_keys_by_service
SELECT CASE
         WHEN request LIKE 'POST /orders/%' THEN 'order '
         WHEN request LIKE 'POST /stock/%' THEN 'stock '
         ELSE 'payment '
       END || idempotency_key,
       version, request, reply, due
FROM idempotency_keys;

DROP TABLE idempotency_keys;
ALTER TABLE idempotency_keys_by_service RENAME TO idempotency_keys;
CREATE INDEX idempotency_keys_due ON idempotency_keys (due) WHERE due IS NOT NULL;
