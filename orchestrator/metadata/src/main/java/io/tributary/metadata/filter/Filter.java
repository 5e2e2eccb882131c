package io.tributary.metadata.filter;

import java.util.List;

/**
 * A filter query as a condition in SQL.
 *
 * <p>The condition holds for the nodes that ML Metadata finds with the same query: those for which
 * there is a choice of one neighbour for every alias, and a value for every property, so that the
 * query is true. A node without the property or neighbour is therefore never found, not even where
 * the query says NOT or OR. Names of attributes and keywords go in any case; LIKE is blind to the
 * case of ASCII letters and knows no escapes; strings are compared by their bytes; {@code state !=}
 * and {@code state NOT IN} take in nodes without state.
 *
 * @param condition a condition in parentheses; every value of the query is a parameter
 * @param parameters what its question marks stand for, in order: Long, Double, String or Boolean
 */
public record Filter(String condition, List<Object> parameters) {

  /** How long a query may be. */
  private static final int LONGEST = 1_000_000;

  /**
   * Compiles a query.
   *
   * @param node the alias under which the statement around knows the table of the nodes
   * @throws FilterException if it is not understood, with the place and what was expected there
   */
  public static Filter compile(Subject subject, String query, String node) {
    if (query.length() > LONGEST) {
      throw new FilterException(
          "filter_query: "
              + query.length()
              + " characters (expected: at most "
              + LONGEST
              + "); ask in several queries");
    }
    return SqlWriter.write(subject, Parser.parse(subject, query), node);
  }
}
