/** Commands that run a pipeline, and those that show what a run did. */
@NullMarked
package io.tributary.cli.run;

import org.jspecify.annotations.NullMarked;
