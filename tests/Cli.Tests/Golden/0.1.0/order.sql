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
CREATE TABLE public.orders (
    order_id bigint NOT NULL,
    version bigint NOT NULL,
    user_id bigint NOT NULL,
    lines json NOT NULL,
    total bigint NOT NULL,
    status text NOT NULL,
    attempt_id bigint,
    reply_to bigint NOT NULL,
    reason text,
    reason_item bigint,
    failed_attempt_id bigint,
    failed_reason text,
    deadline bigint,
    looks bigint NOT NULL,
    due bigint,
    updated_at bigint NOT NULL,
    CONSTRAINT orders_check CHECK (((attempt_id IS NOT NULL) OR (status = 'open'::text))),
    CONSTRAINT orders_looks_check CHECK ((looks >= 0)),
    CONSTRAINT orders_reply_to_check CHECK ((reply_to >= 0)),
    CONSTRAINT orders_status_check CHECK ((status = ANY (ARRAY['paid'::text, 'open'::text, 'processing'::text, 'failed'::text, 'cancelling'::text, 'cancelled'::text]))),
    CONSTRAINT orders_total_check CHECK ((total >= 0)),
    CONSTRAINT orders_version_check CHECK ((version > 0))
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
INSERT INTO public.id_block VALUES (1, 117702975639357088);
INSERT INTO public.idempotency_keys VALUES ('buy "it" once', 1, 'POST /orders/checkout/117702975639257094', 'attempt-accepted.v1 {"order":117702975639257094,"attempt":117702975639257109}', 1796091290899);
INSERT INTO public.lanes OVERRIDING SYSTEM VALUE VALUES (1, 1796004831173, '2026-11-30 02:15:28.023283+00', 43, 1);
INSERT INTO public.orders VALUES (117702975639257108, 1, 117702974701699072, '[]', 0, 'open', NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1796004890320);
INSERT INTO public.orders VALUES (117702975639257094, 5, 117702974701699072, '[[117702975278153728,2,20],[117702975278153729,1,25]]', 45, 'paid', 117702975639257109, 6, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1796004891880);
INSERT INTO public.orders VALUES (117702975639257099, 5, 117702974701699072, '[[117702975278153729,5,125]]', 125, 'failed', 117702975639257114, 9, 'out-of-stock', 117702975278153729, NULL, NULL, NULL, 0, NULL, 1796004892649);
INSERT INTO public.orders VALUES (117702975639257102, 4, 117702974701699073, '[[117702975278153728,3,30]]', 30, 'failed', 117702975639257119, 11, 'insufficient-credit', NULL, NULL, NULL, NULL, 0, NULL, 1796004893252);
INSERT INTO public.orders VALUES (117702975639257105, 6, 117702974701699072, '[[117702975278153728,4,40]]', 40, 'cancelled', 117702975639257123, 3, NULL, NULL, NULL, NULL, NULL, 0, NULL, 1796004894700);
INSERT INTO public.orders VALUES (117702975639257088, 4, 117702974701699072, '[[117702975278153728,1,10]]', 10, 'processing', 117702975639257132, 9, NULL, NULL, NULL, NULL, 1796004955758, 1, 1796004932022, 1796004925758);
INSERT INTO public.outbox VALUES (117702975639257133, 'order', 2147483647, 1796004925764, '\x5b7b227370656376657273696f6e223a22312e30222c226964223a223131373730323937353633393235373133322e31222c22736f75726365223a2275726e3a636172747772696768743a6f72646572222c2274797065223a22636172747772696768742e6f726465722e6163636570746564222c227375626a656374223a22313137373032393735363339323537303838222c2274696d65223a22323032362d31312d33305430323a31353a32352e3735385a222c2273657175656e6365223a22303030303030303030303030303033303030222c2264617461636f6e74656e7474797065223a226170706c69636174696f6e2f6a736f6e222c2264617461223a7b226f726465725f6964223a22313137373032393735363339323537303838222c22757365725f6964223a22313137373032393734373031363939303732222c22617474656d7074223a22313137373032393735363339323537313332222c22737461747573223a2270726f63657373696e67222c22746f74616c5f636f7374223a31302c226c696e6573223a5b7b226974656d5f6964223a22313137373032393735323738313533373238222c227175616e74697479223a312c22636f7374223a31307d5d7d7d5d', NULL);
INSERT INTO public.outbox VALUES (117702975639257134, 'payment', 9, 1796004925765, '\x7b2276657273696f6e223a312c2273686f70223a226237386239623133353665353462333161396466303732316138646633393637222c226d65737361676573223a5b7b2274797065223a22686f6c642d6372656469742e7631222c22626f6479223a7b22617474656d7074223a7b226964223a3131373730323937353633393235373133322c226f72646572223a3131373730323937353633393235373038382c2275736572223a3131373730323937343730313639393037322c22616d6f756e74223a31302c227265706c79546f223a397d2c226c696e6573223a5b7b226974656d223a3131373730323937353237383135333732382c227175616e74697479223a317d5d7d7d5d7d', NULL);
INSERT INTO public.schema_versions VALUES ('0001-engine', '2026-11-30 02:13:38.190471+00');
INSERT INTO public.schema_versions VALUES ('0002-order', '2026-11-30 02:13:38.331056+00');
INSERT INTO public.schema_versions VALUES ('0003-engine', '2026-11-30 02:13:38.36531+00');
INSERT INTO public.schema_versions VALUES ('0004-engine', '2026-11-30 02:13:38.409019+00');
INSERT INTO public.schema_versions VALUES ('0005-engine', '2026-11-30 02:13:38.416735+00');
INSERT INTO public.schema_versions VALUES ('0006-engine', '2026-11-30 02:13:38.428265+00');
INSERT INTO public.shop VALUES (1, 'b78b9b1356e54b31a9df0721a8df3967');
SELECT pg_catalog.setval('public.lanes_lane_seq', 1, true);
ALTER TABLE ONLY public.id_block
    ADD CONSTRAINT id_block_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (idempotency_key);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT lanes_pkey PRIMARY KEY (lane);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (envelope_id);
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);
ALTER TABLE ONLY public.schema_versions
    ADD CONSTRAINT schema_versions_pkey PRIMARY KEY (file);
ALTER TABLE ONLY public.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (one);
CREATE INDEX idempotency_keys_due ON public.idempotency_keys USING btree (due) WHERE (due IS NOT NULL);
CREATE INDEX orders_due ON public.orders USING btree (due) WHERE (due IS NOT NULL);
CREATE INDEX outbox_at ON public.outbox USING btree (at);
CREATE INDEX outbox_sent ON public.outbox USING btree (COALESCE(sent_at, at));
CREATE INDEX parked_due ON public.parked USING btree (due) WHERE (due IS NOT NULL);
