package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;

/** Makes nothing of what it could. */
public record Silent(String why) implements Component<Silent.Outputs> {
  /** Never made. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) {
    run.log().info("nothing, {}", why);
  }
}
