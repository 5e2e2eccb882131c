package io.tributary.server.rest;

/** The methods of HTTP that routes have. */
enum Method {
  GET,
  POST,
  PUT,
  DELETE
}
