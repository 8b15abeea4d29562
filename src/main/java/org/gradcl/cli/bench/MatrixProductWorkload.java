package org.gradcl.cli.bench;

import java.util.Map;
import java.util.SplittableRandom;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.Ticket;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.plan.Compiler;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * C = op(A)·op(B) of square matrices that lie on the device, packing included.
 *
 * @param name of the workload
 * @param size rows and columns of each matrix
 * @param transposeA whether op(A) = Aᵀ
 * @param transposeB whether op(B) = Bᵀ
 */
record MatrixProductWorkload(String name, int size, boolean transposeA, boolean transposeB)
    implements Workload {
  private static final double TOLERANCE = 1e-5;
  private static final String OUTPUT = "product";

  @Override
  public String description() {
    return size + "³, " + (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
  }

  @Override
  public double flops() {
    return 2.0 * size * size * size;
  }

  @Override
  public int samples() {
    return 1;
  }

  @Override
  public Session start(Device device) {
    return new Running(device);
  }

  private StepGraph graph() {
    Graph graph = new Graph();
    Value a = graph.parameter("a", Shape.of(size, size), Role.FROZEN);
    Value b = graph.parameter("b", Shape.of(size, size), Role.FROZEN);
    return StepGraph.inference(
        graph, Map.of(OUTPUT, graph.matrixProduct(a, transposeA, b, transposeB)));
  }

  private final class Running implements Session {
    private final float[] a = numbers(1);
    private final float[] b = numbers(2);
    private final State state;
    private final Executable executable;

    Running(Device device) {
      StepGraph graph = graph();
      state = device.allocate(graph.stateLayout());
      try {
        state.write(HostTensor.of("a", Shape.of(size, size), a));
        state.write(HostTensor.of("b", Shape.of(size, size), b));
        executable = device.load(Compiler.compile(graph, device.target()), state);
      } catch (RuntimeException e) {
        state.close();
        throw e;
      }
    }

    private float[] numbers(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[size * size];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      return values;
    }

    @Override
    public void check() {
      Ticket ticket = executable.run(executable.acquire());
      float[] found = executable.read(ticket, OUTPUT).floats();
      double[] row = new double[size];
      double[] wide = new double[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double sum = 0;
          for (int k = 0; k < size; k++) {
            sum +=
                (double) a[transposeA ? k * size + i : i * size + k]
                    * b[transposeB ? j * size + k : k * size + j];
          }
          row[j] = sum;
          wide[j] = found[i * size + j];
        }
        WrongResultException.check(name + ", row " + i, wide, row, TOLERANCE);
      }
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        executable.run(executable.acquire());
      }
      state.readStep();
    }

    @Override
    public void close() {
      executable.close();
      state.close();
    }
  }
}
