package com.multigres.meta.cli.run;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.cli.output.Failure;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.k8s.ManifestException;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testservers.ServerFolderException;
import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.topo.TopoException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each kind of error means to whoever called the command. */
public final class Failures {
  // What no cluster's state would make right.
  private static final Set<String> MALFORMED =
      Set.of(CliException.BAD_INPUT, ClusterErrorCode.BAD_SPEC.name());
  private static final Pattern RULE = Pattern.compile("\\(([TCP]\\d{1,2})\\)");

  private Failures() {}

  /** Says what went wrong. */
  public static Failure of(Throwable error) {
    String message = message(error);
    if (error instanceof CliException refused) {
      return refused.failure();
    }
    if (error instanceof TopoException topo) {
      return new Failure(topo.code().name(), ruleIn(message), message, topo.outcome());
    }
    if (error instanceof CatalogException catalog) {
      Optional<String> rule = catalog.rule().or(() -> ruleIn(message));
      return new Failure(catalog.code().name(), rule, message, catalog.outcome());
    }
    if (error instanceof ClusterException cluster) {
      return Failure.refused(cluster.code().name(), message);
    }
    if (error instanceof ApiException api) {
      boolean refused = api.kind() == ApiException.Kind.REFUSED;
      Outcome outcome = api.sent() && !refused ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
      String code = refused ? "REFUSED" : "UNAVAILABLE";
      return new Failure(code, Optional.empty(), message, outcome);
    }
    if (error instanceof ManifestException) {
      return Failure.refused("BAD_MANIFEST", message);
    }
    if (error instanceof ServerFolderException) {
      return Failure.refused(CliException.BAD_INPUT, message);
    }
    if (error instanceof ServerStartException || error instanceof ServerUnavailableException) {
      return Failure.refused("UNAVAILABLE", message);
    }
    if (error instanceof IllegalArgumentException) {
      return new Failure(CliException.BAD_INPUT, ruleIn(message), message, Outcome.NOT_APPLIED);
    }
    return new Failure(
        "INTERNAL",
        Optional.empty(),
        error + "; --verbose shows where it came from",
        Outcome.UNKNOWN);
  }

  /** The exit status that an error means. */
  public static int status(Throwable error) {
    if (error instanceof CliException refused) {
      return refused.status();
    }
    return MALFORMED.contains(of(error).code()) ? ExitStatus.USAGE : ExitStatus.FAILED;
  }

  private static Optional<String> ruleIn(String message) {
    Matcher matcher = RULE.matcher(message);
    return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
