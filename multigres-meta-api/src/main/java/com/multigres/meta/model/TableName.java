package com.multigres.meta.model;

/**
 * A table's name, case-sensitive; sorted by schema, then name. Any two texts make one: {@link
 * Catalog#apply(CatalogChange)} refuses those that break C10.
 *
 * @param schema the schema
 * @param name the table
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
  /** The schema of a table without one. */
  public static final String DEFAULT_SCHEMA = "public";

  /**
   * A table in the schema {@code public}.
   *
   * @param name the table
   * @return its full name
   */
  public static TableName of(String name) {
    return new TableName(DEFAULT_SCHEMA, name);
  }

  @Override
  public int compareTo(TableName other) {
    int order = schema.compareTo(other.schema);
    return order != 0 ? order : name.compareTo(other.name);
  }

  /** {@return schema and name with a dot between them} */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
