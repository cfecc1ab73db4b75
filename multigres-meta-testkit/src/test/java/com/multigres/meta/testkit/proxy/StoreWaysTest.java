package com.multigres.meta.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.testkit.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each store's way is its own; a store is no more than its address here. */
class StoreWaysTest implements ProxiedFaults<String> {
  private EchoServer first;
  private EchoServer second;
  private StoreWays<String> ways;

  @BeforeEach
  void putWaysBeforeTwoServers() throws IOException {
    first = new EchoServer();
    second = new EchoServer();
    ways = StoreWays.to(List.of(address(first), address(second)));
  }

  @AfterEach
  void closeAll() throws IOException {
    ways.close();
    first.close();
    second.close();
  }

  private static HostPort address(EchoServer server) {
    return new HostPort("127.0.0.1", OptionalInt.of(server.port()));
  }

  @Override
  public Set<Fault> offered() {
    return ProxiedFaults.ofAnyWay();
  }

  @Override
  public Way way(String store) {
    return ways.of(store);
  }

  private String opened() {
    return ways.open(Way::hosts);
  }

  private static List<String> entrances(String store) {
    return Splitter.on(',').splitToList(store);
  }

  private static String echoOf(String text, String entrance) throws IOException {
    HostPort at = HostPort.parse(entrance);
    try (Socket socket = new Socket(at.host(), at.port().orElseThrow())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
    }
  }

  @Test
  void aWayLeadsToEveryServer() throws IOException {
    for (String entrance : entrances(opened())) {
      assertThat(echoOf("hello", entrance)).isEqualTo("hello");
    }
  }

  @Test
  void whoIsCutOffLeavesOthersAlone() throws IOException {
    String cutOff = opened();
    String other = opened();

    cut(cutOff);

    for (String entrance : entrances(cutOff)) {
      assertThatThrownBy(() -> echoOf("hello", entrance)).isInstanceOf(ConnectException.class);
    }
    assertThat(echoOf("hello", entrances(other).get(0))).isEqualTo("hello");
  }

  @Test
  void aWayIsUsedAgainAndIsWholeThen() throws IOException {
    String before = opened();
    cut(before);
    ways.repair();

    String after = opened();

    assertThat(after).isEqualTo(before);
    assertThat(echoOf("hello", entrances(after).get(0))).isEqualTo("hello");
  }

  @Test
  void aWayThatLeadsElsewhereKeepsItsEntrances() throws IOException {
    String store = opened();
    way(store).lead(List.of(address(second), address(second)));
    first.close();

    assertThat(echoOf("hello", entrances(store).get(0))).isEqualTo("hello");
  }

  @Test
  void theWayOfAStoreThatCannotBeOpenedIsUsedForTheNext() {
    AtomicReference<String> tried = new AtomicReference<>("");
    assertThatThrownBy(
            () ->
                ways.open(
                    way -> {
                      tried.set(way.hosts());
                      throw new IllegalStateException("refused");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(opened()).isEqualTo(tried.get());
  }

  @Test
  void aStoreFromElsewhereHasNoWay() {
    assertThatIllegalArgumentException().isThrownBy(() -> cut("127.0.0.1:1"));
  }
}
