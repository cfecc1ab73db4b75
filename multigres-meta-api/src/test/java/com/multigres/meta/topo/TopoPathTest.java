package com.multigres.meta.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of paths (rule T1). */
class TopoPathTest {

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/a//b", "a///b", "/a//b/", "a/b//c"})
  void anEmptyNameBetweenOthersIsRefused(String text) {
    TopoException refused = catchThrowableOfType(TopoException.class, () -> TopoPath.parse(text));

    assertThat(refused.code()).isEqualTo(TopoException.Code.BAD_INPUT);
    assertThat(refused)
        .hasMessage("the path '" + text + "' has an empty name; a name has 1 to 255 bytes (T1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/a/b", "a/b/", "//a/b//"})
  void slashesAroundTheNamesSayNothing(String text) {
    assertThat(TopoPath.parse(text)).isEqualTo(TopoPath.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//"})
  void slashesAloneAreTheRoot(String text) {
    assertThat(TopoPath.parse(text)).isEqualTo(TopoPath.root());
  }

  @Test
  void aSlashInsideANameIsEncoded() {
    TopoPath path = TopoPath.of("a/", "/b");

    assertThat(path).hasToString("a%2F/%2Fb");
    assertThat(TopoPath.parse(path.toString())).isEqualTo(path);
  }
}
