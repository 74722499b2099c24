-- The files that only add something, this one and later ones. Version 0.1.0 does not serve a database whose
-- schema_versions has a file that it does not know; it serves beside these.

CREATE TABLE schema_expansions (
  file       text PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);
