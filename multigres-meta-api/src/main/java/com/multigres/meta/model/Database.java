package com.multigres.meta.model;

import com.multigres.meta.model.internal.SortedChunks;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Multigres database: tablegroups, and tables placed in them. Immutable, equal by content. */
public final class Database implements Siblings.Named {
  private final long id;
  private final String name;
  private final String externalName;
  private final boolean isDefault;
  private final boolean dropping;
  private final Siblings<TableGroup> tableGroups;
  private final SortedChunks<TableName, Long> tables;
  private @Nullable Map<Long, TableGroup> byId; // built by the first lookup

  Database(
      long id,
      String name,
      String externalName,
      boolean isDefault,
      boolean dropping,
      Siblings<TableGroup> tableGroups,
      SortedChunks<TableName, Long> tables) {
    this.id = id;
    this.name = name;
    this.externalName = externalName.equals(name) ? name : externalName;
    this.isDefault = isDefault;
    this.dropping = dropping;
    this.tableGroups = tableGroups;
    this.tables = tables;
  }

  /** {@return its stable number} */
  public long id() {
    return id;
  }

  /** {@return its name} */
  @Override
  public String name() {
    return name;
  }

  /** {@return the DNS label of at most 30 characters by which copies outside know it} */
  @Override
  public String externalName() {
    return externalName;
  }

  /** {@return whether it is the cluster's default database} */
  public boolean isDefault() {
    return isDefault;
  }

  /** {@return whether it was dropped and is not yet forgotten} */
  public boolean isDropping() {
    return dropping;
  }

  /** {@return its tablegroups by name} */
  public Collection<TableGroup> tableGroups() {
    return tableGroups.all();
  }

  /**
   * The tablegroup of a name. Logarithmic.
   *
   * @param tableGroup the name
   * @return the tablegroup
   */
  public Optional<TableGroup> tableGroup(String tableGroup) {
    return Optional.ofNullable(tableGroups.named(tableGroup));
  }

  /**
   * The tablegroup of an external name. Logarithmic.
   *
   * @param tableGroup the external name
   * @return the tablegroup
   */
  public Optional<TableGroup> tableGroupByExternalName(String tableGroup) {
    return Optional.ofNullable(tableGroups.externallyNamed(tableGroup));
  }

  /**
   * The tablegroup of a number.
   *
   * @param tableGroupId the id
   * @return the tablegroup
   */
  public Optional<TableGroup> tableGroup(long tableGroupId) {
    return Optional.ofNullable(byId().get(tableGroupId));
  }

  /** {@return its default tablegroup; nothing only in a catalog that breaks C2} */
  public Optional<TableGroup> defaultTableGroup() {
    return tableGroups().stream().filter(TableGroup::isDefault).findFirst();
  }

  /** {@return every placed table by name} */
  public Collection<TableName> tables() {
    return tables.keys();
  }

  /**
   * The tables placed in one tablegroup. Linear in the tables of the database.
   *
   * @param tableGroup one of this database's
   * @return the tables by name
   */
  public Stream<TableName> tablesOf(TableGroup tableGroup) {
    return tables.entries().stream()
        .filter(entry -> entry.getValue() == tableGroup.id())
        .map(Map.Entry::getKey);
  }

  /**
   * The tablegroup that a table was placed in. Logarithmic.
   *
   * @param table the table
   * @return its tablegroup; nothing for a table that was never placed
   */
  public Optional<TableGroup> tableGroupOf(TableName table) {
    Long tableGroupId = tables.get(table);
    return tableGroupId == null ? Optional.empty() : tableGroup((long) tableGroupId);
  }

  /**
   * {@code DROPPING} when it was dropped, else {@code READY} when all active shards are, else
   * {@code CREATING}. Tablegroups that are being dropped do not count.
   *
   * @return the state
   */
  public ServingState state() {
    if (dropping) {
      return ServingState.DROPPING;
    }
    boolean creating =
        tableGroups().stream().anyMatch(group -> group.state() == ServingState.CREATING);
    return creating ? ServingState.CREATING : ServingState.READY;
  }

  /**
   * The state of one tablegroup: {@code DROPPING} also when the database is.
   *
   * @param tableGroup one of this database's
   * @return the state
   */
  public ServingState stateOf(TableGroup tableGroup) {
    return dropping ? ServingState.DROPPING : tableGroup.state();
  }

  private Map<Long, TableGroup> byId() {
    Map<Long, TableGroup> built = byId;
    if (built == null) {
      Map<Long, TableGroup> fresh = new HashMap<>();
      tableGroups().forEach(group -> fresh.put(group.id(), group));
      built = Map.copyOf(fresh);
      byId = built;
    }
    return built;
  }

  Siblings<TableGroup> siblings() {
    return tableGroups;
  }

  SortedChunks<TableName, Long> placements() {
    return tables;
  }

  Database withName(String next) {
    return new Database(id, next, externalName, isDefault, dropping, tableGroups, tables);
  }

  Database asDropping() {
    return new Database(id, name, externalName, isDefault, true, tableGroups, tables);
  }

  Database with(Siblings<TableGroup> next) {
    return new Database(id, name, externalName, isDefault, dropping, next, tables);
  }

  Database with(SortedChunks<TableName, Long> next) {
    return new Database(id, name, externalName, isDefault, dropping, tableGroups, next);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Database that
            && id == that.id
            && isDefault == that.isDefault
            && dropping == that.dropping
            && name.equals(that.name)
            && externalName.equals(that.externalName)
            && tableGroups.equals(that.tableGroups)
            && tables.equals(that.tables));
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, externalName, isDefault, dropping, tableGroups, tables);
  }

  /** {@return its name, tablegroups and tables} */
  @Override
  public String toString() {
    return "Database[" + id + " " + name + " " + tableGroups() + " " + tables + "]";
  }
}
