-- Whose file it is: one row. Where all services lie in one file, nobody compares it; it lets a copy be told from another
-- shop's.

CREATE TABLE shop (
  one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  shop_id TEXT NOT NULL CHECK (length(shop_id) = 32 AND shop_id NOT GLOB '*[^0-9a-f]*')
) STRICT;

INSERT INTO shop (one, shop_id) VALUES (1, lower(hex(randomblob(16))));
