package com.multigres.meta.topo.lock;

import com.multigres.meta.topo.TopoException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a grant: tokens of one lock only grow, across holders, processes and restarts (rule
 * T23), within one incarnation of the store (rule T33). Whoever keeps the largest token it has seen
 * can refuse what comes from an earlier holder. Immutable.
 *
 * @param backend the kind of store that granted it
 * @param incarnation the backend's name for the store's life in which it was granted
 * @param number the number that grows
 * @param grant the backend's own name for the grant; means nothing to anybody else
 */
public record FencingToken(String backend, String incarnation, long number, String grant) {
  private static final Pattern TEXT =
      Pattern.compile("([a-z][a-z0-9]*):([^:\\s]+):(\\d{1,18}):([^:\\s]+)");

  /**
   * Reads the text form.
   *
   * @param text as {@link #toString} writes it
   * @return the token
   * @throws TopoException {@code BAD_INPUT} when the text is no token
   */
  public static FencingToken parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw TopoException.badInput(
          "'" + text + "' is no fencing token; one reads BACKEND:INCARNATION:NUMBER:GRANT (T23)");
    }
    return new FencingToken(
        parts.group(1), parts.group(2), Long.parseLong(parts.group(3)), parts.group(4));
  }

  /**
   * Whether this grant came after another one of the same lock.
   *
   * @param other a token of the same lock
   * @return true when this one is larger
   * @throws TopoException {@code BAD_INPUT} when the two are of different stores or incarnations,
   *     between which there is no order
   */
  public boolean isAfter(FencingToken other) {
    if (!backend.equals(other.backend) || !incarnation.equals(other.incarnation)) {
      throw TopoException.badInput(
          "the tokens " + this + " and " + other + " are not of one store's life (T33)");
    }
    return number > other.number;
  }

  /** The text form: backend, incarnation, number and grant, with colons between them. */
  @Override
  public String toString() {
    return backend + ":" + incarnation + ":" + number + ":" + grant;
  }
}
