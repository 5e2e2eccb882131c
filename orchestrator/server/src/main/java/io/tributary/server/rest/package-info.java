/**
 * The REST API of a server: all that the command line does, for whoever shows a token.
 *
 * <p>There is one table of routes, {@link io.tributary.server.rest.Routes}. What it says of a route
 * - method, path, role, parameters, body, answers, handler - is what the server does, whom it lets
 * in, and what the OpenAPI document tells.
 */
@NullMarked
package io.tributary.server.rest;

import org.jspecify.annotations.NullMarked;
