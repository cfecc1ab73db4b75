package com.multigres.meta.testservers;

/** A server was found and would not do as it was told: one line that says which and why. */
public sealed class ServerStartException extends RuntimeException permits ServerFolderException {

  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what was to be started, and why it does not
   */
  public ServerStartException(String message) {
    super(message);
  }

  /**
   * Says why.
   *
   * @param message what was to be started, and why it does not
   * @param cause what the system said
   */
  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
