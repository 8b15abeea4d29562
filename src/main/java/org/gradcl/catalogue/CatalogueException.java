package org.gradcl.catalogue;

/** A text that names no entry of a catalogue, or gives it settings that it does not take. */
public final class CatalogueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception whose message says what was asked, what was found and what is known.
   *
   * @param message what was asked, what was found and what is known
   */
  public CatalogueException(String message) {
    super(message);
  }

  /**
   * The same of settings that an entry refuses.
   *
   * @param message what was asked, what was found and what is known
   * @param cause says it without the text
   */
  public CatalogueException(String message, IllegalArgumentException cause) {
    super(message, cause);
  }
}
