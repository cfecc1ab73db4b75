package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.process.ServerProgram;

/** Looks for a server in the order that holds everywhere: given, a program, built, container. */
final class EtcdFinder {

  private static final ServerProgram PROGRAM =
      ServerProgram.of("etcd", "MULTIGRES_TEST_ETCD_PROGRAM");

  private EtcdFinder() {}

  static EtcdServer find() {
    return PROGRAM.<EtcdServer>server(
        GivenEtcd.VARIABLE,
        GivenEtcd.find(),
        EtcdSetup.temporary()::start,
        tried -> ContainerEtcd.start(PROGRAM.version(), tried));
  }

  /**
   * The program alone.
   *
   * @throws ServerUnavailableException where this machine has none and cannot build one
   */
  static ServerProgram.Found program() {
    return PROGRAM.require();
  }
}
