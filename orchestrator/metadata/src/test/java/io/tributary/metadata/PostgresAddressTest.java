package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresAddressTest {

  private static final Map<String, String> NOTHING = Map.of();

  @Test
  void addressIsTakenApart() {
    assertThat(
            PostgresAddress.parse(
                "postgresql://me:se%40cr%2Fet+1@db.example:6543/meta%20data?sslmode=require",
                NOTHING))
        .isEqualTo(
            new PostgresAddress(
                "me", "se@cr/et+1", "db.example", 6543, "meta data", Map.of("sslmode", "require")));
    assertThat(PostgresAddress.parse("postgres://me@[::1]/db", NOTHING))
        .isEqualTo(new PostgresAddress("me", null, "[::1]", 5432, "db", NOTHING));
  }

  @Test
  void passwordComesFromTheEnvironmentWhereTheAddressHasNone() {
    var environment = Map.of("PGPASSWORD", "outside");
    assertThat(PostgresAddress.parse("postgresql://me@h/db", environment).password())
        .isEqualTo("outside");
    assertThat(PostgresAddress.parse("postgresql://me:inside@h/db", environment).password())
        .isEqualTo("inside");
  }

  @Test
  void passwordIsShownToNobody() {
    var address = PostgresAddress.parse("postgresql://me:hidden@h/db?sslmode=disable", NOTHING);
    assertThat(address).hasToString("postgresql://me@h:5432/db");
    assertThat(new PostgresDialect(address, "p", Duration.ZERO).toString())
        .doesNotContain("hidden");
    for (var bad :
        List.of(
            "postgresql://me:hidden@h",
            "postgresql://me:hidden@h/",
            "postgresql://me:hidden@/db",
            "postgresql://me:hidden%zz@h/db",
            "postgresql://me:hidden@h:0/db",
            "postgresql://me:hidden@h:x/db",
            "postgresql://me:hidden@h/db?password=hidden",
            "postgresql://@h/db",
            "mysql://me:hidden@h/db",
            "sqlite:",
            "me:hidden@h/db")) {
      assertThatThrownBy(() -> SqlMetadataDatabase.open(bad, Clock.systemUTC(), NOTHING))
          .as(bad)
          .isInstanceOfSatisfying(
              MetadataException.class,
              e -> assertThat(e.code()).isEqualTo(MetadataException.Code.INVALID_ARGUMENT))
          .hasMessageContaining("(expected: ")
          .hasMessageNotContaining("hidden");
    }
  }
}
