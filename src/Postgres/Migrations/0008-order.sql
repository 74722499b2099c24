-- Runs outside of a transaction: the index is made while nodes write orders. What an earlier run has left of it, which
-- may be invalid, goes first.

DROP INDEX CONCURRENTLY IF EXISTS orders_user;

CREATE INDEX CONCURRENTLY orders_user ON orders (user_id, order_id);
