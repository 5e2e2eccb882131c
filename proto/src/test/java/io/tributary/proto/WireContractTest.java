package io.tributary.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.tributary.proto.WireContract.Kind;
import io.tributary.proto.health.HealthOuterClass;
import io.tributary.proto.inference.GrpcService;
import io.tributary.proto.inference.ModelConfigOuterClass;
import io.tributary.proto.mlmd.MetadataStore;
import io.tributary.proto.mlmd.MetadataStoreServiceOuterClass;
import io.tributary.proto.tensorflow.ExampleProtos;
import io.tributary.proto.tensorflow.FeatureProtos;
import io.tributary.proto.tfmd.AnomaliesOuterClass;
import io.tributary.proto.tfmd.DerivedFeature;
import io.tributary.proto.tfmd.PathOuterClass;
import io.tributary.proto.tfmd.SchemaOuterClass;
import io.tributary.proto.tfmd.Statistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WireContractTest {

  /** A table, what was compiled for it, and how much of everything the table is known to state. */
  enum Protocol {
    ML_METADATA(
        "ml-metadata.md",
        "2 files, 161 messages, 423 fields, 10 enums, 53 values, 1 services, 52 rpcs"),
    TENSORFLOW_METADATA(
        "tensorflow-metadata.md",
        "5 files, 94 messages, 358 fields, 15 enums, 143 values, 0 services, 0 rpcs"),
    TENSORFLOW_EXAMPLE(
        "tensorflow-example.md",
        "2 files, 9 messages, 12 fields, 0 enums, 0 values, 0 services, 0 rpcs"),
    INFERENCE(
        "triton.md", "3 files, 107 messages, 313 fields, 10 enums, 43 values, 2 services, 21 rpcs");

    private final String table;
    private final String extent;

    Protocol(String table, String extent) {
      this.table = table;
      this.extent = extent;
    }

    List<FileDescriptorProto> files() {
      var files =
          switch (this) {
            case ML_METADATA ->
                List.of(
                    MetadataStore.getDescriptor(), MetadataStoreServiceOuterClass.getDescriptor());
            case TENSORFLOW_METADATA ->
                List.of(
                    PathOuterClass.getDescriptor(),
                    DerivedFeature.getDescriptor(),
                    SchemaOuterClass.getDescriptor(),
                    Statistics.getDescriptor(),
                    AnomaliesOuterClass.getDescriptor());
            case TENSORFLOW_EXAMPLE ->
                List.of(FeatureProtos.getDescriptor(), ExampleProtos.getDescriptor());
            case INFERENCE ->
                List.of(
                    ModelConfigOuterClass.getDescriptor(),
                    GrpcService.getDescriptor(),
                    HealthOuterClass.getDescriptor());
          };
      return files.stream().map(FileDescriptor::toProto).toList();
    }

    WireContract agreed() {
      return WireTables.parse(markdown());
    }

    WireContract compiled() {
      return WireDescriptors.read(files());
    }

    String markdown() {
      try (var in = WireContractTest.class.getResourceAsStream("/wire/" + table)) {
        assertThat(in).as(table).isNotNull();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new AssertionError(table, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void compiledDescriptorsAreWhatTheTablesSay(Protocol protocol) {
    assertThat(protocol.agreed().differencesTo(protocol.compiled())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOutOfTheComparison(Protocol protocol) {
    assertThat(extent(protocol.agreed())).isEqualTo(protocol.extent);
    assertThat(extent(protocol.compiled())).isEqualTo(protocol.extent);
  }

  /** Every column of the tables is changed once; the check must say exactly where. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          ML_METADATA => | 3 | uri | optional string | => | 33 | uri | optional string | => FIELD ml_metadata.Artifact#3
          ML_METADATA => | 3 | uri | optional string | => | 3 | url | optional string | => FIELD ml_metadata.Artifact#3
          ML_METADATA => | 3 | uri | optional string | => | 3 | uri | optional bytes | => FIELD ml_metadata.Artifact#3
          ML_METADATA => | 3 | uri | optional string | => | 3 | uri | repeated string | => FIELD ml_metadata.Artifact#3
          ML_METADATA => | 3 | uri | optional string |  | => '' => FIELD ml_metadata.Artifact#3
          ML_METADATA => | 1 | int_value | int64 | oneof value | => | 1 | int_value | int64 | oneof worth | => FIELD ml_metadata.Value#1
          ML_METADATA => optional int64 | default -1 | => optional int64 |  | => FIELD ml_metadata.MigrationOptions#2
          ML_METADATA => optional bool | default true, deprecated | => optional bool | default true | => FIELD ml_metadata.PutArtifactTypeRequest#4
          ML_METADATA => | 1 | execution_ids | repeated int64 | packed | => | 1 | execution_ids | repeated int64 |  | => FIELD ml_metadata.PutLineageSubgraphResponse#1
          ML_METADATA => 'reserved: 1 ' => reserved: 9 => MESSAGE ml_metadata.MigrationOptions reserved
          ML_METADATA => extensions: 1000- => extensions: 1001- => MESSAGE ml_metadata.TransactionOptions extensions
          ML_METADATA => LIVE=2 => LIVE=7 => VALUE ml_metadata.Artifact.State.LIVE
          ML_METADATA => LIVE=2 => LIVE=2, LOST=7 => VALUE ml_metadata.Artifact.State.LOST
          ML_METADATA => , CANCELED=6 => '' => VALUE ml_metadata.Execution.State.CANCELED
          ML_METADATA => | `LineageGraph` | => | `Lineage` | => MESSAGE ml_metadata.LineageGraph
          ML_METADATA => package ml_metadata  syntax proto2 => package ml_metadata  syntax proto3 => FILE ml_metadata/proto/metadata_store.proto
          ML_METADATA => imports google/protobuf/struct.proto => imports google/protobuf/empty.proto => FILE ml_metadata/proto/metadata_store.proto import google/protobuf/struct.proto
          ML_METADATA => service ml_metadata.MetadataStoreService => service ml_metadata.Store => SERVICE ml_metadata.MetadataStoreService
          ML_METADATA => | PutTypes | ml_metadata.PutTypesRequest | => | PutTypes | ml_metadata.PutTypesResponse | => RPC ml_metadata.MetadataStoreService/PutTypes
          ML_METADATA => | PutTypes | => | PutKinds | => RPC ml_metadata.MetadataStoreService/PutTypes
          TENSORFLOW_METADATA => reserved 8-8 => reserved 8-9 => ENUM tensorflow.metadata.v0.LifecycleStage reserved
          TENSORFLOW_METADATA => map<string, tensorflow.metadata.v0.AnomalyInfo> => map<int64, tensorflow.metadata.v0.AnomalyInfo> => FIELD tensorflow.metadata.v0.Anomalies#2
          INFERENCE => | stream inference.ModelInferRequest | => | inference.ModelInferRequest | => RPC inference.GRPCInferenceService/ModelStreamInfer
          INFERENCE => | stream inference.ModelStreamInferResponse | => | inference.ModelStreamInferResponse | => RPC inference.GRPCInferenceService/ModelStreamInfer
          """)
  void aChangedTableIsNoticed(Protocol protocol, String before, String after, String where) {
    var original = protocol.markdown();
    assertThat(original).contains(before);
    int at = original.indexOf(before);
    var changed = original.substring(0, at) + after + original.substring(at + before.length());

    assertThat(WireTables.parse(changed).differencesTo(protocol.compiled()))
        .anySatisfy(difference -> assertThat(difference).startsWith(where + ":"));
  }

  @Test
  void aFieldWithAnotherNumberIsNoticed() {
    var differences =
        differencesAfter(
            message ->
                message.toBuilder()
                    .setField(0, message.getField(0).toBuilder().setNumber(77))
                    .build());

    assertThat(differences)
        .containsExactlyInAnyOrder(
            "FIELD ml_metadata.Value#1: missing (expected: int_value, int64, [oneof value])",
            "FIELD ml_metadata.Value#77: int_value, int64, [oneof value] (expected: nothing)");
  }

  @Test
  void aFieldThatTheTableDoesNotHaveIsNoticed() {
    var differences =
        differencesAfter(
            message ->
                message.toBuilder()
                    .addField(message.getField(0).toBuilder().setNumber(7).setName("extra"))
                    .build());

    assertThat(differences)
        .containsExactly(
            "FIELD ml_metadata.Value#7: extra, int64, [oneof value] (expected: nothing)");
  }

  @Test
  void anUnreadableTableLineIsRefused() {
    assertThatThrownBy(() -> WireTables.parse("file a.proto  package a  syntax proto2\n| x |\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2: '| x |'");
  }

  @Test
  void aFieldStatedTwiceIsRefused() {
    var table =
        """
        file a.proto  package a  syntax proto2
        | `M` | | | |
        | 1 | x | optional string |  |
        | 1 | y | optional string |  |
        """;
    assertThatThrownBy(() -> WireTables.parse(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FIELD a.M#1: stated twice");
  }

  /** Compares after the message {@code ml_metadata.Value} was changed. */
  private static List<String> differencesAfter(UnaryOperator<DescriptorProto> change) {
    var protocol = Protocol.ML_METADATA;
    var changed =
        protocol.files().stream()
            .map(
                file -> {
                  var copy = file.toBuilder();
                  for (int i = 0; i < copy.getMessageTypeCount(); i++) {
                    if (copy.getMessageType(i).getName().equals("Value")) {
                      copy.setMessageType(i, change.apply(copy.getMessageType(i)));
                    }
                  }
                  return copy.build();
                })
            .toList();
    return protocol.agreed().differencesTo(WireDescriptors.read(changed));
  }

  private static String extent(WireContract contract) {
    return Stream.of(Kind.values())
        .map(kind -> contract.count(kind) + " " + kind.name().toLowerCase(Locale.ROOT) + "s")
        .collect(Collectors.joining(", "));
  }
}
