package io.tributary.core.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionPart;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** Makes one part of its text in every attempt, and fails until it has all of them. */
public record Gather(int parts) implements Component<Gather.Outputs> {
  /** All parts, with the attempts that made them. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var kept = run.checkpoints();
    var text = new ArrayList<String>();
    for (int i = 1; i <= parts; i++) {
      var name = "part-" + i;
      var found = kept.find(name);
      if (found.isEmpty() && i <= run.attempt()) {
        kept.put(name, ("attempt " + run.attempt()).getBytes(UTF_8));
        found = kept.find(name);
      }
      if (found.isEmpty()) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.UNAVAILABLE,
            new Explanation(run.nodeId(), "no " + name, "all parts", "try again"));
      }
      text.add(new String(found.get(), UTF_8));
      var now = run.clock().instant();
      run.remember(
          new ExecutionPart(
              "Part",
              name,
              now,
              now,
              i == 2 ? Optional.of("so so") : Optional.empty(),
              Map.of("attempt", (long) run.attempt())));
    }
    Trace.write(run.output(Outputs::text), String.join(", ", text));
  }
}
