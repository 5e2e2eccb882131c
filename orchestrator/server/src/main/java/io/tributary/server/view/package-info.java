/**
 * What is told of runs, artifacts, schedules and the rest: one shape each, for {@code --json} of
 * the command line and for the REST API.
 */
@NullMarked
package io.tributary.server.view;

import org.jspecify.annotations.NullMarked;
