package com.multigres.meta.model.component;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who a component is: its type, the cell it runs in, and a name that is unique there.
 *
 * <p>The text form {@code type-cell-name} names the component's node in a topology and is written
 * only, never read: with a {@code -} in the cell or the name it does not tell where one ends and
 * the other begins. Identity is what the record itself says.
 *
 * @param type the kind of component
 * @param cell the cell's name; not empty
 * @param name the component's name within type and cell; not empty
 */
public record ComponentId(ComponentType type, String cell, String name) {
  private static final int MAX_TEXT_BYTES = 255;
  private static final int MOST_BYTES_OF_CHAR = 3;

  /**
   * Makes an id.
   *
   * @throws IllegalArgumentException when cell or name is empty or holds NUL, or when the text form
   *     is longer than the 255 bytes that the name of a node may have (T1)
   */
  public ComponentId {
    requirePlain("cell", cell);
    requirePlain("name", name);
    int chars = type.text().length() + cell.length() + name.length() + 2;
    if (chars * MOST_BYTES_OF_CHAR > MAX_TEXT_BYTES) {
      requireShort(text(type, cell, name));
    }
  }

  private static void requireShort(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "component id '" + text + "' is longer than " + MAX_TEXT_BYTES + " bytes");
    }
  }

  /**
   * The name of the component's node in a topology.
   *
   * @return {@code type-cell-name}, for instance {@code multipooler-zone1-abc}
   */
  public String text() {
    return text(type, cell, name);
  }

  // Spelled out, because deriving it takes a process that has just begun milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ComponentId that
            && name.equals(that.name)
            && cell.equals(that.cell)
            && type.equals(that.type));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + cell.hashCode()) + name.hashCode();
  }

  /** The same as {@link #text()}. */
  @Override
  public String toString() {
    return text();
  }

  /** The id, when it is of the wanted type. */
  ComponentId require(ComponentType wanted) {
    if (!type.equals(wanted)) {
      throw new IllegalArgumentException(
          "component id '" + this + "' is not that of a " + wanted.text());
    }
    return this;
  }

  private static void requirePlain(String what, String value) {
    if (value.isEmpty() || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the " + what + " of a component id is empty or holds NUL: '" + value + "'");
    }
  }

  private static String text(ComponentType type, String cell, String name) {
    return type.text() + "-" + cell + "-" + name;
  }
}
