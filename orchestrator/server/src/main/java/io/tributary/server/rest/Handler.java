package io.tributary.server.rest;

/** Answers the requests of a route. */
@FunctionalInterface
interface Handler {

  /**
   * Answers one.
   *
   * @throws Refusal and what {@link Problem#of} knows, if it cannot be done
   */
  Answer handle(Call call) throws Exception;
}
