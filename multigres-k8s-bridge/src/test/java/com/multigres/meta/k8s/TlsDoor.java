package com.multigres.meta.k8s;

import com.multigres.meta.testservers.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets through who speaks plainly, and speaks TLS with the server for him, so that a proxy before
 * it sees what is said.
 */
public final class TlsDoor implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final TlsIdentity identity;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public TlsDoor(String server, TlsIdentity identity) {
    this.server = URI.create(server);
    this.identity = identity;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("tls-door", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        start("tls-door-client", () -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket beyond =
            identity
                .context()
                .getSocketFactory()
                .createSocket(server.getHost(), server.getPort())) {
      open.add(beyond);
      start("tls-door-server", () -> pump(beyond, client));
      pump(client, beyond);
      open.remove(beyond);
    } catch (IOException away) {
      // The server is not there; the client is told by the end of its connection.
      open.remove(client);
    }
    open.remove(client);
  }

  private static void pump(Socket from, Socket to) {
    byte[] some = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        out.write(some, 0, read);
        out.flush();
      }
    } catch (IOException ended) {
      // Both sides are closed now, whichever ended it.
      return;
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
