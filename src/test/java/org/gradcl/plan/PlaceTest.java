package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.plan.Place.Axis;
import org.gradcl.plan.Place.Form;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class PlaceTest {
  /** The offsets that a place names, counted one by one. */
  private static List<Integer> offsets(Place place) {
    List<Integer> offsets = new ArrayList<>(List.of(place.base()));
    for (Axis axis : place.axes()) {
      List<Integer> further = new ArrayList<>();
      for (int offset : offsets) {
        for (int i = 0; i < axis.extent(); i++) {
          further.add(offset + i * axis.stride());
        }
      }
      offsets = further;
    }
    return offsets;
  }

  /** A part of an array of up to three axes: sliced, in any order, some reversed or repeated. */
  private static Place draw(Draw draw, int[] extents) {
    int base = 7;
    List<Axis> axes = new ArrayList<>();
    int stride = 1;
    for (int extent : extents) {
      int from = draw.integer(0, extent - 1);
      int count = draw.integer(1, extent - from);
      int step = count > 2 && draw.integer(0, 3) == 0 ? 2 : 1;
      count = (count + step - 1) / step;
      boolean reversed = draw.integer(0, 3) == 0;
      base += (reversed ? from + (count - 1) * step : from) * stride;
      axes.add(draw.integer(0, axes.size()), new Axis(count, (reversed ? -step : step) * stride));
      stride *= extent;
    }
    if (draw.integer(0, 3) == 0) {
      axes.add(draw.integer(0, axes.size()), new Axis(draw.integer(1, 3), 0));
    }
    return Place.of(Region.WORKSPACE, base, axes.toArray(Axis[]::new));
  }

  @Test
  void gapsBetweenRowsBelongToNobody() {
    Place place = Place.matrix(Region.WORKSPACE, 10, 3, 4, 6);
    assertThat(place.elements()).isEqualTo(12);
    assertThat(place.end()).isEqualTo(10 + 2 * 6 + 4);
    assertThat(place.isContiguous()).isFalse();
    assertThat(place.overlaps(Place.matrix(Region.WORKSPACE, 14, 1, 2))).isFalse();
    assertThat(place.overlaps(Place.matrix(Region.WORKSPACE, 15, 1, 2))).isTrue();
    assertThat(place.overlaps(Place.matrix(Region.WORKSPACE, 25, 1, 2))).isTrue();
    assertThat(place.overlaps(Place.matrix(Region.WORKSPACE, 26, 1, 2))).isFalse();
    assertThat(place.overlaps(Place.matrix(Region.OUTPUT, 15, 1, 2))).isFalse();
  }

  @Test
  void theUsualCasesHaveNames() {
    Region region = Region.INPUT;
    assertThat(Place.matrix(region, 0, 4, 6).form()).isEqualTo(Form.MATRIX);
    assertThat(Place.matrix(region, 0, 4, 1).form()).isEqualTo(Form.MATRIX);
    assertThat(Place.matrix(region, 0, 1, 6, 9).form()).isEqualTo(Form.MATRIX);
    assertThat(Place.perColumn(region, 0, 4, 6).form()).isEqualTo(Form.PER_COLUMN);
    assertThat(Place.perRow(region, 0, 4, 6).form()).isEqualTo(Form.PER_ROW);
    assertThat(Place.scalar(region, 0, 4, 6).form()).isEqualTo(Form.SCALAR);
    Place transposed = Place.of(region, 0, new Axis(4, 1), new Axis(6, 4));
    assertThat(transposed.form()).isEqualTo(Form.STRIDED);
    assertThat(Place.of(region, 0, new Axis(5, 1)).form()).isEqualTo(Form.STRIDED);
    assertThat(transposed.isDense()).isTrue();
    assertThat(transposed.isContiguous()).isFalse();
    assertThat(transposed).hasToString("INPUT[0] 4×6 with strides 1,4");
    assertThat(Place.matrix(region, 3, 4, 6)).hasToString("INPUT[3] 4×6");
  }

  /** Two blocks of columns lie in each other's range and share nothing. */
  @Test
  void blocksOfOneMatrixAreAsFarApartAsTheyAre() {
    int rows = 1_000_000;
    Place left = Place.matrix(Region.WORKSPACE, 0, rows, 32, 96);
    Place right = Place.matrix(Region.WORKSPACE, 64, rows, 32, 96);
    assertThat(left.overlaps(right)).isFalse();
    assertThat(left.overlaps(Place.matrix(Region.WORKSPACE, 31, rows, 32, 96))).isTrue();
    Place whole = Place.matrix(Region.WORKSPACE, 0, rows, 96);
    assertThat(whole.contains(left)).isTrue();
    assertThat(whole.contains(right)).isTrue();
    assertThat(left.contains(whole)).isFalse();
    Place someRows = Place.matrix(Region.WORKSPACE, 96 * 5 + 2, rows / 4, 7, 96 * 3);
    assertThat(left.contains(someRows)).isTrue();
    assertThat(right.contains(someRows)).isFalse();
    Place columnByColumn = Place.of(Region.WORKSPACE, 64, new Axis(32, 1), new Axis(rows, 96));
    assertThat(columnByColumn.overlaps(right)).isTrue();
    assertThat(columnByColumn.overlaps(left)).isFalse();
    assertThat(right.contains(columnByColumn)).isTrue();
  }

  @SeededCases
  void whatIsSaidOfAPlaceIsWhatIsCounted(Draw draw) {
    int[] extents = draw.integers(1, 3, () -> draw.integer(1, 6));
    Place place = draw(draw, extents);
    List<Integer> offsets = offsets(place);
    Set<Integer> distinct = new HashSet<>(offsets);
    assertThat(place.elements()).isEqualTo(distinct.size());
    assertThat(place.isDistinct()).isTrue();
    assertThat(place.repeats()).isEqualTo(offsets.size() > distinct.size());
    assertThat(place.first()).isEqualTo(distinct.stream().min(Integer::compare).orElseThrow());
    assertThat(place.end()).isEqualTo(distinct.stream().max(Integer::compare).orElseThrow() + 1);
    assertThat(place.isDense()).isEqualTo(place.end() - place.first() == distinct.size());
    boolean ordered = true;
    for (int i = 0; i < offsets.size(); i++) {
      ordered &= offsets.get(i) == place.base() + i;
    }
    assertThat(place.isContiguous()).isEqualTo(ordered);
  }

  @SeededCases
  void placesOverlapWhereTheyShareAFloat(Draw draw) {
    int[] extents = draw.integers(1, 3, () -> draw.integer(1, 6));
    Place a = draw(draw, extents);
    Place b = draw(draw, draw.integer(0, 2) == 0 ? new int[] {5, 4} : extents);
    Set<Integer> ofA = new HashSet<>(offsets(a));
    Set<Integer> ofB = new HashSet<>(offsets(b));
    boolean all = ofA.containsAll(ofB);
    ofB.retainAll(ofA);
    assertThat(a.overlaps(b)).as("%s and %s", a, b).isEqualTo(!ofB.isEmpty());
    assertThat(b.overlaps(a)).isEqualTo(!ofB.isEmpty());
    assertThat(a.contains(b)).as("%s in %s", b, a).isEqualTo(all);
  }
}
