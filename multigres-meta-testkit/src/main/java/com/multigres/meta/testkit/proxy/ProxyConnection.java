package com.multigres.meta.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection through a proxy, and the one that the proxy opened for it. */
final class ProxyConnection {

  private static final Logger log = LoggerFactory.getLogger(ProxyConnection.class);
  private static final int CHUNK = 64 * 1024;

  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final AtomicInteger openWays = new AtomicInteger(2);
  private final Set<Direction> lost = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  ProxyConnection(TcpProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  void start(InetSocketAddress target) {
    TcpProxy.thread(
        "connect",
        () -> {
          try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, 10_000);
            TcpProxy.thread("to-client", () -> pump(Direction.TO_CLIENT, server, client));
            pump(Direction.TO_SERVER, client, server);
          } catch (IOException e) {
            log.debug("No connection through to {}", target, e);
            cut();
          }
        });
  }

  boolean isCut() {
    return cut;
  }

  /** Whether bytes of that way were dropped. */
  boolean hasLost(Direction way) {
    return lost.contains(way);
  }

  /** Resets both sides: neither gets what is still on its way. */
  void cut() {
    cut = true;
    reset(client);
    reset(server);
    proxy.forget(this);
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      log.debug("The connection was closed already", e);
    }
  }

  private void pump(Direction way, Socket from, Socket to) {
    ProxyWindow window = new ProxyWindow();
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        Fate fate = proxy.look(way, window.with(chunk, length, proxy.longestSighting()));
        if (fate == Fate.CUT || !proxy.gate(way).pass(this::isCut)) {
          cut();
          return;
        }
        if (lose(way)) {
          continue;
        }
        // Before the write: the answer must not slip through the other way in the meantime.
        if (fate == Fate.FORWARD_THEN_CUT) {
          cut = true;
        }
        out.write(chunk, 0, length);
        if (fate == Fate.FORWARD_THEN_CUT) {
          cutAfterDelivery(to);
          return;
        }
      }
      endOf(way, to);
    } catch (IOException e) {
      log.debug("A connection ended {}", way, e);
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  /** Whether what came this way goes nowhere; once some has, all does until the cut. */
  private boolean lose(Direction way) {
    if (proxy.gate(way).drops()) {
      lost.add(way);
    }
    return hasLost(way);
  }

  /** An orderly end towards the receiver, for a reset might overtake the last bytes. */
  private void cutAfterDelivery(Socket receiver) throws IOException {
    receiver.shutdownOutput();
    reset(receiver == server ? client : server);
    receiver.close();
    proxy.forget(this);
  }

  private void endOf(Direction way, Socket to) throws IOException, InterruptedException {
    if (!proxy.gate(way).pass(this::isCut)) {
      cut();
      return;
    }
    if (lose(way)) {
      return;
    }
    to.shutdownOutput();
    if (openWays.decrementAndGet() == 0) {
      client.close();
      server.close();
      proxy.forget(this);
    }
  }
}
