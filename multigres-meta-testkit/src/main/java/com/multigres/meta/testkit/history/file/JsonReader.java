package com.multigres.meta.testkit.history.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as maps, lists, strings, longs and booleans; a history needs no more of it. */
final class JsonReader {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  static Fields object(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    if (!(value instanceof Fields fields) || reader.skipSpace() != 0) {
      throw reader.unreadable();
    }
    return fields;
  }

  private Object value() {
    char first = skipSpace();
    return switch (first) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Fields members() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    while (skipSpace() != '}') {
      String name = string();
      expect(':');
      members.put(name, value());
      if (skipSpace() != '}') {
        expect(',');
      }
    }
    at++;
    return new Fields(members);
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    at++;
    while (skipSpace() != ']') {
      elements.add(value());
      if (skipSpace() != ']') {
        expect(',');
      }
    }
    at++;
    return elements;
  }

  private String string() {
    expect('"');
    StringBuilder plain = new StringBuilder();
    while (current() != '"') {
      char c = text.charAt(at++);
      plain.append(c == '\\' ? escaped() : c);
    }
    at++;
    return plain.toString();
  }

  private char escaped() {
    char c = current();
    at++;
    if (c == 'u' && at + 4 <= text.length()) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int escape = ESCAPES.indexOf(c);
    if (escape < 0) {
      throw unreadable();
    }
    return ESCAPED.charAt(escape);
  }

  private Object word(String word, Object meaning) {
    if (!text.startsWith(word, at)) {
      throw unreadable();
    }
    at += word.length();
    return meaning;
  }

  private Long number() {
    int begin = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == begin) {
      throw unreadable();
    }
    return Long.parseLong(text.substring(begin, at));
  }

  private char current() {
    if (at >= text.length()) {
      throw unreadable();
    }
    return text.charAt(at);
  }

  /** The next character that is no space, 0 at the end. */
  private char skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char wanted) {
    if (skipSpace() != wanted) {
      throw unreadable();
    }
    at++;
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException("unexpected at character " + (at + 1));
  }
}
