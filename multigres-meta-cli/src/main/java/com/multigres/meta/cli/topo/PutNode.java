package com.multigres.meta.cli.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.TextFiles;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo put}. */
@Command(name = "put", description = "Write a node.")
final class PutNode implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "PATH", description = "The node.")
  private String path = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value as text; '-', or nothing and no --file, for standard input.")
  private Optional<String> value = Optional.empty();

  @Option(names = "--file", paramLabel = "FILE", description = "Take the value from a file.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--base64", description = "The value is given in base64.")
  private boolean base64;

  @Option(
      names = "--expect",
      paramLabel = "absent|VERSION",
      description = "Write only a node that is absent, or at that version.")
  private Optional<String> expect = Optional.empty();

  PutNode(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath node = TopoPath.parse(path);
    Expect expected = Expectation.of(expect, node);
    ByteString bytes = ByteString.copyFrom(base64 ? decoded(given()) : given());
    try (TopoStore store = context.stores().openTopo()) {
      Version version = store.write(node, bytes, expected);
      return context.answer(
          Answer.line(
              () -> NodeJson.head(node).put("version", version.toString()),
              node + " is at version " + version));
    }
  }

  private byte[] given() {
    if (file.isPresent() && value.isPresent()) {
      throw CliException.usage("give VALUE or --file, not both");
    }
    if (file.isPresent()) {
      return TextFiles.bytes(file.get(), "--file");
    }
    return value
        .filter(text -> !text.equals("-"))
        .map(text -> ByteString.copyFromUtf8(text).toByteArray())
        .orElseGet(this::standardInput);
  }

  private byte[] standardInput() {
    try {
      return context.input().readAllBytes();
    } catch (IOException e) {
      throw CliException.badFile("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] decoded(byte[] text) {
    try {
      String lines = new String(text, StandardCharsets.ISO_8859_1);
      return Base64.getDecoder().decode(lines.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw CliException.badInput("the value is not base64: " + e.getMessage(), e);
    }
  }
}
