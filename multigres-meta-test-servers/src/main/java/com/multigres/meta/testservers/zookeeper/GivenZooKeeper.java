package com.multigres.meta.testservers.zookeeper;

import com.multigres.meta.testservers.ServerStartException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Somebody's own server or ensemble, named by a variable. */
record GivenZooKeeper(String connectString) implements ZooKeeperServer {

  /** The variable that names the server. */
  static final String VARIABLE = "MULTIGRES_TEST_ZOOKEEPER";

  private static final Pattern FORM = Pattern.compile("[^:/,\\s]+:\\d{1,5}(,[^:/,\\s]+:\\d{1,5})*");

  /** Empty where the variable is not set; a variable that is set wrongly is an error. */
  static Optional<GivenZooKeeper> find() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(text -> !text.isBlank())
        .map(GivenZooKeeper::parse);
  }

  static GivenZooKeeper parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new ServerStartException(VARIABLE + " does not have the form host:port[,host:port]");
    }
    if (Stream.of(text.split(",", -1)).noneMatch(GivenZooKeeper::serves)) {
      throw new ServerStartException(VARIABLE + " names " + text + ", where nobody serves");
    }
    return new GivenZooKeeper(text);
  }

  private static boolean serves(String server) {
    int colon = server.indexOf(':');
    return ZooKeeperStatus.of(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)))
        .isPresent();
  }

  @Override
  public void close() {
    // Not ours.
  }
}
