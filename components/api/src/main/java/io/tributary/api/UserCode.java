package io.tributary.api;

/**
 * Marks code that a component is given by class, such as a preprocessing or a trainer. A user-code
 * class is public or package-private, top-level or static, concrete, and has a constructor without
 * parameters, so that any process can make an instance of it.
 */
public interface UserCode {}
