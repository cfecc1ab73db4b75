package com.multigres.meta.cli;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import java.util.List;
import java.util.Map;

/**
 * A topology and a catalog in one database of a real Postgres.
 *
 * @param database the database
 */
record PostgresStores(PostgresDatabase database) {

  String topo() {
    return catalog() + "#/multigres/cluster1/global";
  }

  String catalog() {
    return "postgresql://"
        + database.user()
        + "@"
        + database.host()
        + ":"
        + database.port()
        + "/"
        + database.name();
  }

  StoreOptions options() {
    return StoreOptions.builder().password(database::password).build();
  }

  Map<String, String> environment() {
    return Map.of(
        "MULTIGRES_TOPO", topo(),
        "MULTIGRES_CATALOG", catalog(),
        "MULTIGRES_TOPO_PASSWORD", database.password(),
        "MULTIGRES_CATALOG_PASSWORD", database.password());
  }

  Run.Caller caller() {
    return new Run.Caller(environment(), List.of());
  }
}
