package io.tributary.server.rest;

import io.tributary.api.Explanation;
import io.tributary.api.PipelineDefinitionException;
import io.tributary.core.RunRefusedException;
import io.tributary.metadata.MetadataException;
import io.tributary.server.json.Field;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;

/** Why a request was not done, as RFC 9457 has it. */
record Problem(
    @Field("what its status means") String title,
    int status,
    @Field("all of the first problem in one line") String detail,
    @Field("the place, from the outside in") String where,
    @Field("what was found there") String value,
    @Field("what would have been right") String expected,
    @Field("what to do about it") String advice,
    @Field("all that is wrong with the request, as far as it is known") List<Part> problems) {

  /** The media type. */
  static final String TYPE = "application/problem+json";

  private static final Pattern EXPLAINED =
      Pattern.compile("(.*?): (.*) \\(expected: (.*)\\); (.*)", Pattern.DOTALL);

  /** One of several problems. */
  record Part(String where, String value, String expected, String advice) {
    static Part of(Explanation explanation) {
      return new Part(
          explanation.where(), explanation.value(), explanation.expected(), explanation.remedy());
    }
  }

  /** The refusal that a failure amounts to. */
  static Refusal of(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    } else if (failure instanceof RunRefusedException refused) {
      return Refusal.of(409, List.of(refused.explanation()));
    } else if (failure instanceof PipelineDefinitionException wrong) {
      return Refusal.of(
          422, wrong.problems().stream().map(problem -> problem.explanation()).toList());
    } else if (failure instanceof MetadataException metadata) {
      return of(metadata);
    }
    return Refusal.of(
        500,
        "server",
        failure.getClass().getSimpleName(),
        "an answer",
        "ask who runs the server: its output tells more");
  }

  private static Refusal of(MetadataException failure) {
    int status =
        switch (failure.code()) {
          case NOT_FOUND -> 404;
          case ALREADY_EXISTS, FAILED_PRECONDITION -> 409;
          case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
          case ABORTED, UNAVAILABLE, RESOURCE_EXHAUSTED -> 503;
          case PERMISSION_DENIED, UNIMPLEMENTED, INTERNAL, DATA_LOSS -> 500;
        };
    var refusal = Refusal.of(status, List.of(explanation(String.valueOf(failure.getMessage()))));
    return status == 503 ? refusal.with("Retry-After", "5") : refusal;
  }

  /** The parts of a message that was made of them. */
  static Explanation explanation(String message) {
    var parts = EXPLAINED.matcher(message);
    return parts.matches()
        ? new Explanation(parts.group(1), parts.group(2), parts.group(3), parts.group(4))
        : new Explanation("request", message, "one that can be done", "correct it");
  }

  /** What is told of a refusal. */
  static Problem of(Refusal refusal) {
    var first = refusal.problems().get(0);
    return new Problem(
        title(refusal.status()),
        refusal.status(),
        first.toString(),
        first.where(),
        first.value(),
        first.expected(),
        first.remedy(),
        refusal.problems().stream().map(Part::of).toList());
  }

  /** What a status means. */
  static String title(int status) {
    return HttpStatus.getMessage(status);
  }
}
