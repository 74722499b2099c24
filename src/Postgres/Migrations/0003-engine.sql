-- Whose database it is: one row, the same in all databases of a shop. `cartwright migrate` fills it where it is given all
-- three; else the first node does, with what the log says.

CREATE TABLE shop (
  one     bigint NOT NULL PRIMARY KEY CHECK (one = 1),
  shop_id text NOT NULL CHECK (shop_id ~ '^[0-9a-f]{32}$')
);
