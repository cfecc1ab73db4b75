package com.multigres.meta.testservers;

import java.io.IOException;

/** What a test runs in a JVM of its own: starts or finds a server, names it, and waits. */
final class ServerMain {

  private ServerMain() {}

  /** With {@code find}, looks in the usual order; otherwise starts one of our own. */
  public static void main(String[] arguments) throws IOException {
    PostgresServer server =
        arguments[0].equals("find") ? PostgresServer.find() : PostgresSetup.temporary().start();
    String place =
        server instanceof PostgresProcess process
            ? process.pid() + " " + process.home().folder()
            : server.toString();
    System.out.println("READY " + place);
    // Ends when the test closes the pipe; what was started ends with the JVM.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
