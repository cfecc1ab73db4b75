package com.multigres.meta.cluster;

import com.google.common.hash.Hashing;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.ChangeId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The name of an operation of several steps. Each step's change id follows from it, so that whoever
 * repeats the operation under the same id after a crash repeats its steps, and none is done twice
 * (rule C5). Immutable.
 *
 * @param value 1–128 printable ASCII characters without a space or {@code @}, as a change id
 */
public record OperationId(String value) {
  private static final int LONGEST_READABLE = 128;

  /**
   * Makes an id.
   *
   * @throws CatalogException {@code BAD_INPUT} when the value is none
   */
  public OperationId {
    value = new ChangeId(value).value();
  }

  /**
   * A new one.
   *
   * @return a random id
   */
  public static OperationId random() {
    return new OperationId(UUID.randomUUID().toString());
  }

  /**
   * The change id of a step.
   *
   * @param step the step's name, short and of printable ASCII characters; always the same for the
   *     same step
   * @return the operation's id, a colon and the step's name; where that would be too long, a hash
   *     of it
   */
  public ChangeId step(String step) {
    String readable = value + ":" + step;
    if (readable.length() <= LONGEST_READABLE) {
      return new ChangeId(readable);
    }
    return new ChangeId(Hashing.sha256().hashString(readable, StandardCharsets.UTF_8) + ":" + step);
  }

  @Override
  public String toString() {
    return value;
  }
}
