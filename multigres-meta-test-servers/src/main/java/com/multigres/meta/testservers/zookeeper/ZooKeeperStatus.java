package com.multigres.meta.testservers.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of itself when it is asked by the word {@code srvr}.
 *
 * @param mode {@code standalone}, {@code leader} or {@code follower}
 * @param epoch how many leaders there were
 */
record ZooKeeperStatus(String mode, long epoch) {

  private static final Pattern MODE = Pattern.compile("Mode: (\\w+)");
  private static final Pattern ZXID = Pattern.compile("Zxid: 0x([0-9a-f]+)");
  private static final int LIMIT_MILLIS = 2_000;

  /** Empty where nobody answers in time, or where the answer is that it does not serve. */
  static Optional<ZooKeeperStatus> of(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
      return in(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<ZooKeeperStatus> in(String answer) {
    Matcher mode = MODE.matcher(answer);
    Matcher zxid = ZXID.matcher(answer);
    return mode.find() && zxid.find()
        ? Optional.of(
            new ZooKeeperStatus(mode.group(1), Long.parseUnsignedLong(zxid.group(1), 16) >>> 32))
        : Optional.empty();
  }

  boolean leads() {
    return mode.equals("leader");
  }
}
