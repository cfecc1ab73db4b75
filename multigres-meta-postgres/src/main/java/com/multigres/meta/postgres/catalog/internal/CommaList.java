package com.multigres.meta.postgres.catalog.internal;

/** The elements of a text, between commas, one after the other. Used once, by one thread. */
final class CommaList {
  private final String all;
  private String last = "";
  private int from;

  CommaList(String all) {
    this.all = all;
  }

  boolean hasNext() {
    return from <= all.length();
  }

  /** The next element, empty where there is none. The same object where it is as the one before. */
  String next() {
    if (!hasNext()) {
      return "";
    }
    int comma = all.indexOf(',', from);
    int to = comma < 0 ? all.length() : comma;
    if (to - from != last.length() || !all.startsWith(last, from)) {
      last = all.substring(from, to);
    }
    from = to + 1;
    return last;
  }
}
