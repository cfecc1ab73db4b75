package com.multigres.meta.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers what it hears, and remembers it. */
final class EchoServer implements Closeable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final AtomicInteger open = new AtomicInteger();

  EchoServer() throws IOException {
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int open() {
    return open.get();
  }

  String heard() {
    return heard.toString(UTF_8);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.incrementAndGet();
        start(() -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void echo(Socket socket) {
    byte[] chunk = new byte[1024];
    try (socket) {
      for (int n = read(socket, chunk); n >= 0; n = read(socket, chunk)) {
        heard.write(chunk, 0, n);
        socket.getOutputStream().write(chunk, 0, n);
      }
    } catch (IOException e) {
      // The peer is gone, which is what some tests are about.
    } finally {
      open.decrementAndGet();
    }
  }

  private static int read(Socket socket, byte[] chunk) throws IOException {
    return socket.getInputStream().read(chunk);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
