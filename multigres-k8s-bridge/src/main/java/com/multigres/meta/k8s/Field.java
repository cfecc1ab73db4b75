package com.multigres.meta.k8s;

import com.multigres.meta.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document and what stands there, if anything. Asked for what it does not hold, it
 * answers with an error that names the place. A field that is {@code null} counts as absent, as it
 * does for Kubernetes.
 */
final class Field {
  private final Place place;
  private final FieldPath path;
  private final @Nullable Object value;

  private Field(Place place, FieldPath path, @Nullable Object value) {
    this.place = place;
    this.path = path;
    this.value = value;
  }

  static Field root(Place place, Object value) {
    return new Field(place, FieldPath.ROOT, value);
  }

  boolean isPresent() {
    return value != null;
  }

  Field get(String name) {
    Map<?, ?> mapping = value == null ? Map.of() : expect(Map.class, "a mapping of fields");
    return new Field(place, path.key(name), mapping.get(name));
  }

  /** The names of the fields that stand here, in order. */
  List<String> names() {
    Map<?, ?> mapping = value == null ? Map.of() : expect(Map.class, "a mapping of fields");
    return mapping.keySet().stream().map(String::valueOf).toList();
  }

  /** The only text that may stand here; other scalars are told apart, as the API server does. */
  String string() {
    String text = expect(String.class, "a string");
    if (text.isEmpty()) {
      throw problem("must not be empty");
    }
    return text;
  }

  Optional<String> optionalString() {
    return isPresent() ? Optional.of(string()) : Optional.empty();
  }

  boolean flag(boolean otherwise) {
    return isPresent() ? expect(Boolean.class, "true or false") : otherwise;
  }

  /** The entries of a list; none when the field is absent. */
  List<Field> items() {
    List<?> list = value == null ? List.of() : expect(List.class, "a list");
    List<Field> items = new ArrayList<>(list.size());
    for (Object item : list) {
      items.add(new Field(place, path.item(items.size()), item));
    }
    return items;
  }

  List<String> strings() {
    return items().stream().map(Field::string).toList();
  }

  /** What the model makes of this text; a refusal of the model is told with this place. */
  <T> T as(Function<String, T> type) {
    String text = string();
    return check(() -> type.apply(text));
  }

  /** Runs what may be refused by the model, and says where. */
  <T> T check(java.util.function.Supplier<T> body) {
    try {
      return body.get();
    } catch (ClusterException | IllegalArgumentException e) {
      throw new ManifestException(
          place.file(), place.lineOf(path), path.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  ManifestException problem(String problem) {
    return new ManifestException(place.file(), place.lineOf(path), path.toString(), problem);
  }

  private <T> T expect(Class<T> type, String wanted) {
    if (value == null) {
      throw problem("is missing; it must be " + wanted);
    }
    if (!type.isInstance(value)) {
      throw problem("must be " + wanted + ", not " + describe(value));
    }
    return type.cast(value);
  }

  private static String describe(Object value) {
    if (value instanceof Map) {
      return "a mapping";
    }
    if (value instanceof List) {
      return "a list";
    }
    String kind = value instanceof String ? "the text " : "the value ";
    return kind + OneLine.of(String.valueOf(value));
  }

  /** Which document this is about. */
  interface Place {
    String file();

    OptionalInt lineOf(FieldPath path);
  }
}
