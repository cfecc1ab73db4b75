package com.multigres.meta.topo.spi.lock;

import java.util.LinkedHashMap;
import java.util.Map;

/** As much of JSON as a lock's content needs: one object, whose values are left as they stand. */
final class JsonText {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /** The members of an object; a value is the text that stands there. {@code null} has none. */
  static Map<String, String> members(String text) {
    JsonText json = new JsonText(text);
    Map<String, String> found = new LinkedHashMap<>();
    if (text.strip().equals("null")) {
      return found;
    }
    json.expect('{');
    while (json.next() != '}') {
      String name = unquote(json.value());
      json.expect(':');
      found.put(name, json.value());
      if (json.next() != '}') {
        json.expect(',');
      }
    }
    json.expect('}');
    if (!text.substring(json.at).isBlank()) {
      throw json.unreadable();
    }
    return found;
  }

  /** A string's content, or any other value as it stands. */
  static String plain(String value) {
    return value.startsWith("\"") ? unquote(value) : value;
  }

  private char next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      throw unreadable();
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw unreadable();
    }
    at++;
  }

  /** The text of the value that begins here: strings and brackets are followed, nothing else. */
  private String value() {
    next();
    int begin = at;
    int depth = 0;
    do {
      char c = next();
      if (c == '"') {
        skipString();
      } else if (c == '{' || c == '[') {
        depth++;
        at++;
      } else if (c == '}' || c == ']') {
        depth--;
        at++;
      } else if (c == ',' || c == ':') {
        at++;
      } else {
        skipWord();
      }
    } while (depth > 0);
    return text.substring(begin, at);
  }

  private void skipString() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw unreadable();
    }
    at++;
  }

  private void skipWord() {
    int begin = at;
    while (at < text.length() && ("+-.".indexOf(text.charAt(at)) >= 0 || isWordPart())) {
      at++;
    }
    if (at == begin) {
      throw unreadable();
    }
  }

  private boolean isWordPart() {
    return Character.isLetterOrDigit(text.charAt(at));
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException("no JSON object: unexpected at " + at);
  }

  private static String unquote(String quoted) {
    if (quoted.length() < 2 || quoted.charAt(0) != '"') {
      throw new IllegalArgumentException("no JSON string");
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (quoted.charAt(++i) == 'u' && i + 4 < quoted.length()) {
        plain.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        int escape = ESCAPES.indexOf(quoted.charAt(i));
        if (escape < 0) {
          throw new IllegalArgumentException("no JSON string: \\" + quoted.charAt(i));
        }
        plain.append(ESCAPED.charAt(escape));
      }
    }
    return plain.toString();
  }

  /** Quotes as the other components' encoder does, which is careful with what HTML would read. */
  static void quote(StringBuilder out, String plain) {
    out.append('"');
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && "<>&\u2028\u2029".indexOf(c) < 0) {
        out.append(c);
      } else if ("\b\f\n\r\t".indexOf(c) >= 0) {
        out.append('\\').append("bfnrt".charAt("\b\f\n\r\t".indexOf(c)));
      } else {
        out.append("\\u").append("%04x".formatted((int) c));
      }
    }
    out.append('"');
  }
}
