package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Ports of the loopback address that nobody listens on. They lie below those that systems give to
 * outgoing connections, so that a server which restarts finds its port still free.
 */
public final class FreePorts {

  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 5;

  private FreePorts() {}

  /** Starts something on the wanted port, or on a free one, again if somebody was faster. */
  public static <T> T startOn(OptionalInt wanted, IntFunction<T> start) {
    if (wanted.isPresent()) {
      return start.apply(wanted.getAsInt());
    }
    for (int turn = 1; ; turn++) {
      int port = any();
      try {
        return start.apply(port);
      } catch (RuntimeException e) {
        if (turn == TRIES || isFree(port)) {
          throw e;
        }
      }
    }
  }

  public static int any() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
