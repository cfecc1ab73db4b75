package com.multigres.meta.testkit.history.file;

import com.multigres.meta.model.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a JSON object, by name and kind; what is missing is told by its name. */
record Fields(Map<String, Object> members) {

  static Fields of(Object value) {
    return as("an object", Fields.class, value);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Object get(String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return value;
  }

  String text(String name) {
    return as("a string", String.class, get(name));
  }

  Optional<String> maybe(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  long number(String name) {
    return as("a number", Long.class, get(name));
  }

  boolean isTrue(String name) {
    return as("true or false", Boolean.class, get(name));
  }

  private List<?> list(String name) {
    return as("a list", List.class, get(name));
  }

  List<String> texts(String name) {
    return list(name).stream().map(one -> as("a string", String.class, one)).toList();
  }

  List<Fields> objects(String name) {
    return list(name).stream().map(Fields::of).toList();
  }

  /** Each is its schema and its name. */
  List<TableName> tables(String name) {
    List<TableName> tables = new ArrayList<>();
    for (Object one : list(name)) {
      List<?> table = as("a list", List.class, one);
      if (table.size() != 2) {
        throw new IllegalArgumentException("a table is a schema and a name, not " + table);
      }
      tables.add(
          new TableName(
              as("a string", String.class, table.get(0)),
              as("a string", String.class, table.get(1))));
    }
    return tables;
  }

  private static <T> T as(String wanted, Class<T> type, Object found) {
    if (!type.isInstance(found)) {
      throw new IllegalArgumentException("expected " + wanted + ", not " + found);
    }
    return type.cast(found);
  }

  /** Collects members to be written, in the order in which they are added. */
  static final class Draft {
    private final Map<String, Object> members = new LinkedHashMap<>();

    Draft put(String name, Object value) {
      members.put(name, value);
      return this;
    }

    Draft put(String name, Optional<?> value) {
      value.ifPresent(present -> members.put(name, present));
      return this;
    }

    Draft putAll(Draft other) {
      members.putAll(other.members);
      return this;
    }

    Map<String, Object> members() {
      return members;
    }
  }
}
