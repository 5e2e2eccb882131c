CREATE TABLE IF NOT EXISTS TributarySchedule (name TEXT NOT NULL PRIMARY KEY, pipeline TEXT NOT NULL, jars TEXT NOT NULL, settings TEXT NOT NULL, cron TEXT, zone TEXT, period INTEGER, anchor INTEGER, catch_up TEXT NOT NULL, overlap TEXT NOT NULL, paused INTEGER NOT NULL, starts INTEGER NOT NULL, ends INTEGER, created INTEGER NOT NULL, settled INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS TributaryTick (schedule TEXT NOT NULL, scheduled INTEGER NOT NULL, since INTEGER NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (schedule, scheduled)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS TributaryTickOpen ON TributaryTick (scheduled, schedule) WHERE state IN ('CLAIMED', 'STARTED');
CREATE INDEX IF NOT EXISTS TributaryLeaseByToken ON TributaryLease (token);
UPDATE TributaryEnv SET schema_version = 3;
