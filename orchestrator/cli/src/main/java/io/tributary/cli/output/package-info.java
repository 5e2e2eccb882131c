/** How commands show things: tables, figures, JSON, progress; text that is safe to print. */
@NullMarked
package io.tributary.cli.output;

import org.jspecify.annotations.NullMarked;
