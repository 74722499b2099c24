-- What the engine keeps in every database, whichever services use it.

CREATE TABLE idempotency_keys (
  idempotency_key text COLLATE "C" NOT NULL PRIMARY KEY,
  version         bigint NOT NULL CHECK (version > 0),
  request         text NOT NULL,
  reply           text NOT NULL,
  due             bigint
);

CREATE INDEX idempotency_keys_due ON idempotency_keys (due) WHERE due IS NOT NULL;

CREATE TABLE parked (
  parked_id text COLLATE "C" NOT NULL PRIMARY KEY,
  version   bigint NOT NULL CHECK (version > 0),
  role      text NOT NULL CHECK (role IN ('order', 'stock', 'payment')),
  origin    text NOT NULL,
  error     text NOT NULL,
  body      text NOT NULL,
  is_base64 bigint NOT NULL CHECK (is_base64 IN (0, 1)),
  at        bigint NOT NULL,
  due       bigint
);

CREATE INDEX parked_due ON parked (due) WHERE due IS NOT NULL;

CREATE TABLE outbox (
  envelope_id bigint NOT NULL PRIMARY KEY,
  role        text NOT NULL CHECK (role IN ('order', 'stock', 'payment')),
  partition   bigint NOT NULL CHECK (partition >= 0),
  at          bigint NOT NULL,
  bytes       bytea NOT NULL
);

CREATE INDEX outbox_at ON outbox (at);

CREATE TABLE lanes (
  lane      bigint NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  opened_at bigint NOT NULL,
  active_at timestamptz NOT NULL DEFAULT now(),
  committed bigint NOT NULL DEFAULT 0,
  barrier   bigint NOT NULL DEFAULT 0
);

CREATE TABLE id_block (
  one  bigint NOT NULL PRIMARY KEY CHECK (one = 1),
  next bigint NOT NULL CHECK (next >= 0)
);

INSERT INTO id_block (one, next) VALUES (1, 0);

-- Ends the transaction where a write did not find the rows as they were loaded: somebody else has changed them.
CREATE FUNCTION require_rows(written bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF written <> expected THEN
    RAISE EXCEPTION 'wrote % of % rows', written, expected USING ERRCODE = 'CW001';
  END IF;
END
$$;

-- Ends the transaction where the lane's row was not as the lane had left it: two processes are at the same lane.
CREATE FUNCTION require_lane(written bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF written <> 1 THEN
    RAISE EXCEPTION 'the lane is not as it was left' USING ERRCODE = 'CW002';
  END IF;
END
$$;
