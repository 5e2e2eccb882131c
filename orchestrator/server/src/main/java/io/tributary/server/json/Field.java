package io.tributary.server.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What is to be said of a component of a record beyond its type. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Field {

  /** What it means, in a few words. */
  String value() default "";

  /**
   * What a text, or every text of a list, looks like: a regular expression that ECMA knows, too.
   */
  String pattern() default "";

  /** The least number. */
  long min() default Long.MIN_VALUE;

  /** The greatest number, or how many elements a list or a map has at most. */
  long max() default Long.MAX_VALUE;

  /** Whether the values of an enum are written in lower case. */
  boolean lowerCase() default false;
}
