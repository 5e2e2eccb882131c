package io.tributary.serving;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime and what is known of it, for one model or for all the copies of one
 * that have arrived in this process; freed with the last of them. Thread-safe.
 */
final class LoadedGraph {
  private static final Map<Object, LoadedGraph> SHARED = new HashMap<>();

  private final OrtSession session;
  private final Signature signature;
  private final StringBridge strings;
  private final Map<String, String> aliases = new HashMap<>();
  private final @Nullable Object key;
  private int users = 1;

  private LoadedGraph(
      OrtSession session,
      Signature signature,
      StringBridge strings,
      Map<String, String> names,
      @Nullable Object key) {
    names.forEach((alias, name) -> aliases.put(name, alias));
    this.session = session;
    this.signature = signature;
    this.strings = strings;
    this.key = key;
  }

  /** Loads a graph. */
  interface Loader {
    LoadedGraph load(@Nullable Object key);
  }

  /**
   * Of a session, which it owns from now on.
   *
   * @param names of inputs, as the signature has them, by those that the session knows instead
   */
  static LoadedGraph of(
      OrtSession session, Signature signature, Map<String, String> names, @Nullable Object key)
      throws OrtException {
    return new LoadedGraph(
        session, signature, new StringBridge(OrtRuntime.environment(), signature), names, key);
  }

  /** The graph that is shared under a key, loaded by the first who asks for it. */
  static LoadedGraph shared(Object key, Loader loader) {
    synchronized (SHARED) {
      var known = SHARED.get(key);
      if (known != null) {
        known.users++;
        return known;
      }
      var loaded = loader.load(key);
      SHARED.put(key, loaded);
      return loaded;
    }
  }

  OrtSession session() {
    return session;
  }

  Signature signature() {
    return signature;
  }

  /** What the session calls an input. */
  String alias(String input) {
    return aliases.getOrDefault(input, input);
  }

  StringBridge strings() {
    return strings;
  }

  /** Gives back what {@link #of} or {@link #shared} gave. */
  void release() throws OrtException {
    synchronized (SHARED) {
      if (--users > 0) {
        return;
      }
      if (key != null) {
        SHARED.remove(key);
      }
    }
    strings.close();
    session.close();
  }
}
