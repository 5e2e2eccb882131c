CREATE TABLE TributaryEnv (schema_version INTEGER PRIMARY KEY);
CREATE TABLE TributaryRun (id TEXT NOT NULL PRIMARY KEY, pipeline TEXT NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, ir BLOB NOT NULL, message TEXT NOT NULL, owner TEXT NOT NULL, cache_enabled INTEGER NOT NULL);
CREATE INDEX TributaryRunByTime ON TributaryRun (started);
CREATE INDEX TributaryRunByPipeline ON TributaryRun (pipeline, started);
CREATE TABLE TributaryRunParameter (run_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run_id, position)) WITHOUT ROWID;
CREATE TABLE TributaryNode (run_id TEXT NOT NULL, node_id TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL, execution_id INTEGER, reason TEXT NOT NULL, started INTEGER, ended INTEGER, details TEXT NOT NULL, UNIQUE (run_id, node_id));
CREATE TABLE TributaryLease (key TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, token INTEGER NOT NULL, expires INTEGER NOT NULL);
INSERT INTO TributaryEnv (schema_version) VALUES (1);
