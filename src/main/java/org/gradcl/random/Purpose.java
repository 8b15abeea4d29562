package org.gradcl.random;

/**
 * The use of random numbers. Different purposes draw independent numbers from one key.
 *
 * <p>The order of the constants is part of every result: append, never reorder.
 */
public enum Purpose {
  /** Initial values of parameters. */
  INITIALIZATION,
  /** The order of samples within an epoch. */
  SHUFFLE,
  /** Which activations dropout keeps. */
  DROPOUT,
  /** Which samples belong to which part of a data set. */
  SPLIT,
  /** How samples are changed before they are trained on. */
  AUGMENTATION
}
