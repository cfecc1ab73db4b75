package com.multigres.meta.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that says one byte every few milliseconds, and what a timeout means to who listens. */
@Timeout(60)
class InterruptibleSocketTest {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket server;
  private Socket socket;
  private Socket accepted;
  private Future<?> ticking;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket =
        new InterruptibleSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort());
    accepted = server.accept();
    OutputStream out = accepted.getOutputStream();
    ticking = clock.scheduleWithFixedDelay(() -> say(out), 0, 5, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void close() throws IOException {
    ticking.cancel(true);
    clock.shutdownNow();
    socket.close();
    accepted.close();
    server.close();
  }

  @Test
  void aTimeoutIsForAllReadsTogether() throws IOException {
    socket.setSoTimeout(200);
    InputStream in = socket.getInputStream();
    assertThat(in.read()).isNotNegative();
    assertThatThrownBy(() -> readForEver(in)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aNewTimeoutBeginsAnew() throws IOException {
    socket.setSoTimeout(20);
    InputStream in = socket.getInputStream();
    assertThatThrownBy(() -> readForEver(in)).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(20_000);
    assertThat(in.read()).isNotNegative();
    assertThat(socket.getSoTimeout()).isEqualTo(20_000);
  }

  @Test
  void noTimeoutIsNone() throws IOException {
    socket.setSoTimeout(20);
    InputStream in = socket.getInputStream();
    assertThatThrownBy(() -> readForEver(in)).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(0);
    for (int i = 0; i < 20; i++) {
      assertThat(in.read()).isNotNegative();
    }
  }

  @SuppressWarnings("InfiniteLoopStatement") // the timeout ends it
  private static void readForEver(InputStream in) throws IOException {
    while (true) {
      assertThat(in.read()).isNotNegative();
    }
  }

  private static void say(OutputStream out) {
    try {
      out.write(1);
      out.flush();
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }
}
