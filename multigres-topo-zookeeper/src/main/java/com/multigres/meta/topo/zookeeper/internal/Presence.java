package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether a server answers anybody at all: one that answers, but not us, may have been wiped. Asked
 * in the one word that servers answer whatever they were told; that they refuse it is an answer
 * too.
 */
final class Presence {
  private static final int LIMIT_MILLIS = 500;
  private static final byte[] WORD = "srvr".getBytes(StandardCharsets.US_ASCII);

  private Presence() {}

  static boolean ofAny(List<HostPort> members) {
    return members.stream().anyMatch(Presence::of);
  }

  private static boolean of(HostPort member) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(member.host(), member.port().orElseThrow()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(WORD);
      return socket.getInputStream().read() >= 0;
    } catch (IOException away) {
      return false;
    }
  }
}
