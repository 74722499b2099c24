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
CREATE TABLE public.accounts (
    user_id bigint NOT NULL,
    version bigint NOT NULL,
    credit bigint NOT NULL,
    held bigint NOT NULL,
    funded bigint NOT NULL,
    paid bigint NOT NULL,
    captured bigint NOT NULL,
    refunded bigint NOT NULL,
    generation bigint NOT NULL,
    holds json NOT NULL,
    waiting json NOT NULL,
    looks bigint NOT NULL,
    due bigint,
    CONSTRAINT accounts_captured_check CHECK ((captured >= 0)),
    CONSTRAINT accounts_check CHECK (((credit + held) = (((funded + refunded) - paid) - captured))),
    CONSTRAINT accounts_credit_check CHECK ((credit >= 0)),
    CONSTRAINT accounts_funded_check CHECK ((funded >= 0)),
    CONSTRAINT accounts_generation_check CHECK ((generation >= 0)),
    CONSTRAINT accounts_held_check CHECK ((held >= 0)),
    CONSTRAINT accounts_looks_check CHECK ((looks >= 0)),
    CONSTRAINT accounts_paid_check CHECK ((paid >= 0)),
    CONSTRAINT accounts_refunded_check CHECK ((refunded >= 0)),
    CONSTRAINT accounts_version_check CHECK ((version > 0))
);
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
CREATE TABLE public.payments (
    attempt_id bigint NOT NULL,
    version bigint NOT NULL,
    order_id bigint NOT NULL,
    user_id bigint NOT NULL,
    amount bigint NOT NULL,
    status text NOT NULL,
    reason text,
    generation bigint NOT NULL,
    CONSTRAINT payments_amount_check CHECK ((amount >= 0)),
    CONSTRAINT payments_check CHECK (((status = 'declined'::text) = (reason IS NOT NULL))),
    CONSTRAINT payments_generation_check CHECK ((generation >= 0)),
    CONSTRAINT payments_status_check CHECK ((status = ANY (ARRAY['captured'::text, 'voided'::text, 'declined'::text, 'refunded'::text]))),
    CONSTRAINT payments_version_check CHECK ((version > 0))
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
INSERT INTO public.accounts VALUES (117702974701699073, 2, 1, 0, 1, 0, 0, 0, 0, '[]', '[]', 0, NULL);
INSERT INTO public.accounts VALUES (117702974701699072, 10, 948, 0, 1000, 7, 85, 40, 0, '[]', '[]', 0, NULL);
INSERT INTO public.id_block VALUES (1, 117702974701799072);
INSERT INTO public.idempotency_keys VALUES ('first-user', 1, 'POST /payment/create_user', 'user-created.v1 {"user":117702974701699072}', 1796091263078);
INSERT INTO public.lanes OVERRIDING SYSTEM VALUE VALUES (1, 1796004831144, '2026-11-30 02:15:18.835337+00', 15, 1);
INSERT INTO public.parked VALUES ('unreadable/41ec4f095fd88619559aa94f', 1, 'payment', 'Payment inbox, partition 0, offset 0', 'Unknown type or version ''hold-credit.v9''.', '{"type":"hold-credit.v9","body":{"attempt":1}}', 0, 1796004918834, NULL, NULL, NULL);
INSERT INTO public.payments VALUES (117702975639257109, 1, 117702975639257094, 117702974701699072, 45, 'captured', NULL, 0);
INSERT INTO public.payments VALUES (117702975639257114, 1, 117702975639257099, 117702974701699072, 125, 'voided', NULL, 0);
INSERT INTO public.payments VALUES (117702975639257119, 1, 117702975639257102, 117702974701699073, 30, 'declined', 'insufficient-credit', 0);
INSERT INTO public.payments VALUES (117702975639257123, 2, 117702975639257105, 117702974701699072, 40, 'refunded', NULL, 0);
INSERT INTO public.schema_versions VALUES ('0001-engine', '2026-11-30 02:13:38.570406+00');
INSERT INTO public.schema_versions VALUES ('0002-payment', '2026-11-30 02:13:38.821586+00');
INSERT INTO public.schema_versions VALUES ('0003-engine', '2026-11-30 02:13:38.90728+00');
INSERT INTO public.schema_versions VALUES ('0004-engine', '2026-11-30 02:13:38.94741+00');
INSERT INTO public.schema_versions VALUES ('0005-engine', '2026-11-30 02:13:38.956833+00');
INSERT INTO public.schema_versions VALUES ('0006-engine', '2026-11-30 02:13:38.979321+00');
INSERT INTO public.shop VALUES (1, 'b78b9b1356e54b31a9df0721a8df3967');
SELECT pg_catalog.setval('public.lanes_lane_seq', 1, true);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.id_block
    ADD CONSTRAINT id_block_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (idempotency_key);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT lanes_pkey PRIMARY KEY (lane);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (envelope_id);
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (parked_id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (attempt_id);
ALTER TABLE ONLY public.schema_versions
    ADD CONSTRAINT schema_versions_pkey PRIMARY KEY (file);
ALTER TABLE ONLY public.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (one);
CREATE INDEX accounts_due ON public.accounts USING btree (due) WHERE (due IS NOT NULL);
CREATE INDEX idempotency_keys_due ON public.idempotency_keys USING btree (due) WHERE (due IS NOT NULL);
CREATE INDEX outbox_at ON public.outbox USING btree (at);
CREATE INDEX outbox_sent ON public.outbox USING btree (COALESCE(sent_at, at));
CREATE INDEX parked_due ON public.parked USING btree (due) WHERE (due IS NOT NULL);
