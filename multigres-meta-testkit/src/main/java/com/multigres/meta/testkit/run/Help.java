package com.multigres.meta.testkit.run;

/** What {@code --help} shows. */
final class Help {
  static final String TEXT =
      """
      Runs the contract of multigres-meta against a store, in a place of its own that is removed at the end.

        java -jar multigres-meta-testkit-VERSION-standalone.jar [OPTION…] --topo URI | --catalog URI
        java -jar multigres-meta-testkit-VERSION-standalone.jar check-history [--think TIME] FILE…

        --class-path JARS     where the store's backend and its libraries are, as for java -cp
        --topo URI            test the topology there, at a random root below the address's
        --catalog URI         test catalogs there, beside the one that lies there
        --report DIR          write report.html, report.json and junit.xml there, and histories that break a rule
        --faults              let the accidents happen that need no hold on the server
        --long                run the tests that take minutes too
        --seed NUMBER         decides every random step: repeats a run
        --theme NAME          only this theme; repeatable
        --rule NUMBER         only this rule; repeatable
        --patience TIME       how long a test waits for what must come (30s)
        --timeout TIME        how long connecting, and each call, may take
        --user NAME, --password-file FILE, --ca-file FILE, --cert-file FILE, --key-file FILE
        --server TEXT         what stands behind the address, and its version: for the report
        --no-measures         look neither for limits nor measure latencies
        --output text|json    the form of the closing answer
        --verbose             a line for each test

      check-history judges once more what clients did, from the files that a failed run wrote: 0 all is one
      history, 1 a rule is broken, 2 nobody knows.

      Exit status: 0 all that ran passed, 1 a rule is broken, 2 wrong usage or a store that cannot be
      reached, 4 what clients did could not all be judged, or no test could run; 130 and 143 ended by
      Ctrl-C or SIGTERM.
      """;

  private Help() {}
}
