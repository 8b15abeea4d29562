package org.gradcl.cli.bench.peers;

/** A system is not there, or did not do what it was told; the message says what it said. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1L;

  PeerException(String message) {
    super(message);
  }
}
