package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.Words;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Markup that is well-formed by construction: every element is closed, every text and attribute
 * escaped.
 */
final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; its attributes are names and values in turn. */
  Markup open(String element, String... attributes) {
    begin(element, attributes);
    text.append('>');
    open.push(element);
    return this;
  }

  /** Ends the element that was begun last. */
  Markup close() {
    text.append("</").append(open.pop()).append(">");
    return this;
  }

  /** Ends as many elements. */
  Markup close(int elements) {
    for (int i = 0; i < elements; i++) {
      close();
    }
    return this;
  }

  /** An element without content. */
  Markup empty(String element, String... attributes) {
    begin(element, attributes);
    text.append("/>");
    return this;
  }

  /** An element with a text in it. */
  Markup element(String element, String content, String... attributes) {
    return open(element, attributes).text(content).close();
  }

  /** A text. */
  Markup text(String content) {
    escape(content);
    return this;
  }

  /**
   * A style sheet. Browsers take it as it stands and XML does not, so it must mean the same to
   * both.
   */
  Markup style(String sheet) {
    if (sheet.indexOf('<') >= 0 || sheet.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a style sheet holds neither < nor &");
    }
    open("style");
    text.append(sheet);
    return close();
  }

  /** Begins another line, for who reads the source. */
  Markup line() {
    text.append('\n');
    return this;
  }

  private void begin(String element, String... attributes) {
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      text.append('"');
    }
  }

  private void escape(String content) {
    String legal = Words.legal(content);
    for (int i = 0; i < legal.length(); i++) {
      char c = legal.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\'' -> text.append("&#39;");
        default -> text.append(c);
      }
    }
  }

  /** All of it. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements that nobody closed: " + open);
    }
    return text.toString();
  }
}
