package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradcl.backend.Device;
import org.gradcl.device.Counters;

/**
 * The three products of a convolution, one after the other, as a training takes them: what other
 * systems run as one pass forward and one backward.
 *
 * @param parts the products, of one convolution
 */
record ConvolutionPassesWorkload(List<ConvolutionWorkload> parts) implements Workload {
  ConvolutionPassesWorkload {
    parts = List.copyOf(parts);
  }

  /** All products of a convolution, of which one is given. */
  static ConvolutionPassesWorkload of(ConvolutionWorkload part) {
    return new ConvolutionPassesWorkload(
        Stream.of(ConvolutionWorkload.Part.values()).map(part::with).toList());
  }

  private ConvolutionWorkload first() {
    return parts.get(0);
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT, "conv-%dx%d-s%d", first().inputs(), first().outputs(), first().stride());
  }

  @Override
  public String description() {
    return first().convolution() + ", forward and both gradients";
  }

  @Override
  public double flops() {
    return parts.stream().mapToDouble(Workload::flops).sum();
  }

  @Override
  public int samples() {
    return first().samples();
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT,
        "convolution,%d,%d,%d,%d,%d",
        first().inputs(),
        first().outputs(),
        first().size(),
        first().stride(),
        first().batch());
  }

  @Override
  public Session start(Device device) {
    List<Session> sessions = new ArrayList<>();
    try {
      for (ConvolutionWorkload part : parts) {
        sessions.add(part.start(device));
      }
    } catch (RuntimeException e) {
      sessions.forEach(Session::close);
      throw e;
    }
    return new Passes(sessions);
  }

  /** The sessions of the products, run in turn. */
  private record Passes(List<Session> sessions) implements Session {
    private Passes {
      sessions = List.copyOf(sessions);
    }

    @Override
    public void check() {
      sessions.forEach(Session::check);
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        sessions.forEach(session -> session.run(1));
      }
    }

    @Override
    public Counters counters() {
      return sessions.get(0).counters();
    }

    @Override
    public void close() {
      sessions.forEach(Session::close);
    }
  }
}
