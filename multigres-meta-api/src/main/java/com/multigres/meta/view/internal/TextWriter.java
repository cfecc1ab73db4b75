package com.multigres.meta.view.internal;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Writes a text where it first occurs, and from then on its number. */
final class TextWriter {
  private final CodedOutputStream out;
  private final Map<String, Integer> numbers = new HashMap<>();

  TextWriter(CodedOutputStream out) {
    this.out = out;
  }

  void write(String text) throws IOException {
    Integer number = numbers.putIfAbsent(text, numbers.size());
    out.writeUInt32NoTag(number == null ? numbers.size() - 1 : number);
    if (number == null) {
      out.writeStringNoTag(text);
    }
  }
}
