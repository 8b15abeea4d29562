package org.gradcl.backend.jvm;

import org.gradcl.device.Counters;

/**
 * Counters of the JVM engine. It sets no arguments and makes no transfers: batches are read in
 * place.
 */
final class JvmCounters {
  long launches;
  long allocations;

  Counters snapshot() {
    return new Counters(launches, launches, 0, 0, 0, 0, 0, allocations, 0);
  }
}
