/**
 * What every run leaves behind, and what runs need to agree on while they are under way.
 *
 * <p>{@link io.tributary.metadata.MetadataDatabase} opens one SQLite file or PostgreSQL database.
 * In it live the tables of ML Metadata (schema version 10), so that other tools that know ML
 * Metadata read and write the same database, and beside them the product's own tables of runs,
 * nodes, leases, schedules, tokens and the audit log.
 *
 * <p>Starting points:
 *
 * <ul>
 *   <li>{@link io.tributary.metadata.MetadataDatabase} opens a database, hands out the stores below
 *       and runs transactions over all of them;
 *   <li>{@link io.tributary.metadata.MetadataStore} types, artifacts, executions, contexts, events
 *       and lineage: one method per operation of ML Metadata's service;
 *   <li>{@link io.tributary.metadata.RunStore} pipeline runs and the state of their nodes;
 *   <li>{@link io.tributary.metadata.LeaseStore} who may work on what, until when;
 *   <li>{@link io.tributary.metadata.ScheduleStore} which pipelines are to be run when, and what
 *       became of each time;
 *   <li>{@link io.tributary.metadata.TokenStore} who may use a server, and for what;
 *   <li>{@link io.tributary.metadata.AuditStore} who changed what;
 *   <li>{@link io.tributary.metadata.MetadataException} what goes wrong, with the status code of
 *       the service.
 * </ul>
 */
@NullMarked
package io.tributary.metadata;

import org.jspecify.annotations.NullMarked;
