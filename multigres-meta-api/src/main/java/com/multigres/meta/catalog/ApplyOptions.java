package com.multigres.meta.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Under which conditions to apply changes, and as whom. Immutable.
 *
 * @param expected the position that the catalog must still have; empty to apply what still makes
 *     sense (rule C5)
 * @param changeId the caller's own id, so that a repeat answers with the first one's result; empty
 *     for a random one
 * @param author who is said in the history to have done it (rule C8); empty for the store's own
 *     user
 * @param fence the bridge's fence token, where the authority is Kubernetes (rule C12)
 */
public record ApplyOptions(
    Optional<Position> expected,
    Optional<ChangeId> changeId,
    Optional<String> author,
    OptionalLong fence) {

  /**
   * No conditions.
   *
   * @return the options
   */
  public static ApplyOptions none() {
    return new ApplyOptions(
        Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /**
   * The catalog must still stand at a position.
   *
   * @param position the position
   * @return the options
   */
  public static ApplyOptions expecting(Position position) {
    return new ApplyOptions(
        Optional.of(position), Optional.empty(), Optional.empty(), OptionalLong.empty());
  }

  /**
   * Under this id, a repeat answers as the first time.
   *
   * @param id the caller's own id
   * @return the options
   */
  public static ApplyOptions as(ChangeId id) {
    return none().withChangeId(id);
  }

  /**
   * The same under an id of the caller's.
   *
   * @param id the id
   * @return the options
   */
  public ApplyOptions withChangeId(ChangeId id) {
    return new ApplyOptions(expected, Optional.of(id), author, fence);
  }

  /**
   * The same by an author.
   *
   * @param name who the history names
   * @return the options
   */
  public ApplyOptions withAuthor(String name) {
    return new ApplyOptions(expected, changeId, Optional.of(name), fence);
  }

  /**
   * The same with the bridge's fence token.
   *
   * @param token the token
   * @return the options
   */
  public ApplyOptions withFence(long token) {
    return new ApplyOptions(expected, changeId, author, OptionalLong.of(token));
  }
}
