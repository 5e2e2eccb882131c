package io.tributary.components.resolver;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Resolution;
import io.tributary.api.Resolver;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The newest published model that an evaluator has blessed, named by a blessing's id or content
 * digest; none as long as there is none, as in a first run. Infra blessings are not asked.
 *
 * <p>Without a candidate, the choice is TFX's. A pipeline whose models pass then compares its next,
 * unchanged run with the model of the run before, so that its evaluation is not the same again and
 * runs again. With {@link #otherThan} the model of the run itself does not count: an unchanged run
 * finds the baseline that it had before, and nothing below runs.
 *
 * @param candidate a model whose content is passed over; empty for none
 */
public record LatestBlessedModel(Optional<Channel<Model>> candidate)
    implements Resolver<LatestBlessedModel.Outputs> {

  /**
   * What is chosen.
   *
   * @param model empty when no model qualifies
   */
  public record Outputs(Channel<Model> model) {}

  public LatestBlessedModel {
    requireNonNull(candidate, "candidate");
  }

  /** Of all models, as in TFX. */
  public LatestBlessedModel() {
    this(Optional.empty());
  }

  /** The latest blessed model whose content is not that of {@code model}. */
  public LatestBlessedModel otherThan(Channel<Model> model) {
    return new LatestBlessedModel(Optional.of(model));
  }

  @Override
  public void resolve(Resolution<Outputs> resolution) {
    var ids = new HashSet<Long>();
    var digests = new HashSet<String>();
    for (var blessing : resolution.published(ModelBlessing.class)) {
      if (blessing.property(ModelBlessing.BLESSED).orElse(false)) {
        blessing.property(ModelBlessing.CURRENT_MODEL_ID).ifPresent(ids::add);
        blessing.property(ModelBlessing.CURRENT_MODEL_DIGEST).ifPresent(digests::add);
      }
    }
    var passedOver = resolution.input(candidate);
    var latest =
        resolution.published(Model.class).stream()
            .filter(model -> ids.contains(model.id()) || digests.contains(model.digest()))
            .filter(
                model ->
                    passedOver.map(other -> !other.digest().equals(model.digest())).orElse(true))
            .findFirst();
    resolution.select(Outputs::model, latest.map(List::of).orElseGet(List::of));
  }
}
