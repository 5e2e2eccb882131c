package io.tributary.components.tuner;

import io.tributary.api.Checkpoints;
import io.tributary.components.json.Json;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RoundCheckpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What trials keep of their rounds: for the next attempt at the same trial, and for the same
 * setting with a greater share of the rounds. What nobody can go on from any more is dropped.
 * Thread-safe.
 */
record TrialRounds(Search search, Checkpoints checkpoints, Clock clock) {

  /** Fits a model of a trial. */
  interface Fit {
    FittedModel with(RoundCheckpoints kept) throws Exception;
  }

  /** Fits a model from what was kept of the proposal. */
  FittedModel fit(Proposal proposal, Fit fit) throws Exception {
    var kept = new OfTrial(checkpoints, name(proposal));
    var model = fit.with(RoundCheckpoints.in(kept, clock));
    if (!sharesRounds() || proposal.share() >= 1) {
      kept.drop();
    }
    return model;
  }

  private boolean sharesRounds() {
    return Resource.of(search) instanceof Resource.Steps;
  }

  /** The same for all shares of the rounds, as the first of them are the same. */
  private String name(Proposal proposal) {
    var text = new String(Json.write(proposal.setting().values()), StandardCharsets.UTF_8);
    var shared = sharesRounds() ? text : proposal.share() + " " + text;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(shared.getBytes(StandardCharsets.UTF_8));
      return "rounds-" + HexFormat.of().formatHex(digest, 0, 16) + "-";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Under names of their own; what is empty was dropped. */
  private static final class OfTrial implements Checkpoints {
    private final Checkpoints all;
    private final String prefix;
    private final Set<String> put = new TreeSet<>();

    OfTrial(Checkpoints all, String prefix) {
      this.all = all;
      this.prefix = prefix;
    }

    @Override
    public synchronized Optional<byte[]> find(String name) throws IOException {
      var found = all.find(prefix + name).filter(content -> content.length > 0);
      found.ifPresent(content -> put.add(name));
      return found;
    }

    @Override
    public synchronized void put(String name, byte[] content) throws IOException {
      all.put(prefix + name, content);
      put.add(name);
    }

    synchronized void drop() throws IOException {
      for (var name : put) {
        all.put(prefix + name, new byte[0]);
      }
    }
  }
}
