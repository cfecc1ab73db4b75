package com.multigres.meta.testservers.etcd;

/**
 * A user of an etcd that asks for one.
 *
 * @param user the name
 * @param password the password, which does not appear in the text form
 */
public record EtcdLogin(String user, String password) {

  @Override
  public String toString() {
    return "EtcdLogin[" + user + "]";
  }
}
