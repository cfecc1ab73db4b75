package com.multigres.meta.model.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a name may be (C10), and how a message shows one. */
public final class Names {
  /** The longest identifier of Postgres, in bytes of UTF-8. */
  public static final int MAX_BYTES = 63;

  private static final int SHOWN = 80;

  private Names() {}

  /**
   * Says what is wrong with a name, if anything is.
   *
   * @param name any text
   * @return the fault, to stand behind the name in a message
   */
  public static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of("contains NUL");
    }
    int bytes = utf8Length(name);
    if (bytes < 0) {
      return Optional.of("is not valid Unicode");
    }
    return bytes > MAX_BYTES
        ? Optional.of("has " + bytes + " bytes, more than the " + MAX_BYTES + " of an identifier")
        : Optional.empty();
  }

  /**
   * A name for a message: in double quotes, shortened, without control characters.
   *
   * @param name any text
   * @return one line
   */
  public static String quoted(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
    return shown.append(name.codePointCount(0, name.length()) > SHOWN ? "…\"" : "\"").toString();
  }

  private static int utf8Length(String name) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      return bytes.remaining();
    } catch (CharacterCodingException e) {
      return -1; // a surrogate without its pair
    }
  }
}
