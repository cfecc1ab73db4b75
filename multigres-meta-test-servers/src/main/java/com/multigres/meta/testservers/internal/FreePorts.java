package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

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
    return startOn(1, ports -> start.apply(ports.get(0)));
  }

  /** The same, where a port is liked better than others as long as it is free. */
  public static <T> T startOn(OptionalInt wanted, OptionalInt liked, IntFunction<T> start) {
    if (wanted.isEmpty() && liked.isPresent() && isFree(liked.getAsInt())) {
      try {
        return start.apply(liked.getAsInt());
      } catch (RuntimeException e) {
        if (isFree(liked.getAsInt())) {
          throw e;
        }
      }
    }
    return startOn(wanted, start);
  }

  /** Starts something that needs several ports, on others if somebody was faster. */
  public static <T> T startOn(int count, Function<List<Integer>, T> start) {
    for (int turn = 1; ; turn++) {
      List<Integer> ports = Stream.generate(FreePorts::any).distinct().limit(count).toList();
      try {
        return start.apply(ports);
      } catch (RuntimeException e) {
        if (turn == TRIES || ports.stream().allMatch(FreePorts::isFree)) {
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
