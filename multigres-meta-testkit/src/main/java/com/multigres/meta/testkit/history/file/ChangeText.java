package com.multigres.meta.testkit.history.file;

import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.TableName;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Changes of a catalog as JSON: the kind, which is the name of its record, and that one's
 * components by their names; a table is its schema and its name.
 */
final class ChangeText {
  private static final String KIND = "kind";

  private ChangeText() {}

  static Map<String, Object> of(CatalogChange change) {
    Fields.Draft draft = new Fields.Draft().put(KIND, change.getClass().getSimpleName());
    for (RecordComponent component : change.getClass().getRecordComponents()) {
      draft.put(component.getName(), written(value(component, change)));
    }
    return draft.members();
  }

  private static Object value(RecordComponent component, CatalogChange change) {
    try {
      return component.getAccessor().invoke(change);
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("cannot read " + component + " of a change", closed);
    }
  }

  private static Object written(Object value) {
    return value instanceof TableName table ? List.of(table.schema(), table.name()) : value;
  }

  static CatalogChange read(Fields fields) {
    Class<?> kind = kind(fields.text(KIND));
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(types[i], fields, components[i].getName());
    }
    try {
      return (CatalogChange) kind.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("cannot make a " + kind.getSimpleName(), closed);
    }
  }

  private static Class<?> kind(String name) {
    return Arrays.stream(CatalogChange.class.getPermittedSubclasses())
        .filter(kind -> kind.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no change: " + name));
  }

  private static Object value(Class<?> type, Fields fields, String name) {
    if (type == boolean.class) {
      return fields.isTrue(name);
    } else if (type == List.class) {
      return fields.texts(name);
    } else if (type == TableName.class) {
      List<String> table = fields.texts(name);
      return new TableName(table.get(0), table.get(1));
    }
    return type.isEnum() ? constant(type, fields.text(name)) : fields.text(name);
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + name + "' is no " + type.getSimpleName()));
  }
}
