-- A user's orders, in the order of their numbers.

CREATE INDEX orders_user ON orders (user_id, order_id);
