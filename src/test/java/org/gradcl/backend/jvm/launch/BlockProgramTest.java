package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.plan.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registers that last from block to block are filled again where what they hold has changed. */
class BlockProgramTest {
  private final Memory memory = new Memory(new StepRecord(), new StepRecord());
  private final float[] rowOfNumbers = {1, 2, 3};
  private final BlockProgram program = program();
  private final BlockScratch scratch = program.scratch(0);

  /** x, a number for each column, plus s, one for all. */
  private BlockProgram program() {
    Tape tape = Tape.of(Expr.variable("x").plus(Expr.variable("s")));
    Load perColumn = new Loads.PerColumn(memory, Region.WORKSPACE, 0);
    return new BlockProgram(tape, new Load[] {perColumn, null}, Set.of("s"), Arithmetics.plain());
  }

  @BeforeEach
  void fillMemory() {
    memory.set(Region.WORKSPACE, rowOfNumbers);
  }

  private void begin(float uniform) {
    program.uniforms().set(1, uniform);
    program.begin();
  }

  private float[] run(int rows) {
    return run(rows, 3);
  }

  private float[] run(int rows, int columns) {
    ElementBlock block = new ElementBlock();
    block.beginRectangle(0, rows, 0, columns);
    assertThat(block.next()).isTrue();
    program.run(block, scratch);
    return Arrays.copyOf(program.output(0, scratch), rows * columns);
  }

  @Test
  void aLargerBlockIsFilledWhole() {
    begin(10);
    assertThat(run(1)).containsExactly(11, 12, 13);
    assertThat(run(3)).containsExactly(11, 12, 13, 11, 12, 13, 11, 12, 13);
    assertThat(run(2)).containsExactly(11, 12, 13, 11, 12, 13);
  }

  /** A thread's range may end within a row, and its next one begin with a whole one. */
  @Test
  void aWiderBlockIsFilledWhole() {
    begin(10);
    assertThat(run(2, 2)).containsExactly(11, 12, 11, 12);
    assertThat(run(1, 3)).containsExactly(11, 12, 13);
  }

  @Test
  void everyLaunchReadsAnew() {
    begin(10);
    run(2);
    rowOfNumbers[1] = 5;
    begin(10);
    assertThat(run(2)).containsExactly(11, 15, 13, 11, 15, 13);
    begin(20);
    assertThat(run(2)).containsExactly(21, 25, 23, 21, 25, 23);
  }

  /** x² + y + x·y of a number x a row and a number y a column. */
  @Test
  void whatIsOneNumberARowIsRepeatedForEachColumn() {
    Expr x = Expr.variable("x");
    Expr y = Expr.variable("y");
    Tape tape = Tape.of(x.times(x).plus(y).plus(x.times(y)));
    Load perRow = new Loads.PerRow(memory, Region.INPUT, 0, 2);
    Load perColumn = new Loads.PerColumn(memory, Region.WORKSPACE, 0);
    memory.set(Region.INPUT, new float[] {10, 0, 20, 0, 30, 0});
    Load[] loads =
        tape.variables().stream()
            .map(name -> name.equals("x") ? perRow : perColumn)
            .toArray(Load[]::new);
    BlockProgram mixed = new BlockProgram(tape, loads, Set.of(), Arithmetics.plain());
    BlockScratch own = mixed.scratch(0);
    mixed.begin();
    ElementBlock block = new ElementBlock();
    block.beginRectangle(1, 2, 0, 3);
    assertThat(block.next()).isTrue();
    mixed.run(block, own);
    assertThat(Arrays.copyOf(mixed.output(0, own), 6))
        .containsExactly(421, 442, 463, 931, 962, 993);
    block.beginRectangle(0, 1, 0, 3);
    assertThat(block.next()).isTrue();
    mixed.run(block, own);
    assertThat(Arrays.copyOf(mixed.output(0, own), 3)).containsExactly(111, 122, 133);
  }

  @Test
  void anOutputMayBeOneNumberARow() {
    Tape tape = Tape.of(Expr.variable("x").times(Expr.variable("x")));
    memory.set(Region.INPUT, new float[] {2, 3});
    Load perRow = new Loads.PerRow(memory, Region.INPUT, 0, 1);
    BlockProgram squares =
        new BlockProgram(tape, new Load[] {perRow}, Set.of(), Arithmetics.plain());
    BlockScratch own = squares.scratch(0);
    squares.begin();
    ElementBlock block = new ElementBlock();
    block.beginRectangle(0, 2, 0, 2);
    assertThat(block.next()).isTrue();
    squares.run(block, own);
    assertThat(Arrays.copyOf(squares.output(0, own), 4)).containsExactly(4, 4, 9, 9);
  }
}
