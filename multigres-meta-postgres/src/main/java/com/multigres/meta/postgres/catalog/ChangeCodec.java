package com.multigres.meta.postgres.catalog;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.TableName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the log spells a change: its record's name and its components as texts in their order; a
 * table is two of them, a list its length and its elements. One rule for every change, so a new
 * kind needs no code here.
 */
final class ChangeCodec {
  private static final Map<String, Class<?>> KINDS =
      Arrays.stream(CatalogChange.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private ChangeCodec() {}

  static String kind(CatalogChange change) {
    return change.getClass().getSimpleName();
  }

  static String[] arguments(CatalogChange change) {
    List<String> texts = new ArrayList<>();
    for (RecordComponent component : change.getClass().getRecordComponents()) {
      write(value(component, change), texts);
    }
    return texts.toArray(String[]::new);
  }

  private static Object value(RecordComponent component, CatalogChange change) {
    try {
      return component.getAccessor().invoke(change);
    } catch (IllegalAccessException | InvocationTargetException closed) {
      throw new IllegalStateException("cannot read " + component + " of a change", closed);
    }
  }

  private static void write(Object value, List<String> texts) {
    if (value instanceof List<?> list) {
      texts.add(Integer.toString(list.size()));
      list.forEach(element -> texts.add(element.toString()));
    } else if (value instanceof TableName table) {
      texts.add(table.schema());
      texts.add(table.name());
    } else {
      texts.add(value instanceof Enum<?> constant ? constant.name() : value.toString());
    }
  }

  /**
   * Reads a change.
   *
   * @throws IllegalArgumentException when a newer library wrote a kind that this one does not know
   */
  static CatalogChange decode(String kind, String[] arguments) {
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "the log holds a change of the unknown kind '" + kind + "'");
    }
    RecordComponent[] components = type.getRecordComponents();
    Iterator<String> texts = List.of(arguments).iterator();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(types[i], texts);
    }
    try {
      return (CatalogChange) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException unfit) {
      throw new IllegalArgumentException(
          "the log's change of kind '" + kind + "' cannot be read", unfit);
    }
  }

  private static Object read(Class<?> type, Iterator<String> texts) {
    String first = texts.next();
    if (type == List.class) {
      List<String> elements = new ArrayList<>();
      for (int left = Integer.parseInt(first); left > 0; left--) {
        elements.add(texts.next());
      }
      return elements;
    }
    if (type == TableName.class) {
      return new TableName(first, texts.next());
    }
    if (type == boolean.class) {
      return Boolean.valueOf(first);
    }
    return type.isEnum() ? constant(type, first) : first;
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + name + "' is no " + type.getSimpleName()));
  }
}
