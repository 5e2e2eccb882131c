package io.tributary.runner.airflow.client;

/** Why a task does not run yet. */
public record TaskDependency(String name, String reason) {}
