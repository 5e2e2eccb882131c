package io.tributary.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph in ONNX Runtime on the CPU. Evaluation, bulk inference, infra validation and the
 * embedded server all go through {@link #infer}, one thread inside the graph, so that an answer
 * depends on its inputs alone: not on who asks, on the batch or on the number of threads.
 *
 * <p>Byte strings reach the graph exactly as given, whatever they hold (ONNX Runtime's own Java
 * calls alter text beyond the basic plane and NUL), and so do the names of inputs. Byte strings in
 * outputs have to be UTF-8 without NUL; others are refused.
 *
 * <p>Serialised, it is a description: the file's path, or the bytes it was made of; deserialised,
 * it is opened anew, and has to be closed there. Copies of one model that arrive in a process share
 * one session.
 *
 * <p>Thread-safe; parallelism is the caller's. {@link #close} waits for calls in progress.
 */
public final class OnnxModel implements TensorModel {
  private static final long serialVersionUID = 1L;

  private final Description description;
  private final String origin;
  private final transient LoadedGraph graph;
  private final transient ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private transient boolean closed;

  private OnnxModel(Description description, LoadedGraph graph) {
    this.description = description;
    this.origin = description.origin();
    this.graph = graph;
  }

  /**
   * What a model is opened from.
   *
   * @param origin the file, or the name given with the bytes
   * @param onnx the graph; null if it is in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Description(String origin, byte @Nullable [] onnx) implements Serializable {
    private Object readResolve() {
      return new OnnxModel(this, LoadedGraph.shared(content(), this::load));
    }

    /** Equal for those who would load the same. */
    private Object content() {
      if (onnx != null) {
        return ByteBuffer.wrap(onnx);
      }
      try {
        var content = new ArrayList<Object>();
        for (var file : files(Path.of(origin))) {
          var attributes = Files.readAttributes(file, BasicFileAttributes.class);
          content.addAll(List.of(file, attributes.size(), attributes.lastModifiedTime()));
        }
        return content;
      } catch (IOException | InvalidModelException e) {
        return List.of(origin); // why it cannot be loaded, loading tells
      }
    }

    private byte[] bytes() throws IOException {
      return onnx == null ? Files.readAllBytes(Path.of(origin)) : onnx;
    }

    private void requireOneFile(Collection<String> names) throws IOException {
      if (onnx == null && files(Path.of(origin)).size() > 1) {
        throw new InvalidModelException(
            origin
                + ": inputs "
                + names
                + ", with characters beyond U+FFFF, of a model with weights in files of their own,"
                + " which ONNX Runtime's Java binding does not find (expected: other names); rename"
                + " the columns");
      }
    }

    private LoadedGraph load(@Nullable Object key) {
      return onnx == null ? loaded(Path.of(origin), key) : loaded(onnx, origin, key);
    }
  }

  private Object writeReplace() {
    return description;
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a model (expected: its description); serialise it again");
  }

  /**
   * Begins to load ONNX Runtime, which takes some 50 ms, on another thread: for who has other work
   * to do before the first model.
   */
  public static void prepare() {
    var thread = new Thread(OrtRuntime::environment, "onnxruntime-start");
    thread.setDaemon(true);
    // Whoever opens a model meets the failure again; a process that ends already does not.
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
  }

  /** The version of ONNX Runtime; loads its native library, if that is not loaded yet. */
  public static String runtimeVersion() {
    return OrtRuntime.environment().getVersion();
  }

  /**
   * Loads a file, with the weights beside it if it refers to any.
   *
   * @throws InvalidModelException if it is missing, no ONNX, damaged, has inputs or outputs without
   *     a {@link Tensor} type, or refers to weights that are missing or outside its folder
   */
  public static OnnxModel open(Path file) {
    return new OnnxModel(new Description(file.toString(), null), loaded(file, null));
  }

  /**
   * The files that a model consists of: its own, and after it those with weights.
   *
   * @throws InvalidModelException if it is missing, or refers to weights that are missing or
   *     outside its folder
   */
  public static List<Path> files(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidModelException(
          file + ": no such file (expected: an ONNX model); check the path");
    }
    var files = new ArrayList<Path>();
    files.add(file);
    files.addAll(ModelWeights.of(file));
    return files;
  }

  private static LoadedGraph loaded(Path file, @Nullable Object key) {
    String origin = file.toString();
    long size;
    try {
      requireReachable(files(file));
      size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(origin, e);
    }
    try (OrtSession.SessionOptions options = OrtRuntime.sessionOptions()) {
      return adopt(new Description(origin, null), session(file, options), key);
    } catch (OrtException e) {
      throw unreadable(origin, size, e);
    } catch (IOException e) {
      throw new UncheckedIOException(origin, e);
    }
  }

  /** The JNI hands characters beyond the BMP over as modified UTF-8, which names no file. */
  private static boolean isReachable(Path file) {
    return file.toString().codePoints().allMatch(Character::isBmpCodePoint);
  }

  private static void requireReachable(List<Path> files) {
    if (files.size() > 1 && !isReachable(files.get(0))) {
      throw new InvalidModelException(
          files.get(0)
              + ": a path with characters beyond U+FFFF, of a model with weights in files of their"
              + " own, which ONNX Runtime's Java binding does not find (expected: another path);"
              + " move the model");
    }
  }

  private static OrtSession session(Path file, OrtSession.SessionOptions options)
      throws OrtException, IOException {
    return isReachable(file)
        ? OrtRuntime.environment().createSession(file.toString(), options)
        : OrtRuntime.environment().createSession(Files.readAllBytes(file), options);
  }

  /**
   * Loads a model from memory.
   *
   * @param origin what messages call it
   * @throws InvalidModelException as {@link #open(Path)}
   */
  public static OnnxModel of(byte[] onnx, String origin) {
    return new OnnxModel(new Description(origin, onnx), loaded(onnx, origin, null));
  }

  private static LoadedGraph loaded(byte[] onnx, String origin, @Nullable Object key) {
    try (OrtSession.SessionOptions options = OrtRuntime.sessionOptions()) {
      var session = OrtRuntime.environment().createSession(onnx, options);
      return adopt(new Description(origin, onnx), session, key);
    } catch (OrtException e) {
      throw unreadable(origin, onnx.length, e);
    } catch (IOException e) {
      throw new UncheckedIOException(origin, e);
    }
  }

  private static LoadedGraph adopt(
      Description description, OrtSession session, @Nullable Object key)
      throws OrtException, IOException {
    String origin = description.origin();
    boolean adopted = false;
    try {
      if (InputAliases.areNeeded(session.getInputNames())) {
        var aliased = InputAliases.of(description.bytes());
        if (!aliased.names().isEmpty()) {
          description.requireOneFile(aliased.names().values());
          return adopt(origin, aliased, key);
        }
      }
      LoadedGraph graph =
          LoadedGraph.of(session, readSignature(origin, session, Map.of()), Map.of(), key);
      adopted = true;
      return graph;
    } finally {
      if (!adopted) {
        session.close();
      }
    }
  }

  private static LoadedGraph adopt(String origin, InputAliases aliased, @Nullable Object key)
      throws OrtException {
    boolean adopted = false;
    OrtSession session;
    try (OrtSession.SessionOptions options = OrtRuntime.sessionOptions()) {
      session = OrtRuntime.environment().createSession(aliased.onnx(), options);
    }
    try {
      var names = aliased.names();
      var graph = LoadedGraph.of(session, readSignature(origin, session, names), names, key);
      adopted = true;
      return graph;
    } finally {
      if (!adopted) {
        session.close();
      }
    }
  }

  private static InvalidModelException unreadable(String origin, long size, OrtException e) {
    return new InvalidModelException(
        origin
            + ": "
            + size
            + " bytes that ONNX Runtime cannot load (expected: an ONNX model, opset 21 or older);"
            + " compare its digest with the original's, or export it again. ONNX Runtime says: "
            + e.getMessage(),
        e);
  }

  /** Inputs and outputs, in the graph's order. */
  @Override
  public Signature signature() {
    return graph.signature();
  }

  /** The file's path, or the name given with the bytes. */
  @Override
  public String origin() {
    return origin;
  }

  /**
   * Runs the graph.
   *
   * @param inputs every input by name
   * @param outputs the names wanted; empty for all
   * @return the outputs asked for, in the graph's order
   * @throws ServingException {@code INVALID_ARGUMENT} naming everything wrong with the request;
   *     {@code INTERNAL} if the graph fails
   * @throws ClosedModelException after {@link #close}
   */
  @Override
  public Tensors infer(Map<String, Tensor> inputs, Set<String> outputs) {
    RequestCheck.check(origin, signature(), inputs, outputs);
    List<String> wanted = new ArrayList<>(signature().outputs().size());
    for (TensorSpec spec : signature().outputs()) {
      if (outputs.isEmpty() || outputs.contains(spec.name())) {
        wanted.add(spec.name());
      }
    }
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ClosedModelException(origin);
      }
      return run(inputs, wanted);
    } finally {
      lock.readLock().unlock();
    }
  }

  private Tensors run(Map<String, Tensor> inputs, List<String> wanted) {
    try (OrtFeed feed = new OrtFeed(graph.strings())) {
      for (TensorSpec spec : signature().inputs()) {
        Tensor tensor = inputs.get(spec.name());
        if (tensor == null) {
          throw new IllegalStateException(spec.name() + " passed the check while absent");
        }
        feed.add(graph.alias(spec.name()), tensor);
      }
      try (OrtSession.Result result = graph.session().run(feed.tensors(), Set.copyOf(wanted))) {
        Map<String, Tensor> answers = new LinkedHashMap<>();
        for (String name : wanted) {
          OnnxValue value = result.get(name).orElseThrow();
          answers.put(name, OrtResults.read(name, (OnnxTensor) value, graph.strings()));
        }
        return new Tensors(answers);
      }
    } catch (OrtException e) {
      throw new ServingException(
          ServingException.Code.INTERNAL, origin, "the graph failed: " + e.getMessage(), e);
    }
  }

  /** Whether both ask one session. */
  boolean sharesWith(OnnxModel other) {
    return graph == other.graph;
  }

  /** Waits for calls in progress and frees the graph, unless other copies use it. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        graph.release();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(origin + ": not freed: " + e.getMessage(), e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static Signature readSignature(
      String origin, OrtSession session, Map<String, String> inputNames) throws OrtException {
    List<String> problems = new ArrayList<>();
    List<TensorSpec> inputs =
        specs("input", session.getInputNames(), session.getInputInfo(), Map.of(), problems).stream()
            .map(
                input ->
                    new TensorSpec(
                        inputNames.getOrDefault(input.name(), input.name()),
                        input.datatype(),
                        input.shape(),
                        input.classes()))
            .toList();
    List<TensorSpec> outputs =
        specs(
            "output",
            session.getOutputNames(),
            session.getOutputInfo(),
            session.getMetadata().getCustomMetadata(),
            problems);
    if (!problems.isEmpty()) {
      throw new InvalidModelException(
          origin
              + ": "
              + String.join("; ", problems)
              + " (expected: tensors of bool, int32, int64, float, double or string); export the"
              + " model with a cast, and without ZipMap");
    }
    return new Signature(inputs, outputs);
  }

  private static List<TensorSpec> specs(
      String kind,
      Set<String> names,
      Map<String, NodeInfo> infos,
      Map<String, String> metadata,
      List<String> problems) {
    List<TensorSpec> specs = new ArrayList<>();
    for (String name : names) {
      NodeInfo node = infos.get(name);
      Datatype datatype = null;
      if (node != null && node.getInfo() instanceof TensorInfo tensor) {
        datatype = OrtResults.datatype(tensor.onnxType);
        if (datatype != null && datatype.hasTensor()) {
          var classes = ClassNames.read(metadata.getOrDefault(ClassNames.key(name), "[]"));
          specs.add(new TensorSpec(name, datatype, Shape.of(tensor.getShape()), classes));
          continue;
        }
      }
      problems.add(
          kind + " '" + name + "' is " + (datatype == null ? "no supported tensor" : datatype));
    }
    return specs;
  }
}
