package io.tributary.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.PipelineExport.Call;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineExportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:secret@db/tributary",
        "postgresql://me:sec/ret@db/tributary",
        "postgresql://me:s@c/ret@db:5432/tributary?sslmode=require",
        "postgres://m/e:@db/tributary",
        "postgresql://me@db/tributary?password=secret"
      })
  void addressWithAPasswordIsASecret(String address) {
    assertThat(Call.holdsPassword(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me@db/tributary",
        "postgresql://me@db:5432/tributary?sslmode=require",
        "postgresql://me@[::1]:5432/tributary",
        "grpc://localhost:8080",
        "grpcs://localhost:8080?sslrootcert=/a@b:c",
        "sqlite:/data/metadata.db"
      })
  void otherAddressIsNone(String address) {
    assertThat(Call.holdsPassword(address)).isFalse();
  }
}
