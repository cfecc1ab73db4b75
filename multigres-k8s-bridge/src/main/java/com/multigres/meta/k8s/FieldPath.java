package com.multigres.meta.k8s;

import java.util.ArrayList;
import java.util.List;

/** Where a value stands in a document, written as {@code spec.databases[0].name}. */
record FieldPath(List<Step> steps) {

  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath key(String name) {
    return plus(new Key(name));
  }

  FieldPath item(int index) {
    return plus(new Item(index));
  }

  private FieldPath plus(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Key key) {
        text.append(text.isEmpty() ? "" : ".").append(key.name());
      } else if (step instanceof Item item) {
        text.append('[').append(item.index()).append(']');
      }
    }
    return text.toString();
  }

  /** One step down. */
  sealed interface Step permits Key, Item {}

  /** Into a mapping. */
  record Key(String name) implements Step {}

  /** Into a list. */
  record Item(int index) implements Step {}
}
