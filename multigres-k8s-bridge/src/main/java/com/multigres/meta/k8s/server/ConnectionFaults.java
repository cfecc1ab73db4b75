package com.multigres.meta.k8s.server;

import com.multigres.meta.store.Deadline;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Tells what became of a request that ended without an answer. */
final class ConnectionFaults {
  private static final int DEEPEST = 20;

  private ConnectionFaults() {}

  static ApiException of(String server, Throwable fault, Deadline deadline) {
    if (has(fault, CertificateException.class) || has(fault, CertPathValidatorException.class)) {
      return ApiException.unsent(
          ApiException.Kind.UNTRUSTED,
          "the certificate of " + server + " is not trusted: " + words(fault),
          fault);
    }
    if (neverConnected(fault)) {
      return ApiException.unsent(
          ApiException.Kind.UNREACHABLE, "cannot reach " + server + ": " + words(fault), fault);
    }
    if (deadline.expired()
        || has(fault, HttpTimeoutException.class)
        || has(fault, TimeoutException.class)) {
      return ApiException.sent(
          ApiException.Kind.LATE, server + " did not answer within the " + deadline, fault);
    }
    return ApiException.sent(
        ApiException.Kind.LOST,
        "the connection to " + server + " was lost: " + words(fault),
        fault);
  }

  private static boolean neverConnected(Throwable fault) {
    return has(fault, ConnectException.class)
        || has(fault, UnknownHostException.class)
        || has(fault, NoRouteToHostException.class)
        || has(fault, UnresolvedAddressException.class)
        || has(fault, HttpConnectTimeoutException.class)
        || has(fault, SSLHandshakeException.class);
  }

  private static boolean has(Throwable fault, Class<? extends Throwable> kind) {
    Throwable at = fault;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (kind.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static String words(Throwable fault) {
    @Nullable String message = fault.getMessage();
    return (message == null ? fault.getClass().getSimpleName() : message)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
