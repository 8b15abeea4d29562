package org.gradcl.train.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;

/**
 * The plans loaded over one state: at most eight, of which the least recently used is closed first,
 * and fewer if another plan needs their memory. Owns them; its owner, the session, closes it. Not
 * safe for use by several threads.
 */
public final class LoadedPlans implements AutoCloseable {
  private static final int MOST = 8;

  private final Device device;
  private final State state;
  private final Map<PlanKey, Executable> loaded = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<PlanKey> held = new HashSet<>();

  LoadedPlans(Device device, State state) {
    this.device = device;
    this.state = state;
  }

  /**
   * The plan of a key, compiled and loaded if it is not. Every other plan that is not held may be
   * closed to make room.
   *
   * @throws DeviceMemoryException if it does not fit beside those that are held
   */
  public Executable get(PlanKey key) {
    Executable executable = loaded.get(key);
    if (executable == null) {
      executable = load(compile(key));
      loaded.put(key, executable);
      closeLeastRecent();
    }
    return executable;
  }

  private Executable load(Plan plan) {
    try {
      return device.load(plan, state);
    } catch (DeviceMemoryException e) {
      if (idle().isEmpty()) {
        throw e;
      }
    }
    idle().forEach(this::discard);
    return device.load(plan, state);
  }

  private List<PlanKey> idle() {
    return loaded.keySet().stream().filter(key -> !held.contains(key)).toList();
  }

  /**
   * Loads a plan and closes it again.
   *
   * @throws DeviceMemoryException if it does not fit beside those that are held
   */
  public void tryOut(PlanKey key) {
    get(key);
    discard(key);
  }

  /**
   * Refuses a plan that no device could have, before one is asked.
   *
   * @throws ShapeMismatchException if a block can't take so few samples
   * @throws DeviceMemoryException if it has too many numbers
   */
  public static void requirePossible(PlanKey key) {
    graph(key);
  }

  private Plan compile(PlanKey key) {
    try {
      return Compiler.compile(graph(key), state.placement().layout(), device.target())
          .partOf(key.fullRows());
    } catch (ArithmeticException e) {
      throw tooLarge(key, e);
    }
  }

  private static StepGraph graph(PlanKey key) {
    try {
      return key.graph();
    } catch (ShapeMismatchException e) {
      // A block that can't learn from so few samples says so itself.
      throw e;
    } catch (IllegalArgumentException e) {
      if (key.rows() < 1) {
        throw e;
      }
      // The step was stated before, for one row: now a tensor has too many numbers.
      throw tooLarge(key, e);
    }
  }

  private static DeviceMemoryException tooLarge(PlanKey key, RuntimeException cause) {
    // Half as many is a guess, which the device's own estimates then refine.
    DeviceMemoryException tooLarge =
        DeviceMemoryException.ofBatch(
            String.format(
                "A batch of %d needs a region of memory of more than 2147483647 numbers, which no"
                    + " plan can have.",
                key.rows()),
            key.rows() / 2);
    tooLarge.initCause(cause);
    return tooLarge;
  }

  /** Keeps a plan loaded until {@link #release}. */
  public void hold(PlanKey key) {
    held.add(key);
  }

  /** Allows a held plan to be closed when room is needed. */
  public void release(PlanKey key) {
    held.remove(key);
  }

  /** Closes a plan at once, for example one with batch buffers that were filled but never run. */
  public void discard(PlanKey key) {
    held.remove(key);
    Executable executable = loaded.remove(key);
    if (executable != null) {
      executable.close();
    }
  }

  private void closeLeastRecent() {
    if (loaded.size() <= MOST) {
      return;
    }
    // The last is the one just loaded.
    List<PlanKey> oldestFirst = List.copyOf(loaded.keySet());
    oldestFirst.subList(0, oldestFirst.size() - 1).stream()
        .filter(key -> !held.contains(key))
        .findFirst()
        .ifPresent(this::discard);
  }

  @Override
  public void close() {
    List.copyOf(loaded.keySet()).forEach(this::discard);
  }
}
