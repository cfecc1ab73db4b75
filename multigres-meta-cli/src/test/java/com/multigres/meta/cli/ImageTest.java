package com.multigres.meta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image's recipe and the deployment that runs it fit together, and fit the command. */
class ImageTest {
  private static final Path ROOT = Path.of("..");

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static String only(String text, String pattern) {
    List<MatchResult> found =
        Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().toList();
    assertThat(found).as(pattern).hasSize(1);
    return found.get(0).group(1);
  }

  @Test
  void itRunsTheCommandAsNobodyInParticular() throws IOException, ClassNotFoundException {
    String recipe = text("Dockerfile");
    assertThat(only(recipe, "^USER (.*)$")).matches("[1-9][0-9]*:[1-9][0-9]*");
    JsonNode entry = words(only(recipe, "^ENTRYPOINT (.*)$"));
    assertThat(entry.path(0).asText()).isEqualTo("java");
    Class<?> main = Class.forName(entry.path(entry.size() - 1).asText());
    assertThat(main).isEqualTo(Main.class);
  }

  private static JsonNode words(String json) {
    try {
      return Json.read(json);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(notJson);
    }
  }

  @Test
  void whatTheDeploymentAsksForIsACommand() throws IOException {
    String deployment = text("deploy/kubernetes/bridge/deployment.yaml");
    Matcher args = Pattern.compile("args: \\[(.*)]").matcher(deployment);
    assertThat(args.find()).isTrue();
    String[] words =
        Stream.concat(Stream.of(args.group(1).split(", *", -1)), Stream.of("--help"))
            .toArray(String[]::new);
    Run help = Run.Caller.bare().run(words);
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("bridge run", "--config");
    assertThat(deployment).contains("runAsNonRoot: true", "readOnlyRootFilesystem: true");
  }
}
