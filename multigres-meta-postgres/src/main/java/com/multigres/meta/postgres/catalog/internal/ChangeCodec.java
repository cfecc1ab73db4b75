package com.multigres.meta.postgres.catalog.internal;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.TableName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the log spells changes: for each how many texts follow, then its record's name and its
 * components as texts in their order; a table is two of them, a list its length and its elements.
 * One rule for every change, so a new kind needs no code here.
 */
public final class ChangeCodec {
  private static final Logger log = LoggerFactory.getLogger(ChangeCodec.class);
  private static final Map<String, Class<?>> KINDS =
      Arrays.stream(CatalogChange.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private ChangeCodec() {}

  /**
   * What the log says of one generation.
   *
   * @param changes those that this version of the library knows
   * @param understood whether these are all
   */
  record Decoded(List<CatalogChange> changes, boolean understood) {}

  public static String[] encode(List<CatalogChange> changes) {
    List<String> texts = new ArrayList<>();
    for (CatalogChange change : changes) {
      List<String> own = new ArrayList<>();
      own.add(change.getClass().getSimpleName());
      for (RecordComponent component : change.getClass().getRecordComponents()) {
        write(value(component, change), own);
      }
      texts.add(Integer.toString(own.size()));
      texts.addAll(own);
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
   * Reads changes; without those of which a newer library wrote a kind, or a form, that this one
   * does not know. What they did is in the rows that they moved.
   */
  static Decoded decode(String[] all) {
    List<CatalogChange> known = new ArrayList<>();
    boolean understood = true;
    Iterator<String> texts = List.of(all).iterator();
    while (texts.hasNext()) {
      List<String> own = new ArrayList<>();
      for (int left = Integer.parseInt(texts.next()); left > 0; left--) {
        own.add(texts.next());
      }
      Optional<CatalogChange> change = decode(own.get(0), own.subList(1, own.size()));
      change.ifPresent(known::add);
      understood &= change.isPresent();
    }
    return new Decoded(known, understood);
  }

  private static Optional<CatalogChange> decode(String kind, List<String> arguments) {
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(construct(type, arguments.iterator()));
    } catch (ReflectiveOperationException | IllegalArgumentException | NoSuchElementException e) {
      log.debug("the log's change of kind {} is of an unknown form", kind, e);
      return Optional.empty();
    }
  }

  private static CatalogChange construct(Class<?> type, Iterator<String> texts)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(types[i], texts);
    }
    if (texts.hasNext()) {
      throw new IllegalArgumentException("it says more than this library knows");
    }
    return (CatalogChange) type.getDeclaredConstructor(types).newInstance(values);
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
