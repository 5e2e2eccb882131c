package io.tributary.components.examplegen;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.ParameterValues;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import io.tributary.api.span.SpanPattern;
import io.tributary.data.format.Format;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files that a run reads.
 *
 * @param splits in the order in which they were declared
 * @param spans that they belong to
 */
record InputFiles(List<SplitFiles> splits, Optional<ChosenSpans> spans) {

  /**
   * The files of an input split.
   *
   * @param parts files that are read together, one part of each span, or just one
   */
  record SplitFiles(String name, List<SourceFiles> parts) {
    SourceFiles all() {
      return new SourceFiles(
          parts.get(0).input(), parts.stream().flatMap(part -> part.files().stream()).toList());
    }
  }

  InputFiles {
    splits = List.copyOf(splits);
  }

  static InputFiles find(
      Path input,
      List<InputSplit> inputs,
      Optional<SpanSelection> selection,
      SourceOptions options,
      ParameterValues values)
      throws IOException {
    var splits = new ArrayList<SplitFiles>();
    if (selection.isEmpty()) {
      for (var split : inputs) {
        var path = split.pattern().isEmpty() ? input : input.resolve(split.pattern());
        splits.add(new SplitFiles(split.name(), List.of(Sources.files(path, options))));
      }
      return new InputFiles(splits, Optional.empty());
    }
    var chosen = new ArrayList<ChosenSpans>();
    for (var split : inputs) {
      var found =
          ChosenSpans.find(
              SpanPattern.of(input, split.pattern()),
              selection.get(),
              values.value(selection.get().span()));
      chosen.add(found);
      splits.add(
          new SplitFiles(
              split.name(),
              found.spans().stream().map(span -> new SourceFiles(input, span.files())).toList()));
    }
    requireSame(inputs, chosen);
    return new InputFiles(splits, Optional.of(chosen.get(0)));
  }

  private static void requireSame(List<InputSplit> inputs, List<ChosenSpans> chosen) {
    for (int i = 1; i < chosen.size(); i++) {
      if (!chosen.get(i).isSame(chosen.get(0))) {
        throw new ExecutionFailure(
            Code.FAILED_PRECONDITION,
            new Explanation(
                "input splits '" + inputs.get(0).name() + "' and '" + inputs.get(i).name() + "'",
                chosen.get(0).words() + " and " + chosen.get(i).words(),
                "the same spans and versions in all input splits",
                "wait until all of them are complete, or name a span that all have"));
      }
    }
  }

  /**
   * SHA-256 over contents, the formats that the endings of names tell, if nothing else does, and
   * which spans they are; otherwise names and times do not count.
   */
  String digest(FileDigests digests, SourceOptions options) throws IOException {
    var contents = new ArrayList<String>();
    for (var split : splits) {
      contents.add(split.all().digest(digests));
    }
    return joined(contents)
        + (options.format().isPresent() ? "" : " as " + formats())
        + spans.map(found -> " of " + found.key()).orElse("");
  }

  private String formats() {
    return splits.stream().map(InputFiles::formats).collect(Collectors.joining(","));
  }

  private static String formats(SplitFiles split) {
    return split.all().files().stream()
        .map(file -> Format.of(file).map(Format::name).orElse("unknown"))
        .distinct()
        .collect(Collectors.joining("+"));
  }

  /** One digest of several, in their order. */
  static String joined(List<String> digests) {
    if (digests.size() == 1) {
      return digests.get(0);
    }
    var all = Sha256.create();
    digests.forEach(digest -> all.update(HexFormat.of().parseHex(digest)));
    return Sha256.hex(all);
  }
}
