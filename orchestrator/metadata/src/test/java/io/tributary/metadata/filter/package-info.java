/** Tests of filter queries as text and as SQL. */
@NullMarked
package io.tributary.metadata.filter;

import org.jspecify.annotations.NullMarked;
