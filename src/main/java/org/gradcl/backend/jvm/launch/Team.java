package org.gradcl.backend.jvm.launch;

/** Threads that share the parts of a launch. One launch at a time. */
public interface Team extends AutoCloseable {
  /** A piece of work in numbered parts that are independent of each other. */
  @FunctionalInterface
  interface Work {
    /**
     * Does one part.
     *
     * @param part from 0
     * @param thread the number of the thread, from 0, which owns scratch memory
     */
    void part(int part, int thread);
  }

  /** The number of threads, the caller's included. */
  int threads();

  /** Does all parts and returns when the last is done; a failure of any part reaches the caller. */
  void run(int parts, Work work);

  /** Ends the threads. */
  @Override
  void close();
}
