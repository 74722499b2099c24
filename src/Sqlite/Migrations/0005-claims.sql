-- When an envelope that was not confirmed in time was sent again, and by that claimed for a while: null until then.

ALTER TABLE outbox ADD COLUMN sent_at INTEGER;

CREATE INDEX outbox_sent ON outbox (COALESCE(sent_at, at));
