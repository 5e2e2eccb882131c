package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of tokens notices stores that break one promise each. */
class BrokenTokenStoreTest {
  @TempDir Path directory;

  /** Hands everything on; what a fault is about is overridden. */
  private static class Sound implements TokenStore {
    final TokenStore store;

    Sound(TokenStore store) {
      this.store = store;
    }

    @Override
    public void create(AccessToken token) {
      store.create(token);
    }

    @Override
    public Optional<AccessToken> find(String name) {
      return store.find(name);
    }

    @Override
    public List<AccessToken> all() {
      return store.all();
    }

    @Override
    public void use(String name, Instant time) {
      store.use(name, time);
    }

    @Override
    public void remove(String name) {
      store.remove(name);
    }
  }

  @Test
  void soundStorePasses() {
    assertThat(failures(Sound::new)).isEmpty();
  }

  @Test
  void storeThatReplacesATokenFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void create(AccessToken token) {
                        if (find(token.name()).isPresent()) {
                          remove(token.name());
                        }
                        super.create(token);
                      }
                    }))
        .containsExactly("nameIsTakenOnce");
  }

  @Test
  void storeThatTakesNamesForOthersFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Optional<AccessToken> find(String name) {
                        return super.find(name.toLowerCase(Locale.ROOT));
                      }
                    }))
        .containsExactly("tokenIsFoundAsItWasCreatedAlsoAfterReopening");
  }

  @Test
  void storeThatKeepsWhatIsRemovedFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void remove(String name) {}
                    }))
        .containsExactly("removedTokenIsGone");
  }

  @Test
  void storeThatForgetsWhenATokenWasUsedFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void use(String name, Instant time) {}
                    }))
        .containsExactly("lastUseNeverGoesBack");
  }

  private List<String> failures(UnaryOperator<TokenStore> fault) {
    return SuiteCheck.failures(
        () ->
            new SqliteTokenStoreTest() {
              @Override
              TokenStore storeOf(MetadataDatabase opened) {
                return fault.apply(opened.tokens());
              }
            },
        directory);
  }
}
