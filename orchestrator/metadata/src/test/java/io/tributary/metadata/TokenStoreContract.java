package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataException.Code;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of tokens must do. An implementation's test extends this class. */
abstract class TokenStoreContract {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
  private static final String DIGEST = "0f".repeat(32);

  private MetadataDatabase database;
  private TokenStore tokens;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  TokenStore storeOf(MetadataDatabase opened) {
    return opened.tokens();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(Clock.systemUTC());
    tokens = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private static AccessToken token(String name) {
    return AccessToken.of(name, Role.OPERATOR, DIGEST, NOW, Optional.empty());
  }

  @Test
  void tokenIsFoundAsItWasCreatedAlsoAfterReopening() throws Exception {
    var ending =
        AccessToken.of("ci_1", Role.AUTHOR, "a1".repeat(32), NOW, Optional.of(NOW.plusSeconds(9)));
    tokens.create(token("ops"));
    tokens.create(ending);
    close();
    open();
    assertThat(tokens.find("ci_1")).contains(ending);
    assertThat(tokens.find("ops")).contains(token("ops"));
    assertThat(tokens.find("Ops")).isEmpty();
    assertThat(tokens.all()).containsExactly(ending, token("ops"));
  }

  @Test
  void nameIsTakenOnce() {
    tokens.create(token("ops"));
    fails(
        Code.ALREADY_EXISTS,
        () ->
            tokens.create(
                AccessToken.of("ops", Role.AUTHOR, "a1".repeat(32), NOW, Optional.empty())));
    assertThat(tokens.find("ops").orElseThrow().role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void lastUseNeverGoesBack() {
    tokens.create(token("ops"));
    tokens.use("ops", NOW.plusSeconds(5));
    tokens.use("ops", NOW);
    tokens.use("none", NOW);
    assertThat(tokens.find("ops").orElseThrow().used()).contains(NOW.plusSeconds(5));
    assertThat(tokens.all()).hasSize(1);
  }

  @Test
  void removedTokenIsGone() {
    tokens.create(token("ops"));
    tokens.create(token("other"));
    tokens.remove("ops");
    assertThat(tokens.find("ops")).isEmpty();
    assertThat(tokens.all()).containsExactly(token("other"));
    fails(Code.NOT_FOUND, () -> tokens.remove("ops"));
    tokens.create(token("ops"));
    assertThat(tokens.find("ops").orElseThrow().used()).isEmpty();
  }

  @Test
  void changesAreUndoneWithTheirTransaction() {
    tokens.create(token("kept"));
    assertThatThrownBy(
            () ->
                database.transact(
                    () -> {
                      tokens.create(token("ops"));
                      tokens.remove("kept");
                      throw new IllegalStateException("undo");
                    }))
        .hasMessage("undo");
    assertThat(tokens.all()).containsExactly(token("kept"));
  }

  private static void fails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MetadataException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining("(expected: ");
  }
}
