CREATE TABLE public.artifact (
    id integer NOT NULL,
    type_id integer NOT NULL,
    uri text,
    state integer,
    name character varying(255),
    external_id character varying(255),
    create_time_since_epoch bigint DEFAULT 0 NOT NULL,
    last_update_time_since_epoch bigint DEFAULT 0 NOT NULL
);
CREATE SEQUENCE public.artifact_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.artifact_id_seq OWNED BY public.artifact.id;
CREATE TABLE public.artifactproperty (
    artifact_id integer NOT NULL,
    name character varying(255) NOT NULL,
    is_custom_property boolean NOT NULL,
    int_value integer,
    double_value double precision,
    string_value text,
    byte_value bytea,
    proto_value bytea,
    bool_value boolean
);
CREATE TABLE public.association (
    id integer NOT NULL,
    context_id integer NOT NULL,
    execution_id integer NOT NULL
);
CREATE SEQUENCE public.association_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.association_id_seq OWNED BY public.association.id;
CREATE TABLE public.attribution (
    id integer NOT NULL,
    context_id integer NOT NULL,
    artifact_id integer NOT NULL
);
CREATE SEQUENCE public.attribution_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attribution_id_seq OWNED BY public.attribution.id;
CREATE TABLE public.context (
    id integer NOT NULL,
    type_id integer NOT NULL,
    name character varying(255) NOT NULL,
    external_id character varying(255),
    create_time_since_epoch bigint DEFAULT 0 NOT NULL,
    last_update_time_since_epoch bigint DEFAULT 0 NOT NULL
);
CREATE SEQUENCE public.context_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.context_id_seq OWNED BY public.context.id;
CREATE TABLE public.contextproperty (
    context_id integer NOT NULL,
    name character varying(255) NOT NULL,
    is_custom_property boolean NOT NULL,
    int_value integer,
    double_value double precision,
    string_value text,
    byte_value bytea,
    proto_value bytea,
    bool_value boolean
);
CREATE TABLE public.event (
    id integer NOT NULL,
    artifact_id integer NOT NULL,
    execution_id integer NOT NULL,
    type integer NOT NULL,
    milliseconds_since_epoch bigint
);
CREATE SEQUENCE public.event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
CREATE TABLE public.eventpath (
    event_id integer NOT NULL,
    is_index_step boolean NOT NULL,
    step_index integer,
    step_key text
);
CREATE TABLE public.execution (
    id integer NOT NULL,
    type_id integer NOT NULL,
    last_known_state integer,
    name character varying(255),
    external_id character varying(255),
    create_time_since_epoch bigint DEFAULT 0 NOT NULL,
    last_update_time_since_epoch bigint DEFAULT 0 NOT NULL
);
CREATE SEQUENCE public.execution_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.execution_id_seq OWNED BY public.execution.id;
CREATE TABLE public.executionproperty (
    execution_id integer NOT NULL,
    name character varying(255) NOT NULL,
    is_custom_property boolean NOT NULL,
    int_value integer,
    double_value double precision,
    string_value text,
    byte_value bytea,
    proto_value bytea,
    bool_value boolean
);
CREATE TABLE public.mlmdenv (
    schema_version integer NOT NULL
);
CREATE TABLE public.parentcontext (
    context_id integer NOT NULL,
    parent_context_id integer NOT NULL
);
CREATE TABLE public.parenttype (
    type_id integer NOT NULL,
    parent_type_id integer NOT NULL
);
CREATE TABLE public.type (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    version character varying(255),
    type_kind smallint NOT NULL,
    description text,
    input_type text,
    output_type text,
    external_id character varying(255)
);
CREATE SEQUENCE public.type_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.type_id_seq OWNED BY public.type.id;
CREATE TABLE public.typeproperty (
    type_id integer NOT NULL,
    name character varying(255) NOT NULL,
    data_type integer
);
ALTER TABLE ONLY public.artifact ALTER COLUMN id SET DEFAULT nextval('public.artifact_id_seq'::regclass);
ALTER TABLE ONLY public.association ALTER COLUMN id SET DEFAULT nextval('public.association_id_seq'::regclass);
ALTER TABLE ONLY public.attribution ALTER COLUMN id SET DEFAULT nextval('public.attribution_id_seq'::regclass);
ALTER TABLE ONLY public.context ALTER COLUMN id SET DEFAULT nextval('public.context_id_seq'::regclass);
ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);
ALTER TABLE ONLY public.execution ALTER COLUMN id SET DEFAULT nextval('public.execution_id_seq'::regclass);
ALTER TABLE ONLY public.type ALTER COLUMN id SET DEFAULT nextval('public.type_id_seq'::regclass);
INSERT INTO public.artifact VALUES (1, 10, 'u', NULL, 'x', NULL, 1795361129723, 1795361129723);
INSERT INTO public.artifactproperty VALUES (1, 'd', false, NULL, 0.1, NULL, NULL, NULL, NULL);
INSERT INTO public.artifactproperty VALUES (1, 'i', false, 3, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.artifactproperty VALUES (1, 'st', false, NULL, NULL, 'mlmd-struct::Cg4KAWsSCREAAAAAAADwPw==', NULL, NULL, NULL);
INSERT INTO public.artifactproperty VALUES (1, 'pr', false, NULL, NULL, NULL, NULL, '\x0a28747970652e676f6f676c65617069732e636f6d2f6d6c5f6d657461646174612e417274696661637412033a0171', NULL);
INSERT INTO public.artifactproperty VALUES (1, 'b', false, NULL, NULL, NULL, NULL, NULL, true);
INSERT INTO public.artifactproperty VALUES (1, 's', false, NULL, NULL, 'plain', NULL, NULL, NULL);
INSERT INTO public.event VALUES (1, 1, 1, 4, 1795361129732);
INSERT INTO public.eventpath VALUES (1, false, NULL, 'k');
INSERT INTO public.eventpath VALUES (1, true, 2, NULL);
INSERT INTO public.execution VALUES (1, 11, NULL, 'e', NULL, 1795361129729, 1795361129729);
INSERT INTO public.mlmdenv VALUES (10);
INSERT INTO public.type VALUES (1, 'mlmd.Dataset', NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (2, 'mlmd.Model', NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (3, 'mlmd.Metrics', NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (4, 'mlmd.Statistics', NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (5, 'mlmd.Train', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (6, 'mlmd.Transform', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (7, 'mlmd.Process', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (8, 'mlmd.Evaluate', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (9, 'mlmd.Deploy', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (10, 'A', NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.type VALUES (11, 'E', NULL, 0, NULL, NULL, NULL, NULL);
INSERT INTO public.typeproperty VALUES (10, 'd', 2);
INSERT INTO public.typeproperty VALUES (10, 'st', 4);
INSERT INTO public.typeproperty VALUES (10, 'i', 1);
INSERT INTO public.typeproperty VALUES (10, 'b', 6);
INSERT INTO public.typeproperty VALUES (10, 's', 3);
INSERT INTO public.typeproperty VALUES (10, 'pr', 5);
SELECT pg_catalog.setval('public.artifact_id_seq', 1, true);
SELECT pg_catalog.setval('public.association_id_seq', 1, false);
SELECT pg_catalog.setval('public.attribution_id_seq', 1, false);
SELECT pg_catalog.setval('public.context_id_seq', 1, false);
SELECT pg_catalog.setval('public.event_id_seq', 1, true);
SELECT pg_catalog.setval('public.execution_id_seq', 1, true);
SELECT pg_catalog.setval('public.type_id_seq', 11, true);
ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT artifact_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT artifact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.artifactproperty
    ADD CONSTRAINT artifactproperty_pkey PRIMARY KEY (artifact_id, name, is_custom_property);
ALTER TABLE ONLY public.association
    ADD CONSTRAINT association_context_id_execution_id_key UNIQUE (context_id, execution_id);
ALTER TABLE ONLY public.association
    ADD CONSTRAINT association_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attribution
    ADD CONSTRAINT attribution_context_id_artifact_id_key UNIQUE (context_id, artifact_id);
ALTER TABLE ONLY public.attribution
    ADD CONSTRAINT attribution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.context
    ADD CONSTRAINT context_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.context
    ADD CONSTRAINT context_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.context
    ADD CONSTRAINT context_type_id_name_key UNIQUE (type_id, name);
ALTER TABLE ONLY public.contextproperty
    ADD CONSTRAINT contextproperty_pkey PRIMARY KEY (context_id, name, is_custom_property);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.execution
    ADD CONSTRAINT execution_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.execution
    ADD CONSTRAINT execution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.executionproperty
    ADD CONSTRAINT executionproperty_pkey PRIMARY KEY (execution_id, name, is_custom_property);
ALTER TABLE ONLY public.mlmdenv
    ADD CONSTRAINT mlmdenv_pkey PRIMARY KEY (schema_version);
ALTER TABLE ONLY public.parentcontext
    ADD CONSTRAINT parentcontext_pkey PRIMARY KEY (context_id, parent_context_id);
ALTER TABLE ONLY public.parenttype
    ADD CONSTRAINT parenttype_pkey PRIMARY KEY (type_id, parent_type_id);
ALTER TABLE ONLY public.type
    ADD CONSTRAINT type_external_id_key UNIQUE (external_id);
ALTER TABLE ONLY public.type
    ADD CONSTRAINT type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.typeproperty
    ADD CONSTRAINT typeproperty_pkey PRIMARY KEY (type_id, name);
ALTER TABLE ONLY public.artifact
    ADD CONSTRAINT uniqueartifacttypename UNIQUE (type_id, name);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT uniqueevent UNIQUE (artifact_id, execution_id, type);
ALTER TABLE ONLY public.execution
    ADD CONSTRAINT uniqueexecutiontypename UNIQUE (type_id, name);
CREATE INDEX idx_artifact_create_time_since_epoch ON public.artifact USING btree (create_time_since_epoch);
CREATE INDEX idx_artifact_external_id ON public.artifact USING btree (external_id);
CREATE INDEX idx_artifact_last_update_time_since_epoch ON public.artifact USING btree (last_update_time_since_epoch);
CREATE INDEX idx_artifact_property_double ON public.artifactproperty USING btree (name, is_custom_property, double_value);
CREATE INDEX idx_artifact_property_int ON public.artifactproperty USING btree (name, is_custom_property, int_value);
CREATE INDEX idx_artifact_property_string ON public.artifactproperty USING btree (name, is_custom_property, string_value);
CREATE INDEX idx_artifact_uri ON public.artifact USING btree (uri);
CREATE INDEX idx_context_create_time_since_epoch ON public.context USING btree (create_time_since_epoch);
CREATE INDEX idx_context_external_id ON public.context USING btree (external_id);
CREATE INDEX idx_context_last_update_time_since_epoch ON public.context USING btree (last_update_time_since_epoch);
CREATE INDEX idx_context_property_double ON public.contextproperty USING btree (name, is_custom_property, double_value);
CREATE INDEX idx_context_property_int ON public.contextproperty USING btree (name, is_custom_property, int_value);
CREATE INDEX idx_context_property_string ON public.contextproperty USING btree (name, is_custom_property, string_value);
CREATE INDEX idx_event_execution_id ON public.event USING btree (execution_id);
CREATE INDEX idx_eventpath_event_id ON public.eventpath USING btree (event_id);
CREATE INDEX idx_execution_create_time_since_epoch ON public.execution USING btree (create_time_since_epoch);
CREATE INDEX idx_execution_external_id ON public.execution USING btree (external_id);
CREATE INDEX idx_execution_last_update_time_since_epoch ON public.execution USING btree (last_update_time_since_epoch);
CREATE INDEX idx_execution_property_double ON public.executionproperty USING btree (name, is_custom_property, double_value);
CREATE INDEX idx_execution_property_int ON public.executionproperty USING btree (name, is_custom_property, int_value);
CREATE INDEX idx_execution_property_string ON public.executionproperty USING btree (name, is_custom_property, string_value);
CREATE INDEX idx_parentcontext_parent_context_id ON public.parentcontext USING btree (parent_context_id);
CREATE INDEX idx_type_external_id ON public.type USING btree (external_id);
CREATE INDEX idx_type_name ON public.type USING btree (name);
