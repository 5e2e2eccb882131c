package io.tributary.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.MethodDescriptor;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.DriftSkewInfo.Measurement;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.FeatureType;
import io.tributary.proto.tfmd.Path;
import io.tributary.proto.tfmd.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the peers wrote is understood to the last field. */
class PeerBytesTest {
  private static final Pattern CALL =
      Pattern.compile("\\{\"rpc\": \"(\\w+)\", \"req\": \"([^\"]*)\", \"resp\": \"([^\"]*)\"}");

  @Test
  void statisticsOfTheDataValidationLibraryAreUnderstood() throws IOException {
    var statistics = DatasetFeatureStatisticsList.parseFrom(bytes("stats-tfdv-1.16.1.pb"));

    assertThat(unknown(statistics)).isEmpty();
    var dataset = statistics.getDatasets(0);
    assertThat(dataset.getNumExamples()).isEqualTo(15_002);
    assertThat(dataset.getFeaturesList())
        .filteredOn(f -> f.getPath().equals(Path.newBuilder().addStep("fare").build()))
        .singleElement()
        .extracting(FeatureNameStatistics::getType, f -> f.getNumStats().getMax())
        .containsExactly(FeatureNameStatistics.Type.FLOAT, (double) 700.07f);
  }

  @Test
  void schemaOfTheDataValidationLibraryIsUnderstood() throws IOException {
    var schema = Schema.newBuilder();
    TextFormat.getParser().merge(new String(bytes("schema-tfdv-1.16.1.pbtxt"), UTF_8), schema);

    assertThat(schema.getDefaultEnvironmentList()).containsExactly("TRAINING", "SERVING");
    assertThat(schema.getFeatureList())
        .hasSize(18)
        .filteredOn(f -> f.getName().equals("fare"))
        .extracting(Feature::getType, f -> f.getFloatDomain().getMax())
        .containsExactly(tuple(FeatureType.FLOAT, 1000f));
  }

  @Test
  void anomaliesOfTheDataValidationLibraryAreUnderstood() throws IOException {
    var anomalies = Anomalies.parseFrom(bytes("anomalies-tfdv-1.16.1.pb"));

    assertThat(unknown(anomalies)).isEmpty();
    assertThat(anomalies.getAnomalyInfoOrThrow("brand_new").getReason(0).getType())
        .isEqualTo(AnomalyInfo.Type.SCHEMA_NEW_COLUMN);
    assertThat(anomalies.getDriftSkewInfoList())
        .flatMap(info -> info.getDriftMeasurementsList())
        .extracting(Measurement::getType)
        .contains(Measurement.Type.L_INFTY, Measurement.Type.JENSEN_SHANNON_DIVERGENCE);
  }

  /** One call of each method that the recorded clients used. */
  @Test
  void callsOfTheMetadataLibraryAreUnderstood() throws IOException {
    Map<String, MethodDescriptor<?, ?>> methods =
        MetadataStoreServiceGrpc.getServiceDescriptor().getMethods().stream()
            .collect(toMap(MethodDescriptor::getFullMethodName, Function.identity()));
    var seen = new TreeSet<String>();
    for (var line : new String(bytes("calls-mlmd-1.16.0.jsonl"), UTF_8).lines().toList()) {
      var call = CALL.matcher(line);
      assertThat(call.matches()).as(line).isTrue();
      var method = methods.get("ml_metadata.MetadataStoreService/" + call.group(1));
      assertThat(method).as(call.group(1)).isNotNull();
      assertThat(unknown(method.parseRequest(decoded(call.group(2))))).as(line).isEmpty();
      assertThat(unknown(method.parseResponse(decoded(call.group(3))))).as(line).isEmpty();
      seen.add(call.group(1));
    }
    assertThat(seen)
        .hasSize(47)
        .contains("PutExecution", "PutLineageSubgraph", "GetLineageSubgraph");
  }

  @Test
  void aFieldThatOurClassesLackIsNoticedHoweverDeep() {
    var surprise =
        UnknownFieldSet.newBuilder().addField(99, Field.newBuilder().addVarint(1).build()).build();
    var deep =
        Artifact.newBuilder()
            .putProperties("p", Value.newBuilder().setUnknownFields(surprise).build())
            .build();

    assertThat(unknown(deep)).containsExactly("ml_metadata.Value#99");
  }

  /** Numbers and enum values, at any depth, for which the generated classes have no name. */
  private static List<String> unknown(Object message) {
    var found = new ArrayList<String>();
    collectUnknown(message, found);
    return found;
  }

  private static void collectUnknown(Object value, List<String> found) {
    if (value instanceof Message message) {
      var name = message.getDescriptorForType().getFullName();
      message.getUnknownFields().asMap().keySet().forEach(n -> found.add(name + "#" + n));
      message.getAllFields().values().forEach(field -> collectUnknown(field, found));
    } else if (value instanceof Collection<?> values) {
      values.forEach(element -> collectUnknown(element, found));
    } else if (value instanceof EnumValueDescriptor constant && constant.getIndex() < 0) {
      found.add(constant.getFullName());
    }
  }

  private static ByteArrayInputStream decoded(String base64) {
    return new ByteArrayInputStream(Base64.getDecoder().decode(base64));
  }

  private static byte[] bytes(String golden) throws IOException {
    try (var in = PeerBytesTest.class.getResourceAsStream("/golden/" + golden)) {
      assertThat(in).as(golden).isNotNull();
      return in.readAllBytes();
    }
  }
}
