CREATE TABLE TributaryEnv (schema_version INT PRIMARY KEY);
CREATE TABLE TributaryRun (id TEXT NOT NULL PRIMARY KEY, pipeline TEXT NOT NULL, state TEXT NOT NULL, started BIGINT NOT NULL, ended BIGINT, ir BYTEA NOT NULL, message TEXT NOT NULL, owner TEXT NOT NULL, cache_enabled BOOLEAN NOT NULL, rowid BIGINT GENERATED ALWAYS AS IDENTITY);
CREATE INDEX TributaryRunByTime ON TributaryRun (started, rowid);
CREATE INDEX TributaryRunByPipeline ON TributaryRun (pipeline, started, rowid);
CREATE TABLE TributaryRunParameter (run_id TEXT NOT NULL, position INT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run_id, position));
CREATE TABLE TributaryNode (run_id TEXT NOT NULL, node_id TEXT NOT NULL, state TEXT NOT NULL, attempt INT NOT NULL, execution_id BIGINT, reason TEXT NOT NULL, started BIGINT, ended BIGINT, details TEXT NOT NULL, rowid BIGINT GENERATED ALWAYS AS IDENTITY, UNIQUE (run_id, node_id));
CREATE TABLE TributaryLease (key TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, token BIGINT NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE TributaryWriter (process TEXT NOT NULL PRIMARY KEY, transaction BIGINT NOT NULL);
INSERT INTO TributaryEnv (schema_version) VALUES (1);
