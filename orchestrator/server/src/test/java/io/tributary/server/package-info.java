/** Tests of schedules and the scheduler: time is what the test says it is. */
@NullMarked
package io.tributary.server;

import org.jspecify.annotations.NullMarked;
