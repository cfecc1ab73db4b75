package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.topo.TopoException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Finds in one word why a run failed, and how long the server wants to be left alone. Pure. */
final class FailureReason {
  private static final int DEEPEST = 50;
  private static final String BAD_SETTINGS = "BadSettings";

  private FailureReason() {}

  /** As Kubernetes spells reasons. */
  static String of(RuntimeException failed) {
    if (failed instanceof ApiException api) {
      return api.kind() == ApiException.Kind.REFUSED ? refused(api) : unanswered(api);
    }
    if (failed instanceof ClusterException cluster) {
      return clusterRefused(cluster);
    }
    if (isBadSetting(failed)) {
      return BAD_SETTINGS;
    }
    if (failed instanceof CatalogException) {
      return "CatalogFailed";
    }
    return failed instanceof TopoException ? "TopologyFailed" : "Failed";
  }

  /** What somebody said of the cluster, and no server's fault. */
  private static boolean isBadSetting(RuntimeException failed) {
    return failed instanceof IllegalArgumentException
        || (failed instanceof CatalogException catalog
            && catalog.code() == CatalogException.Code.BAD_INPUT)
        || (failed instanceof TopoException topology
            && topology.code() == TopoException.Code.BAD_INPUT);
  }

  private static String clusterRefused(ClusterException cluster) {
    if (cluster.code() == ClusterErrorCode.CONTENDED) {
      return "Contended";
    }
    return cluster.getCause() instanceof ApiException ? "NotAccepted" : "Refused";
  }

  private static String unanswered(ApiException api) {
    return switch (api.kind()) {
      case BAD_SETTINGS -> BAD_SETTINGS;
      case LATE -> "TimedOut";
      default -> "Unreachable";
    };
  }

  private static String refused(ApiException api) {
    if (api.isTooLarge()) {
      return "TooLarge";
    }
    String words = String.valueOf(api.getMessage());
    if (words.contains("failed calling webhook")) {
      return "WebhookFailed";
    }
    return switch (api.status()) {
      case 401 -> "Unauthorized";
      case 403 -> words.contains("is being terminated") ? "NamespaceTerminating" : "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 422 -> "NotAccepted";
      case 429 -> "TooManyRequests";
      default -> api.status() >= 500 ? "ServerFailed" : "Refused";
    };
  }

  /** What the server said, with its status. */
  static String words(RuntimeException failed) {
    String words = String.valueOf(failed.getMessage());
    return failed instanceof ApiException api && api.status() != 0
        ? "the API server refuses it with " + api.status() + ": " + words
        : words;
  }

  /** How long any server that refused wants to be left alone. */
  static Optional<Duration> retryAfter(RuntimeException failed) {
    Deque<Throwable> left = new ArrayDeque<>();
    left.add(failed);
    for (int depth = 0; !left.isEmpty() && depth < DEEPEST; depth++) {
      Throwable some = left.remove();
      if (some instanceof ApiException api && api.retryAfter().isPresent()) {
        return api.retryAfter();
      }
      left.addAll(Arrays.asList(some.getSuppressed()));
      Optional.ofNullable(some.getCause()).ifPresent(left::add);
    }
    return Optional.empty();
  }
}
