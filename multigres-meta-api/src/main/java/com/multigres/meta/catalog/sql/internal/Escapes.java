package com.multigres.meta.catalog.sql.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the escapes of {@code E'…'} and {@code U&'…'}, as on a server whose encoding is UTF-8. */
final class Escapes {
  private static final String INVALID = "invalid Unicode escape";
  private static final String PAIR = "invalid Unicode surrogate pair";

  private final String raw;
  private int at;

  /** An escape that PostgreSQL refuses. */
  static final class InvalidEscape extends Exception {
    private static final long serialVersionUID = 1;
    private final String problem;

    InvalidEscape(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }

    String problem() {
      return problem;
    }
  }

  private Escapes(String raw) {
    this.raw = raw;
  }

  /** What stands in {@code E'…'}: doubled quotes and backslashes. */
  static String backslashed(String raw) throws InvalidEscape {
    return new Escapes(raw).backslashed();
  }

  /** What stands in {@code U&'…'}; doubled quotes are read already. */
  static String unicode(String raw, char escape) throws InvalidEscape {
    return raw.indexOf(escape) < 0 ? raw : new Escapes(raw).unicode(escape);
  }

  /** The character of {@code UESCAPE 'c'}. */
  static char escapeCharacter(String text) throws InvalidEscape {
    char c = text.length() == 1 ? text.charAt(0) : '+';
    if (c >= 0x80 || Characters.hex(c) >= 0 || Characters.isSpace(c) || "+'\"".indexOf(c) >= 0) {
      throw new InvalidEscape("invalid Unicode escape character");
    }
    return c;
  }

  /** Octal and hexadecimal escapes are bytes, which only together make characters. */
  private String backslashed() throws InvalidEscape {
    if (!Characters.areStorable(raw)) {
      throw new InvalidEscape("invalid character");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      if (c == '\'') {
        at++;
        bytes.write('\'');
      } else if (c == '\\') {
        backslash(bytes);
      } else {
        int from = at - 1;
        while (at < raw.length() && raw.charAt(at) != '\'' && raw.charAt(at) != '\\') {
          at++;
        }
        bytes.writeBytes(raw.substring(from, at).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidEscape("invalid byte sequence for encoding \"UTF8\"");
    }
  }

  private void backslash(ByteArrayOutputStream bytes) throws InvalidEscape {
    char c = raw.charAt(at++);
    switch (c) {
      case 'b' -> bytes.write('\b');
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(0x0b);
      case 'x' -> bytes.write(digits(16, 2, 'x'));
      case 'u' -> bytes.writeBytes(character(4).getBytes(StandardCharsets.UTF_8));
      case 'U' -> bytes.writeBytes(character(8).getBytes(StandardCharsets.UTF_8));
      default -> {
        if (c >= '0' && c <= '7') {
          at--;
          bytes.write(digits(8, 3, c));
        } else {
          int end = raw.offsetByCodePoints(at - 1, 1);
          bytes.writeBytes(raw.substring(at - 1, end).getBytes(StandardCharsets.UTF_8));
          at = end;
        }
      }
    }
  }

  /** So many digits at most; where there are none, the character itself. */
  private int digits(int radix, int most, char otherwise) {
    int from = at;
    int value = 0;
    while (at < raw.length() && at - from < most) {
      int digit = Characters.hex(raw.charAt(at));
      if (digit < 0 || digit >= radix) {
        break;
      }
      value = value * radix + digit;
      at++;
    }
    return at == from ? otherwise : value;
  }

  /** A character of {@code E'…'}, of two escapes where they are a surrogate pair. */
  private String character(int length) throws InvalidEscape {
    int first = exactly(length);
    if (!Character.isHighSurrogate((char) first) || first > 0xffff) {
      return whole(first);
    }
    boolean again =
        at + 1 < raw.length()
            && raw.charAt(at) == '\\'
            && (raw.charAt(at + 1) == 'u' || raw.charAt(at + 1) == 'U');
    if (!again) {
      throw new InvalidEscape(PAIR);
    }
    int secondLength = raw.charAt(at + 1) == 'u' ? 4 : 8;
    at += 2;
    return joined(first, exactly(secondLength));
  }

  private String unicode(char escape) throws InvalidEscape {
    StringBuilder value = new StringBuilder(raw.length());
    int high = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      boolean plain = c != escape;
      if (!plain && at < raw.length() && raw.charAt(at) == escape) {
        plain = true;
        at++;
      }
      int point = plain ? c : escaped();
      if (high != 0) {
        value.append(joined(high, plain ? 0 : point));
        high = 0;
      } else if (!plain && point <= 0xffff && Character.isHighSurrogate((char) point)) {
        high = point;
      } else {
        value.append(plain ? String.valueOf(c) : whole(point));
      }
    }
    if (high != 0) {
      throw new InvalidEscape(PAIR);
    }
    return value.toString();
  }

  private int escaped() throws InvalidEscape {
    if (at < raw.length() && raw.charAt(at) == '+') {
      at++;
      return exactly(6);
    }
    return exactly(4);
  }

  private int exactly(int length) throws InvalidEscape {
    int from = at;
    int value = digits(16, length, '\0');
    if (at - from != length || value < 0) {
      throw new InvalidEscape(INVALID);
    }
    return value;
  }

  private static String joined(int high, int low) throws InvalidEscape {
    if (low > 0xffff || !Character.isLowSurrogate((char) low)) {
      throw new InvalidEscape(PAIR);
    }
    return Character.toString(Character.toCodePoint((char) high, (char) low));
  }

  private static String whole(int point) throws InvalidEscape {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw new InvalidEscape(PAIR);
    }
    if (point == 0 || !Character.isValidCodePoint(point)) {
      throw new InvalidEscape("invalid Unicode escape value");
    }
    return Character.toString(point);
  }
}
