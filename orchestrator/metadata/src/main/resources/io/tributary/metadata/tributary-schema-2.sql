CREATE TABLE TributaryDatabase (identity TEXT NOT NULL);
INSERT INTO TributaryDatabase (identity) VALUES (lower(hex(randomblob(16))));
UPDATE TributaryEnv SET schema_version = 2;
