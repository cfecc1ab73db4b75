package com.multigres.meta.testservers;

/**
 * A role that may log in.
 *
 * @param user its name
 * @param password its password; never shown by {@link #toString()}
 */
public record PostgresLogin(String user, String password) {

  @Override
  public String toString() {
    return "PostgresLogin[" + user + "]";
  }
}
