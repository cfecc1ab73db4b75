package com.multigres.meta.view.internal;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link TextWriter} wrote; equal texts are one object. */
final class TextReader {
  private final CodedInputStream in;
  private final List<String> texts = new ArrayList<>();

  TextReader(CodedInputStream in) {
    this.in = in;
  }

  String read() throws IOException {
    int number = in.readUInt32();
    if (number == texts.size()) {
      texts.add(in.readString());
    }
    return texts.get(number);
  }
}
