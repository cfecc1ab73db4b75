package com.multigres.meta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said to be offered is offered. */
class OfferedFaultsTest {
  private static String source(String declaration, String body) {
    return "/** A class of its own. */\nfinal class "
        + declaration
        + " {\n  public Set<Fault> offered() {\n    "
        + body
        + "\n  }\n}\n";
  }

  private static List<Fault> offered(String kind, String... sources) {
    OfferedFaults all = new OfferedFaults(List.of(sources));
    return Stream.of(Fault.values()).filter(fault -> all.kindsWith(fault).contains(kind)).toList();
  }

  @Test
  void whatIsNamedIsOfferedForTheKindOfStore() {
    String source =
        source("A implements CatalogFaults", "return EnumSet.of(Fault.CUT, Fault.KILL);");
    assertThat(offered("catalog", source)).containsExactlyInAnyOrder(Fault.CUT, Fault.KILL);
    assertThat(offered("topo", source)).isEmpty();
  }

  @Test
  void whatIsNamedAsMissingIsNot() {
    String source =
        source(
            "A implements Faults, Other<S>",
            "return EnumSet.complementOf(EnumSet.of(Fault.CUT, Fault.KILL));");
    assertThat(offered("topo", source))
        .hasSize(Fault.values().length - 2)
        .doesNotContain(Fault.CUT, Fault.KILL);
  }

  @Test
  void whatItsSuperclassOffersIsOfferedToo() {
    String parent =
        source("B<S> implements Proxied<S>", "Set<Fault> all = ofAnyWay(); return all;");
    String child =
        source("A extends B<S> implements Faults", "super.offered(); all.add(Fault.KILL);");
    assertThat(offered("topo", child, parent))
        .contains(Fault.CUT, Fault.KILL)
        .doesNotContain(Fault.WIPE);
    assertThat(offered("catalog", child, parent)).isEmpty();
  }

  @Test
  void whatAnotherMethodNamesIsNot() {
    String source = source("A implements Faults", "return EnumSet.of(Fault.CUT);");
    assertThat(offered("topo", source + "Set.of(Fault.KILL)")).containsExactly(Fault.CUT);
  }
}
