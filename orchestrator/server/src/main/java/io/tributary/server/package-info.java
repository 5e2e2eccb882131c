/**
 * Schedules, and the scheduler that starts a run each time one falls due.
 *
 * <p>Any number of servers may work on one metadata database: each time at which a schedule falls
 * due is settled in one transaction, and what is to be run is started once, under an id that
 * follows from the schedule and the time. A server that dies leaves leases; another one goes on
 * with its runs when these have expired.
 *
 * <p>Starting points:
 *
 * <ul>
 *   <li>{@link io.tributary.server.Schedules} adds, pauses and removes schedules;
 *   <li>{@link io.tributary.server.Backfills} begins, cancels and resumes back-fills, which are
 *       stored as schedules that fall due as soon as there is room;
 *   <li>{@link io.tributary.server.Scheduler} settles what falls due, one step after the other, and
 *       has no thread of its own; {@link io.tributary.server.SchedulerLoop} drives it;
 *   <li>{@link io.tributary.server.Launch} starts runs; {@link io.tributary.server.RunLaunch} does
 *       so with a runner;
 *   <li>{@link io.tributary.server.Timetable} tells the times;
 *   <li>{@link io.tributary.server.Tokens} gives out tokens, {@link io.tributary.server.Audit}
 *       notes who changes what; {@link io.tributary.server.rest.RestServer} is the REST API.
 * </ul>
 */
@NullMarked
package io.tributary.server;

import org.jspecify.annotations.NullMarked;
