package com.multigres.meta.catalog;

/**
 * A point in the catalog's history (rule C5). The generation says how many changes came before; the
 * change id tells two histories with as many changes apart (rule C9). Immutable.
 *
 * @param generation counts the changes, without a gap
 * @param changeId the change that made this generation
 */
public record Position(long generation, ChangeId changeId) {

  /**
   * Reads the text form.
   *
   * @param text {@code GENERATION@CHANGE-ID}
   * @return the position
   * @throws CatalogException {@code BAD_INPUT} when the text is no position
   */
  public static Position parse(String text) {
    int at = text.indexOf('@');
    try {
      if (at > 0) {
        return new Position(
            Long.parseLong(text.substring(0, at)), new ChangeId(text.substring(at + 1)));
      }
    } catch (NumberFormatException notANumber) {
      throw CatalogException.badInput(
          "'" + text + "' is no position: its generation is not a number (C5)");
    }
    throw CatalogException.badInput(
        "'" + text + "' is no position; one reads GENERATION@CHANGE-ID (C5)");
  }

  /** The text form: {@code GENERATION@CHANGE-ID}. */
  @Override
  public String toString() {
    return generation + "@" + changeId;
  }
}
