package io.tributary.components.tuner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Checkpoints;
import io.tributary.api.digest.Sha256;
import io.tributary.components.json.Json;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.RoundCheckpoints;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What trials keep of their rounds: for the next attempt at the same trial, and for the same
 * setting with a greater share of the rounds. Dropped when the trial has had all of what the search
 * gives out, or of its rows; what trials keep that fail, or are not promoted, goes when the node
 * has completed. Thread-safe.
 */
record TrialRounds(Search search, Checkpoints checkpoints, Clock clock) {
  /** Of a digest, enough to tell the settings of a search apart. */
  private static final int DIGITS = 32;

  /** Fits a model of a trial. */
  interface Fit {
    FittedModel with(RoundCheckpoints kept) throws Exception;
  }

  /**
   * Fits a model from what was kept of the proposal.
   *
   * @throws TrialRoundsException if what is kept cannot be read or written
   */
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

  /**
   * The same for all shares of the rounds, as the first of them are the same. Whether they are,
   * what is kept tells: a search may share out another hyper-parameter.
   */
  private String name(Proposal proposal) {
    var text = new String(Json.write(proposal.setting().values()), UTF_8);
    var shared = sharesRounds() ? text : proposal.share() + " " + text;
    return "rounds-" + Sha256.hex(shared.getBytes(UTF_8)).substring(0, DIGITS) + "-";
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
      try {
        var found = all.find(prefix + name).filter(content -> content.length > 0);
        found.ifPresent(content -> put.add(name));
        return found;
      } catch (IOException e) {
        throw new TrialRoundsException(e);
      }
    }

    @Override
    public synchronized void put(String name, byte[] content) throws IOException {
      try {
        all.put(prefix + name, content);
      } catch (IOException e) {
        throw new TrialRoundsException(e);
      }
      put.add(name);
    }

    synchronized void drop() throws IOException {
      for (var name : List.copyOf(put)) {
        put(name, new byte[0]);
      }
    }
  }
}
