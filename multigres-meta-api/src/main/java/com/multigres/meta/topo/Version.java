package com.multigres.meta.topo;

/**
 * The name of one write of one node, for ever (rule T8). Versions are equal or not; there is no
 * order among them. Immutable.
 *
 * @param backend the kind of store that gave it
 * @param path the node that was written
 * @param token the backend's own name for the write; means nothing to anybody else
 */
public record Version(String backend, TopoPath path, String token) {

  /**
   * Reads the text form.
   *
   * @param path the node the version belongs to; the text does not say
   * @param text as {@link #toString} writes it
   * @return the version
   * @throws TopoException {@code BAD_INPUT} when the text is no version
   */
  public static Version parse(TopoPath path, String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw TopoException.badInput(path, "'" + text + "' is no version; one reads BACKEND:TOKEN");
    }
    return new Version(text.substring(0, colon), path, text.substring(colon + 1));
  }

  /** The text form: the backend and the token, without the path. */
  @Override
  public String toString() {
    return backend + ":" + token;
  }
}
