package io.tributary.api;

/** The values of runtime parameters in one run. */
public interface ParameterValues {

  /** The value of a runtime parameter in this run. */
  <T> T value(RuntimeParameter<T> parameter);
}
