/** Commands that run a pipeline again and again: schedules and back-fills. */
@NullMarked
package io.tributary.cli.schedule;

import org.jspecify.annotations.NullMarked;
