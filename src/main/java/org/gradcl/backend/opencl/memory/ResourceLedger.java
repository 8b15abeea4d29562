package org.gradcl.backend.opencl.memory;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps account of the OpenCL objects of one context: each is entered when it is created and struck
 * out when it is released. What is left when the context closes, or what the garbage collector
 * finds unreleased, is a leak and is reported with its place of allocation.
 *
 * <p>Safe for use by several threads.
 */
public final class ResourceLedger {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceLedger.class);
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong CREATED = new AtomicLong();
  private static final AtomicLong RELEASED = new AtomicLong();

  private final Set<Entry> open = Collections.synchronizedSet(new LinkedHashSet<>());

  /** One object: what it is and where it was created. Does not refer to its owner. */
  static final class Entry implements Runnable {
    private final Set<Entry> open;
    private final String description;
    private final Throwable place;

    Entry(Set<Entry> open, String description) {
      this.open = open;
      this.description = description;
      this.place = new Throwable("allocated here");
    }

    /** Called by the cleaner when the owner became unreachable. */
    @Override
    public void run() {
      if (open.remove(this)) {
        LOG.warn("{} was never released", description, place);
      }
    }
  }

  /** Enters an object that was created; {@code owner} is who must release it. */
  Entry created(Object owner, String description) {
    Entry entry = new Entry(open, description);
    open.add(entry);
    CREATED.incrementAndGet();
    CLEANER.register(owner, entry);
    return entry;
  }

  /** Strikes out an object that was released. */
  void released(Entry entry) {
    open.remove(entry);
    RELEASED.incrementAndGet();
  }

  /** What is open, oldest first, without the objects that were entered before {@code first}. */
  public List<String> open() {
    synchronized (open) {
      return open.stream().map(entry -> entry.description).toList();
    }
  }

  /** Reports everything that is still open as a leak, but for the given entries. */
  void reportLeaks(Set<Entry> except) {
    List<Entry> leaks;
    synchronized (open) {
      leaks = new ArrayList<>(open);
    }
    leaks.removeAll(except);
    for (Entry leak : leaks) {
      LOG.warn("{} is still open while its context closes", leak.description, leak.place);
    }
  }

  /** OpenCL objects that this process has created and not released, over all contexts. */
  public static long openInProcess() {
    return CREATED.get() - RELEASED.get();
  }
}
