package diamonds;

import common.LineChart;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.TableSchema;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.Trainer;

/**
 * The categories of clarity from the worst to the best, and the number that each has in an
 * embedding of width 1. Its sign means nothing, since the layers behind it can turn it: it is
 * chosen so that the last category lies above the first.
 *
 * @param places by the known order
 */
record LearntOrder(List<Double> places) {
  private static final List<String> CLARITIES =
      List.of("I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF");

  LearntOrder {
    places = List.copyOf(places);
  }

  static LearntOrder of(Trainer trainer, TableSchema schema) {
    HostTensor vectors = trainer.parameters().get("embedding.clarity.weight");
    ColumnSchema.Indexed column =
        schema.indexed().stream().filter(c -> c.name().equals("clarity")).findFirst().orElseThrow();
    // Index 0 is that of unknown categories.
    List<Double> numbers =
        CLARITIES.stream()
            .map(name -> (double) vectors.floats()[column.categories().indexOf(name) + 1])
            .toList();
    double sign = numbers.get(numbers.size() - 1) < numbers.get(0) ? -1 : 1;
    return new LearntOrder(numbers.stream().map(number -> sign * number).toList());
  }

  /** Spearman's correlation of the places with the known order: 1 where all follow each other. */
  double correlation() {
    int count = places.size();
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double place = places.get(i);
      long rank = places.stream().filter(other -> other < place).count();
      squares += (rank - i) * (double) (rank - i);
    }
    return 1 - 6 * squares / (count * ((double) count * count - 1));
  }

  void draw(Path file, PrintStream out) throws IOException {
    double[] known = IntStream.range(0, places.size()).asDoubleStream().toArray();
    double[] learnt = places.stream().mapToDouble(Double::doubleValue).toArray();
    new LineChart("The learnt embedding of clarity", String.join(" < ", CLARITIES), "learnt number")
        .line("embedding of width 1, seed 1", new Color(0x1b9e77), known, learnt)
        .write(file);
    out.println(file);
  }
}
