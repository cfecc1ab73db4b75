package com.multigres.meta.postgres.catalog;

import com.multigres.meta.postgres.internal.PostgresConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What an address may say beside what every PostgreSQL address may.
 *
 * @param schema the hidden schema's name, plain lower-case
 * @param retention how many generations the log keeps
 * @param pollInterval how often a subscriber looks although its channel is proven
 */
record CatalogOptions(String schema, long retention, Duration pollInterval) {
  static final Set<String> NAMES = Set.of("schema", "retention", "pollInterval");

  static CatalogOptions of(Map<String, String> given) {
    String schema = given.getOrDefault("schema", "multigres_catalog");
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")
        || schema.startsWith("pg_")
        || schema.equals("multigres")) {
      throw new IllegalArgumentException(
          "option 'schema' is a plain lower-case name, neither pg_… nor the pooler's multigres, not '"
              + schema
              + "'");
    }
    String retention = given.getOrDefault("retention", "10000");
    if (!retention.matches("[1-9]\\d{0,11}")) {
      throw new IllegalArgumentException(
          "option 'retention' is a number of generations, not '" + retention + "'");
    }
    return new CatalogOptions(
        schema,
        Long.parseLong(retention),
        PostgresConfig.duration(given, "pollInterval", Duration.ofSeconds(5)));
  }
}
