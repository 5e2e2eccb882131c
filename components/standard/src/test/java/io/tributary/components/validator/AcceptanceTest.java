package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.schema.FrozenSchema;
import io.tributary.components.schema.SchemaDiff;
import io.tributary.components.schema.SchemaInference;
import io.tributary.components.schema.SchemaMerge;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A schema that was made for data accepts it. */
class AcceptanceTest {
  private static Schema schema(boolean chicago) throws IOException {
    return SchemaReader.readFile(
        ExampleValidationTest.GOLDENS.resolve(
            (chicago ? "chicago" : "penguin") + "-schema_full-tfdv-1.16.1.pbtxt"));
  }

  private static DatasetFeatureStatistics statistics(boolean chicago) throws IOException {
    return StatisticsReader.readFile(
        ExampleValidationTest.GOLDENS.resolve(
            (chicago ? "chicago" : "penguin") + "-stats-tfdv-1.16.1.pb"));
  }

  private static Anomalies anomalies(DatasetFeatureStatistics statistics, Schema schema) {
    return ExampleValidation.validate(statistics, schema, Optional.empty()).toBuilder()
        .clearBaseline()
        .build();
  }

  @Property(tries = 200)
  void whatIsInferredFromDataAcceptsIt(@ForAll boolean chicago, @ForAll long seed)
      throws IOException {
    var statistics = new Corruption(new Random(seed)).of(statistics(chicago));
    var inference = new SchemaInference(seed % 2 == 0, 100);

    assertThat(AnomaliesReader.isClean(anomalies(statistics, inference.infer(statistics))))
        .describedAs(anomalies(statistics, inference.infer(statistics)).toString())
        .isTrue();
  }

  @Property(tries = 200)
  void whatIsUpdatedForDataAcceptsIt(@ForAll boolean chicago, @ForAll long seed)
      throws IOException {
    var corruption = new Corruption(new Random(seed));
    var statistics = corruption.of(statistics(chicago));
    var schema = corruption.of(schema(chicago));
    var updated = SchemaInference.DEFAULT.update(schema, statistics);

    assertThat(AnomaliesReader.isClean(anomalies(statistics, updated)))
        .describedAs(anomalies(statistics, updated).toString())
        .isTrue();
  }

  @Property(tries = 100)
  void freezingChangesNoVerdict(@ForAll boolean chicago, @ForAll long seed) throws IOException {
    var corruption = new Corruption(new Random(seed));
    var statistics = corruption.of(statistics(chicago));
    var schema = corruption.of(schema(chicago));

    assertThat(ExampleValidationTest.reasons(anomalies(statistics, FrozenSchema.freeze(schema))))
        .isEqualTo(ExampleValidationTest.reasons(anomalies(statistics, schema)));
    assertThat(SchemaDiff.of(schema, FrozenSchema.freeze(schema)).isEmpty()).isTrue();
  }

  @Property(tries = 100)
  void mergingTwiceAddsNothing(@ForAll boolean chicago, @ForAll long seed) throws IOException {
    var corruption = new Corruption(new Random(seed));
    var inferred = SchemaInference.DEFAULT.infer(corruption.of(statistics(chicago)));
    var merged = SchemaMerge.of(corruption.of(schema(chicago)), inferred).schema();

    assertThat(SchemaMerge.of(merged, inferred).schema()).isEqualTo(merged);
  }
}
