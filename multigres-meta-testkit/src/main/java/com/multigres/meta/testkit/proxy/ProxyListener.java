package com.multigres.meta.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of a proxy: open to new connections, or closed so that the system refuses them. */
final class ProxyListener {

  private static final Logger log = LoggerFactory.getLogger(ProxyListener.class);

  // Below the ports that systems give to outgoing connections: it is still free when it is wanted
  // again after a time in which nobody listens.
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  private final int port;
  private final Consumer<Socket> newcomer;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<ServerSocket> open = Optional.empty();
  private Optional<Thread> accepting = Optional.empty();

  private ProxyListener(int port, Consumer<Socket> newcomer) {
    this.port = port;
    this.newcomer = newcomer;
  }

  /** One that is open, on a port that nobody had. */
  static ProxyListener opened(Consumer<Socket> newcomer) {
    for (int turn = 1; ; turn++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      ProxyListener listener = new ProxyListener(port, newcomer);
      try {
        listener.open();
        return listener;
      } catch (UncheckedIOException taken) {
        if (turn == TRIES) {
          throw taken;
        }
      }
    }
  }

  int port() {
    return port;
  }

  void open() {
    lock.lock();
    try {
      if (open.isEmpty()) {
        ServerSocket socket = bound();
        open = Optional.of(socket);
        accepting = Optional.of(TcpProxy.thread("accept-" + port, () -> accept(socket)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
    } finally {
      lock.unlock();
    }
  }

  private ServerSocket bound() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void close() {
    lock.lock();
    try {
      if (open.isPresent()) {
        open.get().close();
        // As long as its thread waits for connections, the system still takes them.
        accepting.orElseThrow().join();
        open = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot leave port " + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        newcomer.accept(socket.accept());
      } catch (IOException e) {
        log.debug("Port {} takes no more connections", port, e);
      }
    }
  }
}
