package com.multigres.meta.testservers;

/** The folder that was named for a server to be kept in is none of its own: name another one. */
public final class ServerFolderException extends ServerStartException {

  private static final long serialVersionUID = 1L;

  ServerFolderException(String message) {
    super(message);
  }
}
