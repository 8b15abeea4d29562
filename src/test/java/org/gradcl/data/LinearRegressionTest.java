package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class LinearRegressionTest {
  @Test
  void theTextbookLine() {
    // Through (0, 1), (1, 3), (2, 4), (3, 4): slope 1, intercept 1.5.
    ArrayDataSet data =
        ArrayDataSet.of(new float[][] {{0}, {1}, {2}, {3}}, new float[][] {{1}, {3}, {4}, {4}});
    LinearRegression line = LinearRegression.fit(data);
    assertThat(line.rank()).isEqualTo(2);
    assertThat(line.weight(0, 0)).isCloseTo(1, within(1e-14));
    assertThat(line.intercept(0)).isCloseTo(1.5, within(1e-14));
    assertThat(line.predict(data)).containsExactly(1.5f, 2.5f, 3.5f, 4.5f);
  }

  @SeededCases(200)
  void weightsAreFoundAgainAndResidualsAreOrthogonal(Draw draw) {
    Random random = new Random(draw.anyLong());
    int inputs = draw.integer(1, 6);
    int targets = draw.integer(1, 3);
    int rows = 30;
    float[][] x = new float[rows][inputs];
    float[][] y = new float[rows][targets];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inputs; j++) {
        x[i][j] = (float) random.nextGaussian();
      }
      for (int t = 0; t < targets; t++) {
        y[i][t] = (float) random.nextGaussian();
      }
    }
    LinearRegression fit = LinearRegression.fit(ArrayDataSet.of(x, y));
    assertThat(fit.rank()).isEqualTo(inputs + 1);
    for (int t = 0; t < targets; t++) {
      double[] products = new double[inputs + 1];
      for (int i = 0; i < rows; i++) {
        double residual = y[i][t] - fit.intercept(t);
        for (int j = 0; j < inputs; j++) {
          residual -= fit.weight(t, j) * x[i][j];
        }
        products[0] += residual;
        for (int j = 0; j < inputs; j++) {
          products[j + 1] += residual * x[i][j];
        }
      }
      // The normal equations, which hold for the minimum and nothing else.
      for (double product : products) {
        assertThat(product).isCloseTo(0, within(1e-11));
      }
    }
  }

  @Test
  void columnsThatDependOnOthersAreFoundAndDoNotMatter() {
    Random random = new Random(3);
    int rows = 40;
    float[][] independent = new float[rows][2];
    float[][] collinear = new float[rows][6];
    float[][] y = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      int category = i % 2;
      float number = (float) random.nextGaussian();
      independent[i] = new float[] {number, category};
      // An exact multiple, a constant, both one-hot columns, a column of zeros: those that
      // depend on others stand before those that do not.
      collinear[i] = new float[] {number, 2 * number, 7, category, 1 - category, 0};
      y[i][0] = 2 * number - category + (float) random.nextGaussian();
    }
    ArrayDataSet data = ArrayDataSet.of(collinear, y);
    LinearRegression fit = LinearRegression.fit(data);
    assertThat(fit.rank()).isEqualTo(3);
    ArrayDataSet full = ArrayDataSet.of(independent, y);
    float[] expected = LinearRegression.fit(full).predict(full);
    float[] predictions = fit.predict(data);
    for (int i = 0; i < rows; i++) {
      assertThat(predictions[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  /** Hundreds of centred indicators: rounding errors once left a rank too many. */
  @Test
  void manyCategoriesDependOnTheOnesAsFewDo() {
    Random random = new Random(2);
    int rows = 1600;
    int categories = 630;
    float[][] x = new float[rows][categories];
    float[][] y = new float[rows][1];
    float[] shares = new float[categories];
    for (int i = 0; i < rows; i++) {
      int category = i < categories ? i : random.nextInt(categories);
      x[i][category] = 1;
      shares[category] += 1f / rows;
      y[i][0] = random.nextFloat();
    }
    for (float[] row : x) {
      for (int j = 0; j < categories; j++) {
        row[j] -= shares[j];
      }
    }
    LinearRegression fit = LinearRegression.fit(ArrayDataSet.of(x, y));
    assertThat(fit.rank()).isEqualTo(categories);
    for (int j = 0; j < categories; j++) {
      assertThat(fit.weight(0, j)).isBetween(-2.0, 2.0);
    }
  }

  /** A column's unit must not decide whether it counts. */
  @Test
  void columnsOfVeryDifferentSizeAllCount() {
    Random random = new Random(5);
    int rows = 40;
    float[][] x = new float[rows][3];
    float[][] y = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      float large = (float) random.nextGaussian();
      float small = (float) random.nextGaussian();
      float usual = (float) random.nextGaussian();
      x[i] = new float[] {1e30f * large, 1e-30f * small, usual};
      y[i][0] = 3 + large - 2 * small + 5 * usual;
    }
    ArrayDataSet data = ArrayDataSet.of(x, y);
    LinearRegression fit = LinearRegression.fit(data);
    assertThat(fit.rank()).isEqualTo(4);
    float[] predictions = fit.predict(data);
    for (int i = 0; i < rows; i++) {
      assertThat(predictions[i]).isCloseTo(y[i][0], within(1e-5f));
    }
    assertThat(fit.intercept(0)).isCloseTo(3, within(1e-5));
    assertThat(fit.weight(0, 1) * 1e-30).isCloseTo(-2, within(1e-5));
  }

  @Test
  void fewerRowsThanInputsAreFittedExactly() {
    ArrayDataSet data =
        ArrayDataSet.of(new float[][] {{1, 2, 3}, {4, 5, 7}}, new float[][] {{10}, {20}});
    LinearRegression fit = LinearRegression.fit(data);
    assertThat(fit.rank()).isEqualTo(2);
    assertThat(fit.predict(data)[0]).isCloseTo(10, within(1e-5f));
    assertThat(fit.predict(data)[1]).isCloseTo(20, within(1e-5f));
  }

  @Test
  void inputsOfAnotherSizeAreRefused() {
    ArrayDataSet data = ArrayDataSet.of(new float[][] {{0}, {1}}, new float[][] {{1}, {3}});
    LinearRegression fit = LinearRegression.fit(data);
    ArrayDataSet wider = ArrayDataSet.of(new float[][] {{0, 1}}, new float[][] {{1}});
    assertThatThrownBy(() -> fit.predict(wider))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("1 inputs", "[2]");
  }

  @Test
  void progressRisesToTheWhole() {
    List<Double> shares = new ArrayList<>();
    float[] inputs = new float[20 * 4];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Math.sin(i * i);
    }
    ArrayDataSet data = ArrayDataSet.of(Shape.of(4), inputs, Shape.of(1), new float[20]);
    LinearRegression.fit(data, shares::add);
    // 4 inputs and the ones, 20 rows: Σ (20 − k)(5 − k), of which the first reflection is a third.
    assertThat(shares).hasSize(5).isSorted().endsWith(1.0);
    assertThat(shares.get(0)).isBetween(0.3, 0.4);
  }
}
