-- Which services there are is the shop's affair: a table holds the form of a service's name, and lists none.

ALTER TABLE parked
  DROP CONSTRAINT parked_role_check,
  ADD CONSTRAINT parked_role_check CHECK (role ~ '^[a-z][a-z0-9]*$');

ALTER TABLE outbox
  DROP CONSTRAINT outbox_role_check,
  ADD CONSTRAINT outbox_role_check CHECK (role ~ '^[a-z][a-z0-9]*$');
