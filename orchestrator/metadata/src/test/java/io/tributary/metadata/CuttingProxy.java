package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Stands between a client and a server, and breaks the line when told. */
final class CuttingProxy implements AutoCloseable {

  private enum Cut {
    NEVER,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private static final String COMMIT = "COMMIT";

  /** The driver prepares its commit once for each connection, and then uses that name. */
  private static final Pattern PREPARED = Pattern.compile("(S_\\d+\0)" + COMMIT + "\0");

  private final ServerSocket listening;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
  private final List<String> endings = new CopyOnWriteArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int cuts() {
    return cuts.get();
  }

  /** Breaks the line at the next commit, after or before the server gets it. */
  void cutAtNextCommit(boolean arrives) {
    next.set(arrives ? Cut.AFTER_COMMIT : Cut.BEFORE_COMMIT);
  }

  private static void start(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.addAll(List.of(client, server));
        var muted = new AtomicReference<>(false);
        start(() -> requests(client, server, muted));
        start(() -> answers(server, client, muted));
      }
    } catch (IOException e) {
      hungUp(e);
    }
  }

  private void requests(Socket client, Socket server, AtomicReference<Boolean> muted) {
    try (client;
        server) {
      var commit = COMMIT;
      var buffer = new byte[1 << 16];
      for (int n = client.getInputStream().read(buffer);
          n >= 0;
          n = client.getInputStream().read(buffer)) {
        var request = new String(buffer, 0, n, ISO_8859_1);
        var prepared = PREPARED.matcher(request);
        if (prepared.find()) {
          commit = prepared.group(1);
        }
        var cut = request.contains(commit) ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
        if (cut == Cut.BEFORE_COMMIT) {
          cuts.incrementAndGet();
          return;
        }
        muted.set(cut == Cut.AFTER_COMMIT);
        server.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      hungUp(e);
    }
  }

  private void answers(Socket server, Socket client, AtomicReference<Boolean> muted) {
    try (server;
        client) {
      var buffer = new byte[1 << 16];
      for (int n = server.getInputStream().read(buffer);
          n >= 0;
          n = server.getInputStream().read(buffer)) {
        if (muted.get()) {
          cuts.incrementAndGet();
          return;
        }
        client.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      hungUp(e);
    }
  }

  private void hungUp(IOException e) {
    endings.add(String.valueOf(e.getMessage()));
  }

  /** Breaks all lines there are; new ones can be made. */
  void cut() {
    for (var socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
