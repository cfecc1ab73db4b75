package com.multigres.meta.k8s.server;

/**
 * Which object of a kind.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record ObjectName(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
