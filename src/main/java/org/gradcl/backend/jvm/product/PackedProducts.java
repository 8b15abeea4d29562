package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.launch.Products;
import org.gradcl.backend.jvm.launch.Team;

/**
 * Blocked products over packed panels. Source of the method: Goto and van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication, ACM TOMS 34(3), 2008.
 *
 * <p>Both operands are packed once, by the whole team, into memory that all products of a device
 * share; then the team computes tiles of C. The grid of tiles depends on the shape only, and each
 * tile adds in one order, so the number of threads changes no bit.
 */
public final class PackedProducts implements Products {
  /** Inner extent of a block: a panel of B of that depth stays in the first-level cache. */
  private static final int BLOCK_K = 256;

  /** Rows of a tile of C at most: a block of A of that height stays in the second-level cache. */
  private static final int BLOCK_M = 96;

  private static final int BLOCK_N = 512;

  /** Below this many multiply-adds the caller works alone: waking others takes longer. */
  private static final long ALONE = 60_000;

  private final MicroKernel kernel;
  private final String name;
  private float[] packedA = new float[0];
  private float[] packedB = new float[0];

  /** Products with that innermost product. */
  public PackedProducts(MicroKernel kernel) {
    this.kernel = kernel;
    this.name = kernel.name() + " over packed panels";
  }

  @Override
  public Prepared prepare(
      int m, int n, int k, boolean transposeA, boolean transposeB, int threads) {
    int panelsA = ceil(m, kernel.rows());
    int panelsB = ceil(n, kernel.columns());
    packedA = atLeast(packedA, (long) panelsA * kernel.rows() * k);
    packedB = atLeast(packedB, (long) panelsB * kernel.columns() * k);
    return new Packed(m, n, k, transposeA, transposeB, threads);
  }

  private static float[] atLeast(float[] array, long length) {
    return array.length >= length ? array : new float[Math.toIntExact(length)];
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  private final class Packed implements Prepared {
    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeA;
    private final boolean transposeB;
    private final int panelsA;
    private final int panelsB;
    private final int tileM;
    private final int tileN;
    private final int tilesM;
    private final int tilesN;
    private final boolean alone;
    private final float[][] edges;
    private final Team.Work packing = this::pack;
    private final Team.Work computing = this::compute;
    private float[] a;
    private float[] b;
    private float[] c;
    private int aOffset;
    private int bOffset;
    private int cOffset;
    private int lda;
    private int ldb;
    private int ldc;
    private Tiles tiles;

    Packed(int m, int n, int k, boolean transposeA, boolean transposeB, int threads) {
      this.m = m;
      this.n = n;
      this.k = k;
      this.transposeA = transposeA;
      this.transposeB = transposeB;
      this.panelsA = ceil(m, kernel.rows());
      this.panelsB = ceil(n, kernel.columns());
      this.tileM = tileRows();
      this.tileN = Math.min(BLOCK_N, panelsB * kernel.columns());
      this.tilesM = ceil(m, tileM);
      this.tilesN = ceil(n, tileN);
      this.alone = (long) m * n * k < ALONE;
      this.edges = new float[threads][kernel.rows() * kernel.columns()];
    }

    /** High enough to reuse a panel of B, low enough that several threads find work. */
    private int tileRows() {
      int share = ceil(ceil(m, 8), kernel.rows()) * kernel.rows();
      int least = 2 * kernel.rows();
      int most = BLOCK_M / kernel.rows() * kernel.rows();
      return Math.max(least, Math.min(most, share));
    }

    @Override
    public void run(
        Team team,
        float[] theA,
        int theAOffset,
        int theLda,
        float[] theB,
        int theBOffset,
        int theLdb,
        float[] theC,
        int theCOffset,
        int theLdc,
        Tiles theTiles) {
      a = theA;
      aOffset = theAOffset;
      lda = theLda;
      b = theB;
      bOffset = theBOffset;
      ldb = theLdb;
      c = theC;
      cOffset = theCOffset;
      ldc = theLdc;
      tiles = theTiles;
      if (alone) {
        for (int part = 0; part < panelsA + panelsB; part++) {
          pack(part, 0);
        }
        for (int part = 0; part < tiles(); part++) {
          compute(part, 0);
        }
      } else {
        team.run(panelsA + panelsB, packing);
        team.run(tiles(), computing);
      }
    }

    private void pack(int part, int thread) {
      if (part < panelsA) {
        packPanel(a, aOffset, lda, !transposeA, part, m, kernel.rows(), packedA);
      } else {
        packPanel(b, bOffset, ldb, transposeB, part - panelsA, n, kernel.columns(), packedB);
      }
    }

    private void packPanel(
        float[] from,
        int offset,
        int stride,
        boolean linesContiguous,
        int panel,
        int extent,
        int width,
        float[] to) {
      int first = panel * width;
      int lines = Math.min(width, extent - first);
      int place = first * k;
      if (linesContiguous) {
        Packing.acrossLines(from, offset + first * stride, stride, lines, k, width, to, place);
      } else {
        Packing.alongLines(from, offset + first, stride, lines, k, width, to, place);
      }
    }

    private void compute(int tile, int thread) {
      int row = tile / tilesN * tileM;
      int column = tile % tilesN * tileN;
      int rows = Math.min(tileM, m - row);
      int columns = Math.min(tileN, n - column);
      for (int p = 0; p < k; p += BLOCK_K) {
        int depth = Math.min(BLOCK_K, k - p);
        for (int j = 0; j < columns; j += kernel.columns()) {
          int bPlace = (column + j) * k + p * kernel.columns();
          int width = Math.min(kernel.columns(), columns - j);
          for (int i = 0; i < rows; i += kernel.rows()) {
            int aPlace = (row + i) * k + p * kernel.rows();
            int height = Math.min(kernel.rows(), rows - i);
            int cPlace = cOffset + (row + i) * ldc + column + j;
            if (height == kernel.rows() && width == kernel.columns()) {
              kernel.multiply(depth, packedA, aPlace, packedB, bPlace, c, cPlace, ldc, p > 0);
            } else {
              edge(depth, aPlace, bPlace, cPlace, height, width, p > 0, edges[thread]);
            }
          }
        }
      }
      tiles.tile(tile, thread, row, rows, column, columns);
    }

    private void edge(
        int depth,
        int aPlace,
        int bPlace,
        int cPlace,
        int height,
        int width,
        boolean accumulate,
        float[] edge) {
      int stride = kernel.columns();
      kernel.multiply(depth, packedA, aPlace, packedB, bPlace, edge, 0, stride, false);
      for (int i = 0; i < height; i++) {
        int target = cPlace + i * ldc;
        for (int j = 0; j < width; j++) {
          float value = edge[i * stride + j];
          c[target + j] = accumulate ? c[target + j] + value : value;
        }
      }
    }

    @Override
    public int tiles() {
      return tilesM * tilesN;
    }

    @Override
    public String variant() {
      return name + ", tiles of " + tileM + "×" + tileN;
    }
  }
}
