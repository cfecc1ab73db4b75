package com.multigres.meta.topo;

import com.google.common.base.CharMatcher;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's place: a list of names below a store's root (rule T1). A name is 1–255 bytes of UTF-8
 * and holds anything but NUL. The text form joins the encoded names with {@code /}: letters,
 * digits, {@code -}, {@code _} and {@code .} stand as they are, every other byte as {@code %XX},
 * and so do the dots of the names {@code .} and {@code ..}; different paths have different texts.
 * Ordered name by name, as unsigned UTF-8 bytes. Immutable.
 *
 * @param names the names from the root down; empty for the root itself
 */
public record TopoPath(List<String> names) implements Comparable<TopoPath> {
  /** The most bytes a name may have in UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  private static final TopoPath ROOT = new TopoPath(List.of());
  private static final CharMatcher SLASHES = CharMatcher.is('/');

  // Refuses names that break rule T1.
  public TopoPath {
    names = List.copyOf(names);
    names.forEach(TopoPath::checkName);
  }

  /**
   * The store's root: the directory that holds everything. No node can stand there.
   *
   * @return the path without names
   */
  public static TopoPath root() {
    return ROOT;
  }

  /**
   * The path of these names.
   *
   * @param names from the root down
   * @return the path
   * @throws TopoException {@code BAD_INPUT} for a name that breaks rule T1
   */
  public static TopoPath of(String... names) {
    return new TopoPath(List.of(names));
  }

  /**
   * Reads the text form. Characters that need no encoding to be understood may stand unencoded;
   * slashes before the first name and behind the last are left out.
   *
   * @param text names joined by {@code /}
   * @return the path
   * @throws TopoException {@code BAD_INPUT} for a broken {@code %} or a name that breaks rule T1,
   *     as the empty one between two slashes does
   */
  public static TopoPath parse(String text) {
    String bare = SLASHES.trimFrom(text);
    if (bare.isEmpty()) {
      return ROOT;
    }
    List<String> names = new ArrayList<>();
    for (String part : bare.split("/", -1)) {
      if (part.isEmpty()) {
        throw TopoException.badInput(
            "the path '" + text + "' has an empty name; a name has 1 to 255 bytes (T1)");
      }
      names.add(PathEncoding.decode(part));
    }
    return new TopoPath(names);
  }

  /**
   * The path one name further down.
   *
   * @param name the name
   * @return the child's path
   * @throws TopoException {@code BAD_INPUT} for a name that breaks rule T1
   */
  public TopoPath child(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new TopoPath(longer);
  }

  /**
   * This path followed by another.
   *
   * @param below the path to append
   * @return both together
   */
  public TopoPath resolve(TopoPath below) {
    List<String> longer = new ArrayList<>(names);
    longer.addAll(below.names);
    return new TopoPath(longer);
  }

  /**
   * The path one name further up; the root's is the root.
   *
   * @return the parent
   */
  public TopoPath parent() {
    return names.size() <= 1 ? ROOT : new TopoPath(names.subList(0, names.size() - 1));
  }

  /**
   * The last name.
   *
   * @return the name, empty for the root
   */
  public String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  /**
   * Whether this is the root.
   *
   * @return true when there is no name
   */
  public boolean isRoot() {
    return names.isEmpty();
  }

  /**
   * Whether this path lies below a directory; a path does not lie below itself.
   *
   * @param directory the directory
   * @return true when the directory's names are the first of this path's and there are more
   */
  public boolean isBelow(TopoPath directory) {
    int depth = directory.names.size();
    return names.size() > depth && names.subList(0, depth).equals(directory.names);
  }

  /**
   * The path as seen from a directory above it.
   *
   * @param directory a directory above this path, or this path
   * @return the names below the directory
   * @throws TopoException {@code BAD_INPUT} when the directory is not above
   */
  public TopoPath relativeTo(TopoPath directory) {
    if (!equals(directory) && !isBelow(directory)) {
      throw TopoException.badInput(this, "it does not lie below " + directory);
    }
    return new TopoPath(names.subList(directory.names.size(), names.size()));
  }

  @Override
  public int compareTo(TopoPath other) {
    int shared = Math.min(names.size(), other.names.size());
    for (int i = 0; i < shared; i++) {
      int order = PathEncoding.compareUtf8(names.get(i), other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(names.size(), other.names.size());
  }

  /** The text form, as {@link #parse} reads it; the root's is {@code /}. */
  @Override
  public String toString() {
    if (names.isEmpty()) {
      return "/";
    }
    if (names.size() == 1) {
      return PathEncoding.encode(names.get(0));
    }
    StringBuilder text = new StringBuilder(64);
    for (String name : names) {
      text.append(text.length() == 0 ? "" : "/").append(PathEncoding.encode(name));
    }
    return text.toString();
  }

  private static void checkName(String name) {
    if (isShortAscii(name)) {
      return;
    }
    int bytes = utf8Length(name);
    if (bytes == 0 || bytes > MAX_NAME_BYTES) {
      throw TopoException.badInput(
          "the name '"
              + ByteString.copyFromUtf8(name.substring(0, Math.min(name.length(), 40)))
                  .toStringUtf8()
              + "' has "
              + bytes
              + " bytes; a name has 1 to "
              + MAX_NAME_BYTES
              + " (T1)");
    }
    if (name.indexOf('\0') >= 0) {
      throw TopoException.badInput("the name '" + name.replace("\0", "\\0") + "' holds NUL (T1)");
    }
  }

  /** Nearly every name is: as many bytes as characters, and none of them NUL. */
  private static boolean isShortAscii(String name) {
    int length = name.length();
    if (length == 0 || length > MAX_NAME_BYTES) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char one = name.charAt(i);
      if (one == 0 || one > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static int utf8Length(String name) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      return bytes.remaining();
    } catch (CharacterCodingException notUnicode) {
      throw TopoException.badInput(
          "a name holds half of a surrogate pair, which UTF-8 cannot say (T1)");
    }
  }
}
