package com.multigres.meta.topology;

import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.topo.TopoPath;

/** Databases, by external name. */
record DatabaseKind(TopoLayout layout) implements RecordKind<String, DatabaseRecord> {
  @Override
  public RecordCodec<DatabaseRecord> codec() {
    return RecordCodecs.DATABASE;
  }

  @Override
  public TopoPath path(String database) {
    return layout.database(database);
  }

  @Override
  public String key(DatabaseRecord database) {
    return database.name();
  }

  @Override
  public TopoPath directory() {
    return TopoLayout.databases();
  }

  @Override
  public boolean holds(TopoPath path) {
    return layout.databaseAt(path).isPresent();
  }

  /** Where the record lies is what components know the database by. */
  @Override
  public DatabaseRecord completed(TopoPath path, DatabaseRecord database) {
    String name = layout.databaseAt(path).orElse(database.name());
    return new DatabaseRecord(
        name, database.backup(), database.cells(), database.durabilityPolicy());
  }
}
