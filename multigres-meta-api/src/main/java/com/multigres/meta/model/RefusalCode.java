package com.multigres.meta.model;

/** Why a change was refused, in the codes of C4 that a pure function can know. */
public enum RefusalCode {
  /** The catalog would break a rule. */
  RULE_BROKEN,
  /** What the change names is not there. */
  NOT_FOUND,
  /** What the change would make is there. */
  ALREADY_EXISTS,
  /** The change is no sensible one for any catalog: a name or range that cannot be. */
  BAD_INPUT
}
