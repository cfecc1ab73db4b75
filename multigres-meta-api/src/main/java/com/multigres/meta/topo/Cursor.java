package com.multigres.meta.topo;

/**
 * A point in a store's history from which a watch can resume (rule T14). Immutable.
 *
 * @param backend the kind of store that gave it
 * @param token the backend's own name for the point; means nothing to anybody else
 */
public record Cursor(String backend, String token) {

  /**
   * Reads the text form.
   *
   * @param text as {@link #toString} writes it
   * @return the cursor
   * @throws TopoException {@code BAD_INPUT} when the text is no cursor
   */
  public static Cursor parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw TopoException.badInput("'" + text + "' is no cursor; one reads BACKEND:TOKEN");
    }
    return new Cursor(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return backend + ":" + token;
  }
}
