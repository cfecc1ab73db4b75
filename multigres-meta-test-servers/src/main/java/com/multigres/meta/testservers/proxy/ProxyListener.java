package com.multigres.meta.testservers.proxy;

import com.multigres.meta.testservers.internal.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of a proxy: open to new connections, or closed so that the system refuses them. */
final class ProxyListener {

  private static final Logger log = LoggerFactory.getLogger(ProxyListener.class);

  private final int port = FreePorts.any();
  private final Consumer<Socket> newcomer;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<ServerSocket> open = Optional.empty();
  private Optional<Thread> accepting = Optional.empty();

  ProxyListener(Consumer<Socket> newcomer) {
    this.newcomer = newcomer;
  }

  int port() {
    return port;
  }

  void open() {
    lock.lock();
    try {
      if (open.isEmpty()) {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        open = Optional.of(socket);
        accepting = Optional.of(TcpProxy.thread("accept-" + port, () -> accept(socket)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
    } finally {
      lock.unlock();
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
