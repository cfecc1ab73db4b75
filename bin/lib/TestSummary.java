import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up the reports of all tests: {@code java TestSummary.java ROOT SECONDS BUILD-STATUS}. The
 * table has a row for each module; below it stand what failed and what was not run, with the
 * reason. Exits with 1 when anything failed or nothing ran.
 */
final class TestSummary {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final String NOT_RUN = "NOT RUN: ";

  private static final class Row {
    int passed;
    int failed;
    int skipped;
    double seconds;
    final List<String> failures = new ArrayList<>();
    final Map<String, List<String>> reasons = new LinkedHashMap<>();
  }

  private TestSummary() {}

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    boolean built = arguments[2].equals("0");
    Map<String, Row> rows = new TreeMap<>();
    for (Path report : reports(root)) {
      add(rows.computeIfAbsent(root.relativize(report).getName(0).toString(), m -> new Row()), report);
    }
    table(rows);
    details(rows);
    int passed = rows.values().stream().mapToInt(row -> row.passed).sum();
    int failed = rows.values().stream().mapToInt(row -> row.failed).sum();
    int skipped = rows.values().stream().mapToInt(row -> row.skipped).sum();
    OUT.println();
    if (!built) {
      OUT.println("THE BUILD FAILED: see the errors above; all of it is in target/verify.log");
    } else if (passed + failed == 0) {
      OUT.println("NO TEST RAN");
    }
    OUT.println("total time " + duration(Long.parseLong(arguments[1])));
    OUT.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    System.exit(built && failed == 0 && passed > 0 ? 0 : 1);
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      List<Path> all = new ArrayList<>();
      for (Path module : modules.sorted().toList()) {
        File[] found =
            module
                .resolve("target/surefire-reports")
                .toFile()
                .listFiles((folder, name) -> name.startsWith("TEST-") && name.endsWith(".xml"));
        Stream.of(found == null ? new File[0] : found).sorted().map(File::toPath).forEach(all::add);
      }
      return all;
    }
  }

  private static void add(Row row, Path report) throws Exception {
    DocumentBuilder reader = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    Element suite = reader.parse(report.toFile()).getDocumentElement();
    row.seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
    NodeList cases = suite.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = test.getAttribute("classname").replaceFirst(".*\\.", "") + "." + test.getAttribute("name");
      Element failure = first(test, "failure", "error");
      Element skip = first(test, "skipped");
      if (failure != null) {
        row.failed++;
        row.failures.add(name + ": " + firstLine(failure.getAttribute("message")));
      } else if (skip != null) {
        row.skipped++;
        String reason = reason(skip);
        row.reasons.computeIfAbsent(reason, r -> new ArrayList<>()).add(test.getAttribute("classname"));
      } else {
        row.passed++;
      }
    }
  }

  /** A class says its reason in the message, a single test in the trace of what ended it. */
  private static String reason(Element skip) {
    String message = skip.getAttribute("message");
    String told = message.isBlank() ? skip.getTextContent() : message;
    return firstLine(told).replaceFirst("^org\\.opentest4j\\.\\w+: ", "").replaceFirst("^Assumption failed: ", "");
  }

  private static Element first(Element test, String... names) {
    for (String name : names) {
      NodeList found = test.getElementsByTagName(name);
      if (found.getLength() > 0) {
        return (Element) found.item(0);
      }
    }
    return null;
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("no reason given");
    if (line.length() <= 300) {
      return line;
    }
    // Whatever is left out, the command that would help is not.
    int remedy = line.indexOf(". To provide it: ");
    return remedy < 0
        ? line.substring(0, 300) + "..."
        : line.substring(0, Math.min(300, remedy)) + (remedy > 300 ? ".." : "") + line.substring(remedy);
  }

  private static void table(Map<String, Row> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(5);
    String form = "%-" + Math.max(width, 5) + "s  %7s  %7s  %7s  %9s%n";
    OUT.println();
    OUT.printf(form, "SUITE", "RUN", "FAILED", "SKIPPED", "TIME");
    rows.forEach(
        (module, row) ->
            OUT.printf(
                form,
                module,
                row.passed + row.failed,
                row.failed,
                row.skipped,
                duration(Math.round(row.seconds))));
  }

  private static void details(Map<String, Row> rows) {
    rows.forEach(
        (module, row) -> {
          row.failures.forEach(failure -> OUT.println("FAILED in " + module + ": " + failure));
          row.reasons.forEach((reason, suites) -> skipped(module, reason, suites));
        });
  }

  /** The reason of what was not run holds the command that would provide its server. */
  private static void skipped(String module, String reason, List<String> tests) {
    String names =
        String.join(", ", tests.stream().map(s -> s.replaceFirst(".*\\.", "")).distinct().sorted().toList());
    int notRun = reason.indexOf(NOT_RUN);
    String kind = notRun < 0 ? "skipped" : "NOT RUN";
    OUT.println(kind + " in " + module + ": " + tests.size() + " of " + names);
    OUT.println("  " + (notRun < 0 ? reason : reason.substring(notRun + NOT_RUN.length())));
  }

  private static String duration(long seconds) {
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
