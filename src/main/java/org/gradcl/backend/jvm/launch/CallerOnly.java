package org.gradcl.backend.jvm.launch;

/** A team of nobody but the caller. */
public final class CallerOnly implements Team {
  /** Stateless. */
  public CallerOnly() {}

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void run(int parts, Work work) {
    for (int part = 0; part < parts; part++) {
      work.part(part, 0);
    }
  }

  @Override
  public void close() {}
}
