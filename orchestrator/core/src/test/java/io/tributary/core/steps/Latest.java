package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import java.util.List;

/** The newest text of a certain length. */
public record Latest(long length) implements Resolver<Latest.Outputs> {
  /** The text, if there is one. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    for (var text : resolution.published(Text.class)) {
      if (text.property(Text.LENGTH).orElse(-1L) == length) {
        resolution.select(Outputs::text, List.of(text));
        return;
      }
    }
  }
}
