package com.multigres.meta.model.component;

import java.util.Map;

/** The names of an open enumeration's known numbers. */
record NumberNames(Map<Integer, String> names) {
  NumberNames {
    names = Map.copyOf(names);
  }

  String of(int number) {
    return names.getOrDefault(number, "UNRECOGNIZED(" + number + ")");
  }
}
