package org.gradcl.data;

/** A {@link BatchSource} was asked for something that it cannot do. */
public class UnsupportedBySourceException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message that says what was asked and what to do instead.
   *
   * @param message what was asked and what to do instead
   */
  public UnsupportedBySourceException(String message) {
    super(message);
  }

  /**
   * {@return the exception of {@link BatchSource#open} if a source cannot shuffle}
   *
   * @param source that was asked
   */
  public static UnsupportedBySourceException shuffling(BatchSource source) {
    return new UnsupportedBySourceException(
        "The source "
            + source
            + " cannot shuffle: train without shuffling, or shuffle the data beforehand");
  }

  /**
   * {@return the exception of {@link BatchSource#open} if a source cannot shuffle because a source
   * below it cannot seek}
   *
   * @param source that was asked
   * @param unseekable that lacks {@link Capability#SEEKABLE}
   */
  public static UnsupportedBySourceException shuffling(BatchSource source, BatchSource unseekable) {
    return new UnsupportedBySourceException(
        "The source "
            + source
            + " cannot shuffle, since it would have to seek, which "
            + (source == unseekable ? "it" : unseekable)
            + " cannot: train without shuffling, shuffle the data beforehand, or let it seek");
  }

  /**
   * {@return the exception of {@link BatchCursor#seek} if a cursor cannot seek}
   *
   * @param cursor that was asked
   */
  public static UnsupportedBySourceException seeking(BatchCursor cursor) {
    return new UnsupportedBySourceException(
        "The source behind "
            + cursor
            + " cannot seek: resume from a checkpoint at the end of an epoch");
  }

  /**
   * {@return the exception for resuming within an epoch from a source that lacks {@link
   * Capability#SEEKABLE} or {@link Capability#REPEATABLE}}
   *
   * @param source that was given
   */
  public static UnsupportedBySourceException resuming(BatchSource source) {
    boolean seekable = source.capabilities().contains(Capability.SEEKABLE);
    return new UnsupportedBySourceException(
        "The run to be resumed stopped within an epoch, and the source "
            + source
            + (seekable ? " gives other samples in each pass" : " cannot seek there")
            + ": resume from a checkpoint at the end of an epoch, or let the source be "
            + (seekable ? Capability.REPEATABLE : Capability.SEEKABLE));
  }
}
