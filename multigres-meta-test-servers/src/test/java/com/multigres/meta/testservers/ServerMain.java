package com.multigres.meta.testservers;

import com.multigres.meta.testservers.etcd.EtcdCluster;
import com.multigres.meta.testservers.etcd.EtcdServer;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.kubernetes.KubernetesProcess;
import com.multigres.meta.testservers.kubernetes.KubernetesServer;
import com.multigres.meta.testservers.kubernetes.KubernetesSetup;
import com.multigres.meta.testservers.process.ServerProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperServer;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a test runs in a JVM of its own: starts or finds a server, names it, and waits. */
final class ServerMain {

  private ServerMain() {}

  /**
   * With {@code find…}, looks in the usual order; otherwise starts what is asked for, such as a
   * PostgreSQL that is kept in a folder.
   */
  public static void main(String[] arguments) throws IOException {
    try {
      System.out.println("READY " + started(arguments[0]));
    } catch (ServerUnavailableException e) {
      System.out.println("MISSING " + e.getMessage());
      return;
    }
    // Ends when the test closes the pipe; what was started ends with the JVM.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }

  private static String started(String what) {
    return switch (what) {
      case "find" -> PostgresServer.find().toString();
      case "find etcd" -> EtcdServer.find().toString();
      case "find zookeeper" -> ZooKeeperServer.find().toString();
      case "find kubernetes" -> KubernetesServer.find().toString();
      case "etcd cluster" -> etcdCluster();
      case "etcd tls" -> places(List.of(EtcdSetup.temporary().tls().start()));
      case "zookeeper" -> places(ZooKeeperSetup.temporary().startEnsemble().members());
      case "kubernetes" -> kubernetes();
      case "start" -> postgres(PostgresSetup.temporary());
      default -> postgres(PostgresSetup.keptIn(Path.of(what)));
    };
  }

  private static String postgres(PostgresSetup setup) {
    PostgresProcess server = setup.start();
    return server.pid() + " " + server.home().folder();
  }

  private static String etcdCluster() {
    EtcdCluster cluster = EtcdSetup.temporary().startCluster();
    cluster.member(1).pause();
    return places(cluster.members());
  }

  private static String kubernetes() {
    KubernetesProcess server = KubernetesSetup.temporary().start();
    return places(List.of(server, server.etcd()));
  }

  private static String places(List<? extends ServerProcess> servers) {
    return servers.stream()
        .map(server -> server.pid() + " " + server.folder().path())
        .collect(Collectors.joining(" "));
  }
}
