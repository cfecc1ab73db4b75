package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What servers say to somebody whom they do not know, when they do not answer the client library:
 * one may have been wiped, serve reads only, or refuse our certificate. They are asked in the one
 * word that they answer whatever they were told; that they refuse it is an answer too.
 *
 * @param answers whether a server answers at all
 * @param hint why those that answer serve nobody, where they say so
 * @param refusal why encryption fails, where it does
 */
record Presence(boolean answers, Optional<String> hint, Optional<String> refusal) {
  private static final int LIMIT_MILLIS = 1_000;
  private static final byte[] WORD = "srvr".getBytes(StandardCharsets.US_ASCII);
  private static final Presence NONE = new Presence(false, Optional.empty(), Optional.empty());

  static Presence of(List<HostPort> members, Optional<SSLContext> tls) {
    return members.stream().map(member -> of(member, tls)).reduce(NONE, Presence::or);
  }

  private Presence or(Presence other) {
    return new Presence(
        answers || other.answers,
        hint.isPresent() ? hint : other.hint,
        refusal.isPresent() ? refusal : other.refusal);
  }

  private static Presence of(HostPort member, Optional<SSLContext> tls) {
    try (Socket plain = new Socket()) {
      plain.connect(
          new InetSocketAddress(member.host(), member.port().orElseThrow()), LIMIT_MILLIS);
      plain.setSoTimeout(LIMIT_MILLIS);
      Socket socket = tls.isPresent() ? encrypted(plain, member, tls.get()) : plain;
      socket.getOutputStream().write(WORD);
      byte[] said = socket.getInputStream().readNBytes(4 << 10);
      String text = new String(said, StandardCharsets.US_ASCII);
      return new Presence(said.length > 0, hint(text), Optional.empty());
    } catch (SSLException refused) {
      // A connection that broke says nothing.
      boolean broken = refused.getCause() instanceof IOException;
      String why = member + ": " + String.valueOf(refused.getMessage()).replaceAll("\\s+", " ");
      return new Presence(false, Optional.empty(), broken ? Optional.empty() : Optional.of(why));
    } catch (IOException away) {
      return NONE;
    }
  }

  private static Optional<String> hint(String said) {
    if (said.contains("Mode: read-only")) {
      return Optional.of(
          "the servers that answer are cut off from the others and serve reads only");
    }
    return said.contains("not currently serving")
        ? Optional.of("the servers that answer have no quorum")
        : Optional.empty();
  }

  private static Socket encrypted(Socket plain, HostPort member, SSLContext tls)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(plain, member.host(), member.port().orElseThrow(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
