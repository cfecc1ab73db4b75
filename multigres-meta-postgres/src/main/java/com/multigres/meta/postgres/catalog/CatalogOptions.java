package com.multigres.meta.postgres.catalog;

import com.multigres.meta.store.AddressOptions;
import java.time.Duration;
import java.util.Set;

/**
 * What an address may say beside what every PostgreSQL address may.
 *
 * @param schema the hidden schema's name, plain lower-case
 * @param retention how many generations the log keeps
 * @param pollInterval how often a subscriber looks although its channel is proven
 */
record CatalogOptions(String schema, long retention, Duration pollInterval) {
  private static final long LARGEST_RETENTION = 999_999_999_999L;
  static final Set<String> NAMES = Set.of("schema", "retention", "pollInterval");

  static CatalogOptions of(AddressOptions given) {
    String schema = given.text("schema").orElse("multigres_catalog");
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")
        || schema.startsWith("pg_")
        || schema.equals("multigres")) {
      throw new IllegalArgumentException(
          "option 'schema' is a plain lower-case name, neither pg_… nor the pooler's multigres, not '"
              + schema
              + "'");
    }
    return new CatalogOptions(
        schema,
        given.number("retention", 10_000L, 1, LARGEST_RETENTION),
        given.duration("pollInterval", Duration.ofSeconds(5)));
  }
}
