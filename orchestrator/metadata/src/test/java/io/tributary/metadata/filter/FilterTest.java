package io.tributary.metadata.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

  @Test
  void conditionOverTheNodeAloneNeedsNoOtherTable() {
    var filter = artifacts("uri = 'x' AND (id >= 5 OR NOT name IS NULL)");
    assertThat(filter.condition())
        .isEqualTo("((n.uri = ?) AND ((n.id >= ?) OR (NOT (n.name IS NULL))))");
    assertThat(filter.parameters()).containsExactly("x", 5L);
  }

  @Test
  void everyValueIsAParameterAndSoAreTheNamesOfProperties() {
    var filter =
        artifacts(
            "properties.`x' OR 1=1 --`.string_value = 'y\\' --' AND custom_properties.n.double_value < 1.5");
    assertThat(filter.condition()).doesNotContain("'", "--", "1.5");
    assertThat(filter.parameters())
        .containsExactly("x' OR 1=1 --", "x' or 1=1 --", false, "n", true, "y' --", 1.5);
  }

  @Test
  void sameAliasIsJoinedOnceAndAnotherAgain() {
    assertThat(artifacts("contexts_0.id = 1 AND contexts_0.name = 'a'").condition())
        .containsOnlyOnce("Attribution");
    assertThat(artifacts("contexts_0.id = 1 AND contexts_1.name = 'a'").condition())
        .matches("(?s).*Attribution.*Attribution.*");
  }

  @Test
  void statesGoByName() {
    assertThat(artifacts("state = LIVE").condition()).isEqualTo("(n.state IN (2))");
    assertThat(artifacts("state != LIVE").condition())
        .isEqualTo("(n.state IS NULL OR n.state NOT IN (2))");
    assertThat(artifacts("state IN (LIVE, PENDING)").condition()).isEqualTo("(n.state IN (2, 1))");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "bogus = 1 | filter_query at 1: the unknown name 'bogus'",
        "id = 'x' | filter_query at 4: = of INT64 and STRING",
        "uri = | filter_query at 6: the end (expected: a value",
        "name = 'x | filter_query at 8: a quote that is never closed",
        "id = 1 AND (id = 2 | filter_query at 19: the end (expected: ')')",
        "name = '\\q' | filter_query at 9: an unknown escape",
        "state = GONE | filter_query at 9: 'GONE' (expected: one of DELETED, LIVE",
        "contexts_0.uri = 'x' | filter_query at 12: the unknown name 'uri' (expected: a field of contexts_0)",
        "id | filter_query at 1: a value of type INT64 (expected: a condition)",
        "id = NULL | filter_query at 4: = of INT64 and NULL",
        "id = 1 = TRUE | filter_query at 8: '=' (expected: AND, OR or the end",
        "FOO(id) = 1 | filter_query at 1: the unknown name 'FOO' (expected: one of the functions",
        "id = 1; | filter_query at 7: the character ';'",
        "id = 18446744073709551616 | filter_query at 6: a whole number too large",
        "/* | filter_query at 1: a comment without end",
      })
  void refusalSaysWhereAndWhatWasExpected(String query, String message) {
    assertThatThrownBy(() -> artifacts(query))
        .isInstanceOf(FilterException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("(expected: ")
        .hasMessageContaining("); ");
  }

  @Property(tries = 300)
  void anyTextIsCompiledOrRefused(@ForAll @StringLength(max = 40) String text) {
    try {
      assertThat(artifacts(text).condition()).startsWith("(");
    } catch (FilterException e) {
      assertThat(e).hasMessageContaining("filter_query");
    }
  }

  private static Filter artifacts(String query) {
    return Filter.compile(Subject.ARTIFACT, query, "n");
  }
}
