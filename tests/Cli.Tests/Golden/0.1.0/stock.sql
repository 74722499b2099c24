SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.require_lane(written bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF written <> 1 THEN
    RAISE EXCEPTION 'the lane is not as it was left' USING ERRCODE = 'CW002';
  END IF;
END
$$;
CREATE FUNCTION public.require_rows(written bigint, expected bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF written <> expected THEN
    RAISE EXCEPTION 'wrote % of % rows', written, expected USING ERRCODE = 'CW001';
  END IF;
END
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.id_block (
    one bigint NOT NULL,
    next bigint NOT NULL,
    CONSTRAINT id_block_next_check CHECK ((next >= 0)),
    CONSTRAINT id_block_one_check CHECK ((one = 1))
);
CREATE TABLE public.idempotency_keys (
    idempotency_key text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    request text NOT NULL,
    reply text NOT NULL,
    due bigint,
    CONSTRAINT idempotency_keys_version_check CHECK ((version > 0))
);
CREATE TABLE public.items (
    item_id bigint NOT NULL,
    version bigint NOT NULL,
    price bigint NOT NULL,
    stock bigint NOT NULL,
    added bigint NOT NULL,
    subtracted bigint NOT NULL,
    taken bigint NOT NULL,
    returned bigint NOT NULL,
    generation bigint NOT NULL,
    CONSTRAINT items_added_check CHECK ((added >= 0)),
    CONSTRAINT items_check CHECK ((stock = (((added + returned) - subtracted) - taken))),
    CONSTRAINT items_generation_check CHECK ((generation >= 0)),
    CONSTRAINT items_price_check CHECK ((price >= 0)),
    CONSTRAINT items_returned_check CHECK ((returned >= 0)),
    CONSTRAINT items_stock_check CHECK ((stock >= 0)),
    CONSTRAINT items_subtracted_check CHECK ((subtracted >= 0)),
    CONSTRAINT items_taken_check CHECK ((taken >= 0)),
    CONSTRAINT items_version_check CHECK ((version > 0))
);
CREATE TABLE public.lanes (
    lane bigint NOT NULL,
    opened_at bigint NOT NULL,
    active_at timestamp with time zone DEFAULT now() NOT NULL,
    committed bigint DEFAULT 0 NOT NULL,
    barrier bigint DEFAULT 0 NOT NULL
);
ALTER TABLE public.lanes ALTER COLUMN lane ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.lanes_lane_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.outbox (
    envelope_id bigint NOT NULL,
    role text NOT NULL,
    partition bigint NOT NULL,
    at bigint NOT NULL,
    bytes bytea NOT NULL,
    sent_at bigint,
    CONSTRAINT outbox_partition_check CHECK ((partition >= 0)),
    CONSTRAINT outbox_role_check CHECK ((role ~ '^[a-z][a-z0-9]*$'::text))
);
CREATE TABLE public.parked (
    parked_id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    role text NOT NULL,
    origin text NOT NULL,
    error text NOT NULL,
    body text NOT NULL,
    is_base64 bigint NOT NULL,
    at bigint NOT NULL,
    due bigint,
    return_reason text,
    returned_at bigint,
    CONSTRAINT parked_is_base64_check CHECK ((is_base64 = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT parked_role_check CHECK ((role ~ '^[a-z][a-z0-9]*$'::text)),
    CONSTRAINT parked_version_check CHECK ((version > 0))
);
CREATE TABLE public.reservations (
    attempt_id bigint NOT NULL,
    version bigint NOT NULL,
    order_id bigint NOT NULL,
    status text NOT NULL,
    lines json NOT NULL,
    reason text,
    reason_item bigint,
    CONSTRAINT reservations_check CHECK (((status = 'refused'::text) = (reason IS NOT NULL))),
    CONSTRAINT reservations_status_check CHECK ((status = ANY (ARRAY['taken'::text, 'returned'::text, 'refused'::text, 'cancelled'::text]))),
    CONSTRAINT reservations_version_check CHECK ((version > 0))
);
CREATE TABLE public.schema_versions (
    file text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.shop (
    one bigint NOT NULL,
    shop_id text NOT NULL,
    CONSTRAINT shop_one_check CHECK ((one = 1)),
    CONSTRAINT shop_shop_id_check CHECK ((shop_id ~ '^[0-9a-f]{32}$'::text))
);
INSERT INTO public.id_block VALUES (1, 117702975278253728);
INSERT INTO public.items VALUES (117702975278153729, 3, 25, 1, 2, 0, 1, 0, 0);
INSERT INTO public.items VALUES (117702975278153728, 6, 10, 45, 50, 3, 6, 4, 0);
INSERT INTO public.lanes OVERRIDING SYSTEM VALUE VALUES (1, 1796004831072, '2026-11-30 02:14:55.632492+00', 23, 1);
INSERT INTO public.reservations VALUES (117702975639257109, 1, 117702975639257094, 'taken', '[[117702975278153728,2,0],[117702975278153729,1,0]]', NULL, NULL);
INSERT INTO public.reservations VALUES (117702975639257114, 1, 117702975639257099, 'refused', '[]', 'out-of-stock', 117702975278153729);
INSERT INTO public.reservations VALUES (117702975639257123, 2, 117702975639257105, 'returned', '[[117702975278153728,4,0]]', NULL, NULL);
INSERT INTO public.schema_versions VALUES ('0001-engine', '2026-11-30 02:13:38.472474+00');
INSERT INTO public.schema_versions VALUES ('0002-stock', '2026-11-30 02:13:38.682197+00');
INSERT INTO public.schema_versions VALUES ('0003-engine', '2026-11-30 02:13:38.780107+00');
INSERT INTO public.schema_versions VALUES ('0004-engine', '2026-11-30 02:13:38.826338+00');
INSERT INTO public.schema_versions VALUES ('0005-engine', '2026-11-30 02:13:38.835877+00');
INSERT INTO public.schema_versions VALUES ('0006-engine', '2026-11-30 02:13:38.852265+00');
INSERT INTO public.shop VALUES (1, 'b78b9b1356e54b31a9df0721a8df3967');
SELECT pg_catalog.setval('public.lanes_lane_seq', 1, true);
ALTER TABLE ONLY public.id_block
    ADD CONSTRAINT id_block_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (idempotency_key);
ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (item_id);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT lanes_pkey PRIMARY KEY (lane);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (envelope_id);
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (attempt_id);
ALTER TABLE ONLY public.schema_versions
    ADD CONSTRAINT schema_versions_pkey PRIMARY KEY (file);
ALTER TABLE ONLY public.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (one);
CREATE INDEX idempotency_keys_due ON public.idempotency_keys USING btree (due) WHERE (due IS NOT NULL);
CREATE INDEX outbox_at ON public.outbox USING btree (at);
CREATE INDEX outbox_sent ON public.outbox USING btree (COALESCE(sent_at, at));
CREATE INDEX parked_due ON public.parked USING btree (due) WHERE (due IS NOT NULL);
