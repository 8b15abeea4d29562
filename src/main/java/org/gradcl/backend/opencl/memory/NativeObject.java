package org.gradcl.backend.opencl.memory;

/**
 * An OpenCL object with one owner, who closes it. Entered in the ledger of its context from
 * creation to release. One thread at a time.
 */
public abstract class NativeObject implements AutoCloseable {
  private final ResourceLedger ledger;
  private final ResourceLedger.Entry entry;
  private final String description;
  private boolean closed;

  /**
   * Enters an object that has just been created.
   *
   * @param description for people, such as {@code buffer of 4096 bytes (gradient)}
   */
  @SuppressWarnings("this-escape") // A lint of JDK 21 and later; the cleaner calls nothing of this.
  protected NativeObject(ResourceLedger ledger, String description) {
    this.ledger = ledger;
    this.description = description;
    this.entry = ledger.created(this, description);
  }

  /** Releases the native object; called once. */
  protected abstract void release();

  /** Whether {@link #close} was called. */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * Refuses use after close.
   *
   * @throws IllegalStateException if this is closed
   */
  protected final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The " + description + " is closed");
    }
  }

  ResourceLedger.Entry entry() {
    return entry;
  }

  /** Releases the object. A second call does nothing. */
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      ledger.released(entry);
      release();
    }
  }

  @Override
  public final String toString() {
    return description;
  }
}
