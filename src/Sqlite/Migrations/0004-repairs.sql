-- A parked message about stock that a failed order has taken: why an operator has it returned, and when that was ordered.

ALTER TABLE parked ADD COLUMN return_reason TEXT;
ALTER TABLE parked ADD COLUMN returned_at INTEGER;
