package io.tributary.components.schema;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.Schema;
import io.tributary.api.digest.FileDigests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings a schema that people curated into the pipeline. The file is checked: a schema that makes
 * no sense, whatever the data, fails the run with all its flaws, as does one that was edited after
 * it was frozen. A changed file, and only that, makes the node run again.
 *
 * @param schemaFile a {@code tensorflow.metadata.v0.Schema}, in text format or binary
 */
public record ImportSchemaGen(Path schemaFile) implements Component<ImportSchemaGen.Outputs> {

  /**
   * What the component makes.
   *
   * @param schema {@code schema.pbtxt}
   */
  public record Outputs(Channel<Schema> schema) {}

  public ImportSchemaGen {
    requireNonNull(schemaFile, "schemaFile");
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var schema = SchemaReader.readFile(schemaFile);
    SchemaReader.check(schemaFile.toString(), schema);
    FrozenSchema.check(schemaFile.toString(), schema);
    SchemaReader.write(run.output(Outputs::schema).path(), schema);
  }

  @Override
  public String externalDigest(FileDigests files) throws IOException {
    if (!Files.isRegularFile(schemaFile)) {
      SchemaReader.readFile(schemaFile); // says what is wrong
    }
    return files.of(schemaFile);
  }
}
