CREATE TABLE IF NOT EXISTS TributarySchedule (name TEXT NOT NULL PRIMARY KEY, pipeline TEXT NOT NULL, jars TEXT NOT NULL, settings TEXT NOT NULL, cron TEXT, zone TEXT, period BIGINT, anchor BIGINT, catch_up TEXT NOT NULL, overlap TEXT NOT NULL, paused BOOLEAN NOT NULL, starts BIGINT NOT NULL, ends BIGINT, created BIGINT NOT NULL, settled BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS TributaryTick (schedule TEXT NOT NULL, scheduled BIGINT NOT NULL, since BIGINT NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, changed BIGINT NOT NULL, PRIMARY KEY (schedule, scheduled));
CREATE INDEX IF NOT EXISTS TributaryTickOpen ON TributaryTick (scheduled, schedule) WHERE state IN ('CLAIMED', 'STARTED');
CREATE INDEX IF NOT EXISTS TributaryLeaseByToken ON TributaryLease (token);
UPDATE TributaryEnv SET schema_version = 3;
