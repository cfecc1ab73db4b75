package com.multigres.meta.cli.catalog.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.TableName;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;

/** A change of the catalog as JSON and as text: its kind and what it was told. */
public final class ChangeText {
  private ChangeText() {}

  /** The change as JSON: {@code change} is its kind, the rest are its own fields. */
  public static ObjectNode json(CatalogChange change) {
    String kind = change.getClass().getSimpleName();
    ObjectNode json =
        Json.object()
            .put("change", kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1));
    for (RecordComponent field : change.getClass().getRecordComponents()) {
      json.set(field.getName(), json(value(change, field)));
    }
    return json;
  }

  private static JsonNode json(Object value) {
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Collection<?> many) {
      return Json.strings(many.stream().map(String::valueOf).toList());
    }
    return value instanceof TableName table
        ? CatalogJson.table(table)
        : TextNode.valueOf(value.toString());
  }

  /** The change as a line for people. */
  public static String line(CatalogChange change) {
    String kind = change.getClass().getSimpleName();
    StringBuilder line =
        new StringBuilder(kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
    for (RecordComponent field : change.getClass().getRecordComponents()) {
      Object value = value(change, field);
      if (!Boolean.FALSE.equals(value)) {
        line.append(' ').append(field.getName());
        line.append(Boolean.TRUE.equals(value) ? "" : "=" + shown(value));
      }
    }
    return line.toString();
  }

  private static String shown(Object value) {
    if (value instanceof Collection<?> many) {
      return String.join(",", many.stream().map(each -> Shown.name(each.toString())).toList());
    }
    return value instanceof TableName table
        ? CatalogTree.table(table)
        : Shown.name(value.toString());
  }

  private static Object value(CatalogChange change, RecordComponent field) {
    try {
      return field.getAccessor().invoke(change);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of a change", e);
    }
  }
}
