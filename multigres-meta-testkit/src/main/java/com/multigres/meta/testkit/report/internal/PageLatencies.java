package com.multigres.meta.testkit.report.internal;

import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Report;
import java.util.Locale;

/** A picture for each operation: how many took how long, all on one logarithmic scale. */
final class PageLatencies {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 84;
  private static final int AXIS = 16;

  private final Markup page;
  private final Report report;
  private final int firstDecade;
  private final int lastDecade;

  private PageLatencies(Markup page, Report report) {
    this.page = page;
    this.report = report;
    long least = report.latencies().stream().mapToLong(Latency::least).min().orElse(1);
    long most = report.latencies().stream().mapToLong(Latency::most).max().orElse(1);
    this.firstDecade = (int) Math.floor(Math.log10((double) Math.max(1, least)));
    this.lastDecade =
        Math.max(firstDecade + 1, (int) Math.ceil(Math.log10((double) Math.max(1, most))));
  }

  static void of(Markup page, Report report) {
    if (!report.latencies().isEmpty()) {
      new PageLatencies(page, report).section();
    }
  }

  private void section() {
    page.open("section", "id", "latencies").line();
    page.element("h2", "Latencies").line();
    page.element(
            "p",
            "One client that does one thing at a time, measured by the run itself. All pictures"
                + " have the same logarithmic scale; the line stands where half were done, the dashed"
                + " one where 99 % were.")
        .line();
    page.open("div", "class", "pictures").line();
    report.latencies().forEach(this::figure);
    page.close(2).line();
  }

  private void figure(Latency latency) {
    page.open("figure").line();
    page.element("figcaption", latency.operation()).line();
    picture(latency);
    page.open("dl").line();
    fact("half", latency.p50());
    fact("90 %", latency.p90());
    fact("99 %", latency.p99());
    fact("99.9 %", latency.p999());
    fact("longest", latency.most());
    page.open("div")
        .element("dt", "count")
        .element("dd", String.format(Locale.ENGLISH, "%,d", latency.count()))
        .close()
        .close(2)
        .line();
  }

  private void fact(String name, long micros) {
    page.open("div").element("dt", name).element("dd", time(micros)).close().line();
  }

  private void picture(Latency latency) {
    String words =
        latency.operation()
            + ": half within "
            + time(latency.p50())
            + ", 99 % within "
            + time(latency.p99())
            + ", the longest "
            + time(latency.most());
    page.open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            "0 0 " + WIDTH + " " + (HEIGHT + AXIS),
            "role",
            "img",
            "aria-label",
            words)
        .line();
    decades();
    long highest = latency.buckets().stream().mapToLong(Latency.Bucket::count).max().orElse(1);
    for (Latency.Bucket bucket : latency.buckets()) {
      bar(bucket, highest);
    }
    mark(latency.p50(), "mark");
    mark(latency.p99(), "mark far");
    page.close().line();
  }

  private void decades() {
    for (int decade = firstDecade; decade <= lastDecade; decade++) {
      long micros = Math.round(Math.pow(10, decade));
      String x = number(x(micros));
      page.empty("line", "x1", x, "x2", x, "y1", "0", "y2", "" + HEIGHT, "class", "grid");
      String anchor = decade == firstDecade ? "start" : decade == lastDecade ? "end" : "middle";
      page.element(
              "text", time(micros), "x", x, "y", "" + (HEIGHT + AXIS - 4), "text-anchor", anchor)
          .line();
    }
  }

  private void bar(Latency.Bucket bucket, long highest) {
    double left = x(bucket.from());
    double width = Math.max(1, x(bucket.upTo()) - left - 1);
    // One of many must still be seen.
    double height = Math.max(1.5, HEIGHT * (double) bucket.count() / highest);
    page.empty(
            "rect",
            "x",
            number(left),
            "y",
            number(HEIGHT - height),
            "width",
            number(width),
            "height",
            number(height),
            "class",
            "bar")
        .line();
  }

  private void mark(long micros, String kind) {
    String x = number(x(micros));
    page.empty("line", "x1", x, "x2", x, "y1", "0", "y2", "" + HEIGHT, "class", kind).line();
  }

  private double x(long micros) {
    double place = Math.log10((double) Math.max(1, micros)) - firstDecade;
    return WIDTH * Math.max(0, place) / (lastDecade - firstDecade);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A time with two or three digits that count. */
  static String time(long micros) {
    if (micros < 1_000) {
      return micros + " µs";
    }
    if (micros < 1_000_000) {
      return shortened(micros / 1e3) + " ms";
    }
    return shortened(micros / 1e6) + " s";
  }

  private static String shortened(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value)
        .replaceFirst("\\.0$", "");
  }
}
