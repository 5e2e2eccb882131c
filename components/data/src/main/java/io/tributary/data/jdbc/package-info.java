/**
 * Reading what a database answers to a query, through JDBC.
 *
 * <p>Starting point: {@link io.tributary.data.jdbc.JdbcTable}.
 */
@NullMarked
package io.tributary.data.jdbc;

import org.jspecify.annotations.NullMarked;
