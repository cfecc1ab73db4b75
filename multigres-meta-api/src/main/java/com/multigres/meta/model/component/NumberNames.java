package com.multigres.meta.model.component;

import java.util.Map;

/** The names of an open enumeration's known numbers. */
record NumberNames(Map<Integer, String> names) {
  NumberNames {
    names = Map.copyOf(names);
  }

  String of(int number) {
    String known = names.get(number);
    return known == null ? "UNRECOGNIZED(" + number + ")" : known;
  }
}
