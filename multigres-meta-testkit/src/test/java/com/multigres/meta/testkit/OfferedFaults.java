package com.multigres.meta.testkit;

import com.multigres.meta.testkit.proxy.ProxiedFaults;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which accidents backends' tests offer, by their sources: other modules' tests are on no class
 * path of the kit's. Each names those that it offers, or those that it does not, perhaps beside
 * what any way offers or what its superclass does.
 */
final class OfferedFaults {
  private static final String METHOD = "Set<Fault> offered() {";
  private static final Pattern NAMED = Pattern.compile("\\bFault\\.([A-Z_]+)");

  // At a line's begin, after nothing but modifiers.
  private static final Pattern CLASS =
      Pattern.compile("^[ a-z]*\\b(?:class|record) (\\w+)[^{]*", Pattern.MULTILINE);

  private static final Pattern PARENT = Pattern.compile("\\bextends (\\w+)");

  private final Map<String, Source> classes = new HashMap<>();

  /** A class, from its name to its brace, and what its method says. */
  private record Source(String declaration, String body) {

    Optional<String> parent() {
      Matcher parent = PARENT.matcher(declaration);
      return parent.find() ? Optional.of(parent.group(1)) : Optional.empty();
    }

    boolean is(String type) {
      return Pattern.compile("\\bimplements\\b.*\\b" + type + "\\b", Pattern.DOTALL)
          .matcher(declaration)
          .find();
    }
  }

  OfferedFaults(List<String> sources) {
    sources.forEach(this::add);
  }

  private void add(String source) {
    int method = source.indexOf(METHOD);
    if (method >= 0) {
      int begin = method + METHOD.length();
      String body = source.substring(begin, source.indexOf('}', begin));
      Matcher declared = CLASS.matcher(source.substring(0, method));
      // The last one before the method is the one that it stands in.
      while (declared.find()) {
        if (!CLASS.matcher(source.substring(declared.end(), method)).find()) {
          classes.put(declared.group(1), new Source(declared.group(), body));
        }
      }
    }
  }

  /** For which kinds of stores somebody offers it: {@code topo}, {@code catalog}. */
  Set<String> kindsWith(Fault fault) {
    Set<String> kinds = new TreeSet<>();
    for (Source source : classes.values()) {
      if (offered(source).contains(fault)) {
        if (source.is("Faults")) {
          kinds.add("topo");
        }
        if (source.is("CatalogFaults")) {
          kinds.add("catalog");
        }
      }
    }
    return kinds;
  }

  private Set<Fault> offered(Source source) {
    Set<Fault> named = EnumSet.noneOf(Fault.class);
    Matcher names = NAMED.matcher(source.body());
    while (names.find()) {
      named.add(Fault.valueOf(names.group(1)));
    }
    if (source.body().contains("complementOf(")) {
      return EnumSet.complementOf(EnumSet.copyOf(named));
    }
    if (source.body().contains("ofAnyWay()")) {
      named.addAll(ProxiedFaults.ofAnyWay());
    }
    if (source.body().contains("super.offered()")) {
      named.addAll(
          source
              .parent()
              .flatMap(parent -> Optional.ofNullable(classes.get(parent)))
              .map(this::offered)
              .orElseThrow());
    }
    return named;
  }
}
