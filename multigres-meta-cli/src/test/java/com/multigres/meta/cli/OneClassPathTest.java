package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.base.Throwables;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.RuntimeVersion;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topology.internal.wire.Cell;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;

/**
 * All backends' clients on one class path, as the BOM composes it: each works, or fails as it does
 * where nobody listens, and never with a {@link LinkageError}.
 */
class OneClassPathTest {

  @Test
  void aTopologyTalksToARealZooKeeper() throws Exception {
    try (TestingServer server = new TestingServer();
        TopoStore store = TopoStores.open("zk://" + server.getConnectString() + "/multigres")) {
      TopoPath path = TopoPath.of("cell");
      store.write(path, ByteString.copyFromUtf8("zone1"), Expect.absent());

      assertThat(store.read(path).map(Node::value)).contains(ByteString.copyFromUtf8("zone1"));
    }
  }

  @Test
  void theStoreOnEtcdFindsNobodyAndSaysSo() throws IOException {
    String address = "etcd://127.0.0.1:" + closedPort() + "/root";
    Throwable failure = catchThrowable(() -> TopoStores.open(address).close());

    assertThat(Throwables.getCausalChain(failure)).noneMatch(LinkageError.class::isInstance);
    assertThat(failure)
        .as(Throwables.getStackTraceAsString(failure))
        .isInstanceOfSatisfying(
            TopoException.class,
            error -> assertThat(error.code()).isEqualTo(TopoException.Code.UNAVAILABLE));
  }

  @Test
  void fabric8FindsNobodyAndSaysSo() throws IOException {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + closedPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      Throwable failure = catchThrowable(() -> client.namespaces().list());

      assertThat(failure).isInstanceOf(KubernetesClientException.class);
      assertThat(Throwables.getCausalChain(failure))
          .noneMatch(LinkageError.class::isInstance)
          .anyMatch(ConnectException.class::isInstance);
    }
  }

  @Test
  void hikariAndTheDriverFindNobodyAndSaySo() throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + closedPort() + "/postgres");
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(1_000);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Throwable failure = catchThrowable(pool::getConnection);

      assertThat(Throwables.getCausalChain(failure))
          .noneMatch(LinkageError.class::isInstance)
          .filteredOn(SQLException.class::isInstance)
          .anySatisfy(cause -> assertThat(((SQLException) cause).getSQLState()).isEqualTo("08001"));
    }
  }

  @Test
  void aRecordSurvivesTheProtobufOfThisClassPath() throws InvalidProtocolBufferException {
    Cell cell =
        Cell.newBuilder()
            .setName("zone1")
            .addAllServerAddresses(List.of("127.0.0.1:2379"))
            .setRoot("/multigres/zone1")
            .build();

    assertThat(Cell.parseFrom(cell.toByteArray())).isEqualTo(cell);
    assertThat(RuntimeVersion.MAJOR).isEqualTo(4);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
