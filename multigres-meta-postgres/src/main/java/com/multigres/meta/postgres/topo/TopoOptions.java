package com.multigres.meta.postgres.topo;

import com.multigres.meta.postgres.internal.PostgresConfig;
import com.multigres.meta.store.AddressOptions;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * How to open a topology.
 *
 * @param postgres how to reach the database
 * @param root the store's root
 * @param schema the name of the hidden area
 * @param poll how often to look for changes that no notification announced
 * @param logRows how many changes the log keeps
 * @param logAge how long it keeps them
 */
record TopoOptions(
    PostgresConfig postgres,
    TopoPath root,
    String schema,
    Duration poll,
    int logRows,
    Duration logAge) {
  private static final String DEFAULT_SCHEMA = "multigres_topo";
  private static final int MAX_IDENTIFIER_BYTES = 63;
  private static final int MOST_ROWS = 999_999_999;

  static TopoOptions of(StoreUri uri, StoreOptions options) {
    try {
      PostgresConfig postgres =
          PostgresConfig.of(uri, options, Set.of("schema", "poll", "logRows", "logAge"));
      AddressOptions given = postgres.options();
      return new TopoOptions(
          postgres,
          root(uri),
          schema(given.text("schema").orElse(DEFAULT_SCHEMA)),
          given.duration("poll", Duration.ofSeconds(1)),
          given.number("logRows", 100_000, 1, MOST_ROWS),
          given.duration("logAge", Duration.ofHours(1)));
    } catch (IllegalArgumentException senseless) {
      throw TopoException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static TopoPath root(StoreUri uri) {
    return TopoPath.parse(
        uri.fragment()
            .orElseThrow(
                () ->
                    TopoException.badInput(
                        "a topology needs a root: postgresql://host/database#/root, not " + uri)));
  }

  private static String schema(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    boolean plain = bytes > 0 && bytes <= MAX_IDENTIFIER_BYTES && name.indexOf('\0') < 0;
    if (!plain || name.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "option 'schema' is a name of 1 to "
              + MAX_IDENTIFIER_BYTES
              + " bytes that does not begin with pg_, not '"
              + name.replace("\0", "\\0")
              + "'");
    }
    return name;
  }
}
