package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.grpc.MetadataClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc://localhost:8080",
        "grpc://127.0.0.1:1",
        "grpc://[::1]:65535",
        "grpcs://metadata.example.org:443?sslrootcert=/etc/ca.pem"
      })
  void addressesOfServersAreTaken(String address) {
    var client = MetadataClient.of(address, Map.of());

    assertThat(address).contains(client.address());
    assertThat(client.encrypted()).isEqualTo(address.startsWith("grpcs"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc://",
        "grpc://localhost",
        "grpc://localhost:0",
        "grpc://localhost:65536",
        "grpc://localhost:99999",
        "grpc://localhost:port",
        "grpc://\u00e4:1",
        "grpc://user@localhost:1",
        "grpc://localhost:1/database",
        "grpc://localhost:1?sslrootcert=/etc/ca.pem"
      })
  void otherAddressesAreRefusedAtOnce(String address) {
    assertThatThrownBy(() -> MetadataClient.of(address, Map.of()))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("(expected: grpc://HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "a\u0000b", "g\u00e4rtner"})
  void tokenThatIsNoneIsRefusedWithoutBeingShown(String token) {
    assertThatThrownBy(
            () ->
                MetadataClient.of(
                    "grpc://localhost:1", Map.of(MetadataClient.TOKEN_VARIABLE, token)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(MetadataClient.TOKEN_VARIABLE)
        .hasMessageNotContaining(token.substring(0, 2));
  }

  @Test
  void tokenMayEndWithALineBreak() {
    var client =
        MetadataClient.of("grpc://localhost:1", Map.of(MetadataClient.TOKEN_VARIABLE, "secret\n"));

    assertThat(client.token()).hasValue("secret");
  }
}
