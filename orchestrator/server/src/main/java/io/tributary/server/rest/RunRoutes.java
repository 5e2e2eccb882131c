package io.tributary.server.rest;

import io.tributary.core.PushTarget;
import io.tributary.core.RunJars;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.jar.JarStore;
import io.tributary.core.jar.RunJar;
import io.tributary.core.launcher.Activity;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.Role;
import io.tributary.metadata.RunFilter;
import io.tributary.metadata.RunState;
import io.tributary.server.json.Field;
import io.tributary.server.json.Shape;
import io.tributary.server.view.RunDetailView;
import io.tributary.server.view.RunView;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs: what they came to, and starting, resuming and canceling them. */
final class RunRoutes {
  /** How many may be under way here before no more are started: they share memory and cores. */
  static final int MOST_RUNS = 16;

  private static final int MOST_LOG = 1 << 20;

  private static final Parameter RUN =
      Parameter.path("run", Routes.RUN, "its id, or latest for the newest of all");

  private final Served served;

  RunRoutes(Served served) {
    this.served = served;
  }

  /** A run that is to be started. */
  record RunStart(
      @Field(
              value = "one that the server announces, or a class that is one",
              pattern = Routes.PIPELINE)
          String pipeline,
      @Field(value = "of the pipeline, and runtime parameters", pattern = Routes.VALUE, max = 200)
          Optional<Map<String, String>> settings,
      @Field(
              value = "SHA-256 of each jar, as they were uploaded",
              pattern = Routes.DIGEST,
              max = 100)
          Optional<List<String>> jars,
      @Field(value = "default: the time of its start", pattern = Routes.RUN) Optional<String> id,
      @Field("whether nodes may reuse what equal earlier ones made; default true")
          Optional<Boolean> cache,
      @Field("source of all randomness; default 42") Optional<Long> seed,
      @Field(
              value = "how many nodes run at a time; default the number of cores",
              min = 1,
              max = 1024)
          Optional<Integer> parallelism,
      @Field("a running server that models are pushed to") Optional<Push> push) {

    /** Where models are pushed to. */
    record Push(
        @Field(value = "triton://HOST:PORT", pattern = "^triton://[^\\u0000-\\u0020]{1,300}$")
            String address,
        @Field(
                value = "the folder that it serves, as it is found from the server",
                pattern = "^[^\\u0000]{1,1000}$")
            String repository) {}
  }

  /** With what a run goes on. */
  record RunResume(
      @Field(
              value = "instead of those that it was started with: SHA-256 of each",
              pattern = Routes.DIGEST,
              max = 100)
          Optional<List<String>> jars) {}

  /** A part of what a node logged. */
  record LogView(
      String run,
      String node,
      NodeState state,
      @Field("in bytes, where the text begins") long offset,
      @Field("in bytes, where the next part begins") long next,
      @Field("in bytes, how long all of it is by now") long size,
      String text) {}

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/runs", "listRuns", "Runs, newest first.", this::list)
            .taking(
                Parameter.query(
                    "pipeline",
                    new Shape.Text("^[^\\u0000-\\u001f]{1,200}$"),
                    "only runs of this one"),
                Parameter.query("state", Shape.of(RunState.class, null), "only runs in this state"),
                Parameter.LIMIT,
                Parameter.query(
                    "after",
                    new Shape.Text(Routes.RUN),
                    "goes on after a page: what it said is next"))
            .refusing(404)
            .answeringPages(RunView.class),
        Route.of(Method.POST, "/runs", "startRun", "Starts a run, in the server.", this::start)
            .changing("run.start", Role.OPERATOR)
            .taking(new Body.Json(Shape.of(RunStart.class)))
            .refusing(409, 422, 429)
            .answering(202, Shape.of(RunView.class))
            .making("run", "id"),
        Route.of(
                Method.GET,
                "/runs/{run}",
                "getRun",
                "A run with its nodes: how each ended and why, and what it made.",
                this::get)
            .taking(RUN)
            .answering(200, Shape.of(RunDetailView.class)),
        Route.of(
                Method.POST,
                "/runs/{run}/resume",
                "resumeRun",
                "Goes on with a run that was canceled, failed, or whose process died.",
                this::resume)
            .changing("run.resume", Role.OPERATOR)
            .taking(RUN)
            .taking(new Body.Json(Shape.of(RunResume.class)))
            .refusing(409, 422, 429)
            .answering(202, Shape.of(RunView.class)),
        Route.of(
                Method.POST,
                "/runs/{run}/cancel",
                "cancelRun",
                "Asks a run of this server to stop. It can be resumed.",
                this::cancel)
            .changing("run.cancel", Role.OPERATOR)
            .taking(RUN)
            .refusing(409)
            .answering(202, Shape.of(RunView.class)),
        Route.of(
                Method.GET,
                "/runs/{run}/nodes/{node}/log",
                "getLog",
                "What a node logged in a run.",
                this::log)
            .taking(
                RUN,
                Parameter.path("node", Routes.NODE, "its id"),
                Parameter.query(
                    "offset", new Shape.Whole(0, 1L << 53, false), "in bytes, where to begin", 0L),
                Parameter.query(
                    "limit",
                    new Shape.Whole(4, MOST_LOG, true),
                    "in bytes, how much at most",
                    1 << 16))
            .answering(200, Shape.of(LogView.class)));
  }

  private Answer list(Call call) {
    var filter =
        new RunFilter(
            call.find("pipeline", String.class), call.find("state", RunState.class), call.after());
    var runs = served.home().metadata().runs().newest(filter, call.limit());
    return Answer.page(
        runs.stream().map(RunView::of).toList(),
        runs.size() < call.limit()
            ? Optional.empty()
            : Optional.of(runs.get(runs.size() - 1).id()));
  }

  private Answer get(Call call) {
    return Answer.ok(RunDetailView.of(StoredRun.read(served.home(), call.text("run"))));
  }

  private Answer start(Call call) throws IOException {
    var body = call.body(RunStart.class);
    var home = served.home();
    var id = body.id().orElseGet(() -> newId(home.clock()));
    call.about(id);
    requireNoTick(id);
    if (id.equals(StoredRun.LATEST)) {
      throw Refusal.of(
          422,
          "body > id",
          "'" + id + "', which stands for the newest run",
          "an id of its own",
          "choose another");
    }
    requireRoom();
    var paths = jars(body.jars());
    try (var kept = RunJars.keep(home, id, paths)) {
      var defined =
          PipelineRoutes.define(
              served, body.pipeline(), body.settings().orElse(Map.of()), "", id, kept.paths());
      served
          .runs()
          .start(
              kept.in(asked(body, defined), served.parent()).by(call.audit().actor()),
              home,
              served.listener());
      kept.settle();
    }
    return accepted(id);
  }

  /** Several may be asked for in the same millisecond. */
  private static String newId(Clock clock) {
    return RunRequest.newId(clock) + "-" + UUID.randomUUID().toString().substring(0, 4);
  }

  /** A run that has the id of a tick would be taken for that tick's. */
  private void requireNoTick(String id) {
    for (var schedule : served.home().metadata().schedules().all()) {
      if (id.startsWith(schedule.name() + "-")) {
        throw Refusal.of(
            422,
            "body > id",
            "'" + id + "', as runs of schedule '" + schedule.name() + "' are called",
            "an id that begins otherwise",
            "choose another");
      }
    }
  }

  private static RunRequest asked(RunStart body, RunRequest defined) {
    var request = defined;
    if (!body.cache().orElse(true)) {
      request = request.withoutCache();
    }
    if (body.seed().isPresent()) {
      request = request.withSeed(body.seed().get());
    }
    if (body.parallelism().isPresent()) {
      request = request.withParallelism(body.parallelism().get());
    }
    if (body.push().isPresent()) {
      var push = body.push().get();
      try {
        request = request.withPushTarget(PushTarget.of(push.address(), Path.of(push.repository())));
      } catch (RunRefusedException e) {
        throw Refusal.of(422, List.of(e.explanation()));
      }
    }
    return request;
  }

  private Answer resume(Call call) throws IOException {
    var home = served.home();
    var run = StoredRun.find(home, call.text("run"));
    call.about(run.id());
    if (run.state() == RunState.COMPLETE) {
      throw conflict(run, "COMPLETE", "a run that did not end well", "start a new one");
    }
    requireRoom();
    var given = jars(call.body(RunResume.class).jars());
    var from = given.isEmpty() ? RunJars.recall(home, run.id()) : given;
    var request = RunRequest.resuming(run, home, RunJars.classes(from, served.parent()));
    try (var kept = RunJars.keep(home, run.id(), given)) {
      served
          .runs()
          .start(
              kept.in(request, served.parent()).by(call.audit().actor()), home, served.listener());
      kept.settle();
    }
    return accepted(run.id());
  }

  private Answer cancel(Call call) {
    var home = served.home();
    var run = StoredRun.find(home, call.text("run"));
    call.about(run.id());
    var here = served.runs().find(run.id());
    if (here.isEmpty()) {
      if (run.state() != RunState.RUNNING) {
        throw conflict(run, run.state().name(), "a run that is under way", "leave it as it is");
      }
      throw Activity.owner(home, run.id())
          .map(
              owner ->
                  conflict(
                      run,
                      "process " + owner + " has it",
                      "a run of this server",
                      "stop it where it was started"))
          .orElseGet(
              () ->
                  conflict(
                      run,
                      "nobody works on it",
                      "a run that is under way",
                      "resume it, or leave it as it is"));
    }
    call.audit().done("run.cancel", run.id(), "");
    here.get().cancel();
    return accepted(run.id());
  }

  private Answer accepted(String id) {
    var run = served.home().metadata().runs().find(id).orElseThrow();
    return Answer.accepted(RunView.of(run), Route.BASE + "/runs/" + id);
  }

  private static Refusal conflict(PipelineRun run, String value, String expected, String remedy) {
    return Refusal.of(409, "run '" + run.id() + "'", value, expected, remedy);
  }

  private void requireRoom() {
    if (served.runs().count() >= MOST_RUNS) {
      throw Refusal.of(
              429,
              "server",
              served.runs().count() + " runs are under way",
              "fewer than " + MOST_RUNS,
              "wait until one has ended")
          .with("Retry-After", "30");
    }
  }

  private List<Path> jars(Optional<List<String>> digests) throws IOException {
    return paths(served, kept(served, digests.orElse(List.of())));
  }

  /** Jars that the home keeps, as whoever uses them remembers them. */
  static List<RunJar> kept(Served served, List<String> digests) {
    var store = new JarStore(served.home());
    return digests.stream()
        .map(digest -> new RunJar(digest, store.place(digest).toUri(), store.place(digest).toUri()))
        .toList();
  }

  /**
   * Where jars are.
   *
   * @throws Refusal if one is missing
   */
  static List<Path> paths(Served served, List<RunJar> jars) throws IOException {
    try {
      return RunJars.find(served.home(), "body", jars);
    } catch (RunRefusedException e) {
      var missing = e.explanation();
      throw Refusal.of(
          422, missing.where(), missing.value(), "jars that the home keeps", "upload them first");
    }
  }

  private Answer log(Call call) throws IOException {
    var home = served.home();
    var run = StoredRun.find(home, call.text("run"));
    var nodes = home.metadata().runs().nodes(run.id());
    var node =
        nodes.stream()
            .filter(row -> row.nodeId().equals(call.text("node")))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.of(
                        404,
                        "path > node",
                        "'" + call.text("node") + "'",
                        "one of " + nodes.stream().map(NodeRun::nodeId).toList(),
                        "name a node of run " + run.id()));
    var file = home.log(run.id(), node.nodeId());
    long offset = call.get("offset", Long.class);
    if (!Files.exists(file)) {
      return Answer.ok(new LogView(run.id(), node.nodeId(), node.state(), 0, 0, 0, ""));
    }
    try (var channel = FileChannel.open(file)) {
      long size = channel.size();
      long begin = Math.min(offset, size);
      var bytes =
          ByteBuffer.allocate((int) Math.min(call.get("limit", Integer.class), size - begin));
      while (bytes.hasRemaining() && channel.read(bytes, begin + bytes.position()) >= 0) {
        // until there is no more
      }
      int length = whole(bytes);
      var text = new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
      return Answer.ok(
          new LogView(run.id(), node.nodeId(), node.state(), begin, begin + length, size, text));
    }
  }

  /** How many bytes there are without a character of which only the beginning is there. */
  private static int whole(ByteBuffer bytes) {
    int end = bytes.position();
    int start = end;
    while (start > 0 && end - start < 4 && (bytes.get(start - 1) & 0xC0) == 0x80) {
      start--;
    }
    if (start == 0) {
      return end;
    }
    int lead = bytes.get(start - 1) & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return end - (start - 1) < length ? start - 1 : end;
  }
}
