package io.tributary.runner.airflow.client;

/**
 * Whether a connection works.
 *
 * @param status whether it does
 * @param message why not
 */
public record ConnectionTest(boolean status, String message) {}
