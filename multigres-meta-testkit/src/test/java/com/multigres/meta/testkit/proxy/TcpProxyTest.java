package com.multigres.meta.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private EchoServer echo;
  private TcpProxy proxy;

  @BeforeEach
  void putTheProxyBeforeAnEcho() throws IOException {
    echo = new EchoServer();
    proxy = TcpProxy.to("127.0.0.1", echo.port());
  }

  @AfterEach
  void closeBoth() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void bytesPassBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client, "hello")).isEqualTo("hello");
      assertThat(proxy.connections()).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
  }

  @Test
  void aCutResetsTheClientAndTheServer() throws IOException {
    try (Socket client = connect()) {
      ask(client, "hello");

      proxy.cut();

      assertGone(client);
      await().untilAsserted(() -> assertThat(echo.open()).isZero());
    }
  }

  @Test
  void afterACutNewConnectionsPass() throws IOException {
    connect().close();
    proxy.cut();

    try (Socket client = connect()) {
      assertThat(ask(client, "again")).isEqualTo("again");
    }
  }

  @Test
  void aRefusedClientIsRefusedByTheSystemWhileOpenConnectionsGoOn() throws IOException {
    try (Socket open = connect()) {
      ask(open, "before");
      proxy.refuse();

      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(ask(open, "still")).isEqualTo("still");

      proxy.accept();
      try (Socket late = connect()) {
        assertThat(ask(late, "late")).isEqualTo("late");
      }
    }
  }

  @Test
  void whatIsStalledTowardsTheServerArrivesWhenItFlowsAgain() throws IOException {
    try (Socket client = connect()) {
      proxy.stall(Direction.TO_SERVER);
      send(client, "held");
      assertSilence(client);
      assertThat(echo.heard()).isEmpty();

      proxy.flow(Direction.TO_SERVER);
      assertThat(read(client, 4)).isEqualTo("held");
    }
  }

  @Test
  void whatIsStalledTowardsTheClientHasReachedTheServer() throws IOException {
    try (Socket client = connect()) {
      proxy.stall(Direction.TO_CLIENT);
      send(client, "heard");
      await().untilAsserted(() -> assertThat(echo.heard()).isEqualTo("heard"));
      assertSilence(client);

      proxy.flow(Direction.TO_CLIENT);
      assertThat(read(client, 5)).isEqualTo("heard");
    }
  }

  @Test
  void aStalledConnectionCanBeCut() throws IOException {
    try (Socket client = connect()) {
      ask(client, "first");
      proxy.stall(Direction.TO_SERVER);
      send(client, "lost");

      proxy.cut();

      assertGone(client);
      await().untilAsserted(() -> assertThat(echo.open()).isZero());
      assertThat(echo.heard()).isEqualTo("first");
    }
  }

  @Test
  void whatIsDroppedTowardsTheServerIsLostForEver() throws IOException {
    try (Socket client = connect()) {
      ask(client, "before");
      proxy.drop(Direction.TO_SERVER);
      send(client, "lost");
      assertSilence(client);

      proxy.flow(Direction.TO_SERVER);

      assertGone(client);
      assertThat(echo.heard()).isEqualTo("before");
    }
    try (Socket client = connect()) {
      assertThat(ask(client, "after")).isEqualTo("after");
    }
  }

  @Test
  void whatIsDroppedTowardsTheClientHasReachedTheServer() throws IOException {
    try (Socket client = connect()) {
      proxy.drop(Direction.TO_CLIENT);
      send(client, "heard");
      await().untilAsserted(() -> assertThat(echo.heard()).isEqualTo("heard"));
      assertSilence(client);

      proxy.flow(Direction.TO_CLIENT);

      assertGone(client);
    }
  }

  @Test
  void aConnectionOnWhichNothingWasDroppedGoesOn() throws IOException {
    try (Socket client = connect()) {
      ask(client, "before");
      proxy.drop(Direction.TO_SERVER);
      proxy.flow(Direction.TO_SERVER);

      assertThat(ask(client, "after")).isEqualTo("after");
    }
  }

  @Test
  void aHealedProxyLetsEverythingPass() throws IOException {
    try (Socket client = connect()) {
      ask(client, "before");
      proxy.refuse();
      proxy.stall(Direction.TO_SERVER);
      proxy.stall(Direction.TO_CLIENT);
      proxy.delay(Direction.TO_CLIENT, Duration.ofHours(1));
      send(client, "held");

      proxy.heal();

      assertThat(read(client, 4)).isEqualTo("held");
    }
    try (Socket late = connect()) {
      assertThat(ask(late, "late")).isEqualTo("late");
    }
  }

  @Test
  void aHealedProxyForgetsWhatWasToBefallBytesThatNeverCame() throws IOException {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);

    proxy.heal();

    try (Socket client = connect()) {
      assertThat(ask(client, "COMMIT")).isEqualTo("COMMIT");
    }
  }

  @Test
  void aDelayedAnswerTakesAtLeastThatLong() throws IOException {
    try (Socket client = connect()) {
      proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200));
      long start = System.nanoTime();

      assertThat(ask(client, "slow")).isEqualTo("slow");

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void aCutBeforeTheSeenBytesKeepsThemFromTheServer() throws Exception {
    Sighting commit = proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    try (Socket client = connect()) {
      assertThat(ask(client, "BEGIN")).isEqualTo("BEGIN");
      assertThat(commit.happened()).isFalse();

      send(client, "COMMIT");

      assertThat(commit.await(Duration.ofSeconds(10))).isTrue();
      assertGone(client);
      await().untilAsserted(() -> assertThat(echo.open()).isZero());
      assertThat(echo.heard()).isEqualTo("BEGIN");
    }
  }

  @Test
  void aCutAfterTheSeenBytesLetsThemReachTheServer() throws Exception {
    proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
    try (Socket client = connect()) {
      send(client, "COMMIT");

      assertGone(client);
      await().untilAsserted(() -> assertThat(echo.heard()).isEqualTo("COMMIT"));
    }
  }

  @Test
  void aCutBeforeTheAnswerComesAfterTheServerHasActed() throws Exception {
    proxy.onSight(Direction.TO_CLIENT, "DONE", Fate.CUT);
    try (Socket client = connect()) {
      send(client, "DONE");

      assertGone(client);
      assertThat(echo.heard()).isEqualTo("DONE");
    }
  }

  @Test
  void bytesAreSeenAlsoWhenTheyComeInPieces() throws Exception {
    Sighting commit = proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
    try (Socket client = connect()) {
      assertThat(ask(client, "xxCOM")).isEqualTo("xxCOM");
      send(client, "MIT");

      assertThat(commit.await(Duration.ofSeconds(10))).isTrue();
      assertThat(echo.heard()).isEqualTo("xxCOM");
    }
  }

  @Test
  void aReactionRunsOnceAndBeforeTheBytesGoOn() throws Exception {
    StringBuilder heardBefore = new StringBuilder();
    proxy.onSight(
        Direction.TO_SERVER,
        "b",
        () -> {
          heardBefore.append('[').append(echo.heard()).append(']');
          return Fate.FORWARD;
        });
    try (Socket client = connect()) {
      ask(client, "a");
      ask(client, "b");
      ask(client, "b");
    }
    assertThat(heardBefore).hasToString("[a]");
  }

  @Test
  void aServerThatIsNotThereLooksToTheClientLikeACut() throws IOException {
    // Bound without listening: it refuses, and nobody else is given its port meanwhile.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      proxy.redirect("127.0.0.1", nobody.getLocalPort());

      assertGone(this::readAnswerOnNewConnection);
    }
  }

  /** The reset may come before the client has learnt that it was connected. */
  private void readAnswerOnNewConnection() throws IOException {
    try (Socket client = connect()) {
      readByte(client);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String read(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), UTF_8);
  }

  private static String ask(Socket client, String text) throws IOException {
    send(client, text);
    return read(client, text.length());
  }

  /** The end of the stream is as good as a reset: the connection is gone. */
  private static int readByte(Socket client) throws IOException {
    int read = client.getInputStream().read();
    if (read < 0) {
      throw new IOException("closed");
    }
    return read;
  }

  private static void assertGone(Socket client) {
    assertGone(() -> readByte(client));
  }

  private static void assertGone(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  private static void assertSilence(Socket client) throws IOException {
    client.setSoTimeout(300);
    assertThatThrownBy(() -> readByte(client)).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }
}
