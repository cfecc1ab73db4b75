package com.multigres.meta.testservers;

import java.util.List;

/** No way to a real server worked: which server, what was tried, and what would provide it. */
public final class ServerUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String server;
  private final transient List<String> tried;
  private final String remedy;

  /**
   * Makes the report of a search that found nothing.
   *
   * @param server what was looked for, such as {@code PostgreSQL 17}
   * @param tried one line for every way that was tried, and why it did not work
   * @param remedy the command that would provide the server
   */
  public ServerUnavailableException(String server, List<String> tried, String remedy) {
    super("no " + server + ": " + String.join("; ", tried) + ". To provide it: " + remedy);
    this.server = server;
    this.tried = List.copyOf(tried);
    this.remedy = remedy;
  }

  /** What was looked for. */
  public String server() {
    return server;
  }

  /** Every way that was tried, with its reason. */
  public List<String> tried() {
    return tried;
  }

  /** The command that would provide the server. */
  public String remedy() {
    return remedy;
  }
}
