/** Tests of the REST API: over HTTP, with a home of their own. */
@NullMarked
package io.tributary.server.rest;

import org.jspecify.annotations.NullMarked;
