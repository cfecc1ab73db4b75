package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom a server's programs run. PostgreSQL refuses root, so root has to appear as somebody else.
 *
 * @param prefix what stands before each command
 * @param owner the account that must own the server's files, where it is not our own
 */
public record ServerAccount(List<String> prefix, Optional<String> owner) {

  /** Ourselves. */
  public static final ServerAccount SELF = new ServerAccount(List.of(), Optional.empty());

  /** Root within a user namespace of its own, where its number maps to nobody's. */
  public static final ServerAccount NAMESPACE =
      new ServerAccount(List.of("unshare", "-U"), Optional.empty());

  public static ServerAccount named(String account) {
    return new ServerAccount(List.of("runuser", "-u", account, "--"), Optional.of(account));
  }

  /** The accounts worth trying for programs that we unpacked ourselves, best first. */
  public static List<ServerAccount> forEmbedded() {
    return isRoot() ? List.of(NAMESPACE, named("postgres"), named("nobody")) : List.of(SELF);
  }

  /** The accounts worth trying for programs that came with the system, best first. */
  public static List<ServerAccount> forInstalled() {
    return isRoot() ? List.of(named("postgres"), NAMESPACE, named("nobody")) : List.of(SELF);
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  public List<String> command(Path program, List<String> arguments) {
    List<String> line = new ArrayList<>(prefix);
    line.add(program.toString());
    line.addAll(arguments);
    return line;
  }

  /** Gives a file or a folder with all it holds to the account. */
  public void takeOver(Path tree) throws IOException {
    if (owner.isEmpty()) {
      return;
    }
    UserPrincipal principal =
        tree.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(owner.orElseThrow());
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return visitFile(folder, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setOwner(file, principal);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
