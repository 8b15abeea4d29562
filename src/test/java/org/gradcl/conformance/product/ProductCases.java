package org.gradcl.conformance.product;

import java.util.List;

/** The products that every engine must compute, with both gradients. */
public final class ProductCases {
  private ProductCases() {}

  /** The product of a name. */
  public static ProductCase named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static ProductCase of(String name, String axes, String a, String b) {
    return new ProductCase(name, axes, a, b);
  }

  /** All, from plain matrices to windows over two axes. */
  public static final List<ProductCase> ALL =
      List.of(
          // Matrices, stored as they are and transposed.
          of("NN", "m=7r n=5c k=3i", "m k", "k n"),
          of("NT", "m=17r n=13c k=19i", "m k", "n k"),
          of("TN", "m=13r n=17c k=11i", "k m", "k n"),
          of("TT", "m=5r n=7c k=23i", "k m", "n k"),
          of("NT of whole vectors", "m=64r n=48c k=32i", "m k", "n k"),
          of("TN of whole vectors", "m=48r n=96c k=40i", "k m", "k n"),
          of("NN of several tiles", "m=131r n=137c k=139i", "m k", "k n"),
          of("all extents 1", "m=1r n=1c k=1i", "m k", "n k"),
          of("inner extent 1, NN", "m=9r n=11c k=1i", "m k", "k n"),
          of("inner extent 1, TN", "m=9r n=11c k=1i", "k m", "k n"),
          of("one row", "m=1r n=37c k=29i", "m k", "n k"),
          of("one column", "m=37r n=1c k=29i", "m k", "n k"),
          of("long inner extent, NT", "m=3r n=2c k=100000i", "m k", "n k"),
          of("long inner extent, TN", "m=2r n=5c k=100000i", "k m", "k n"),
          of("matrix times vector", "m=19r k=31i", "m k", "k"),
          of("vector times matrix", "n=19c k=31i", "k", "k n"),
          of("dot product in a batch", "b=7b k=31i", "b k", "b k"),
          of("outer product", "m=6r n=35c", "m", "n"),
          of("result stored transposed", "n=9c m=14r k=6i", "m k", "n k"),
          // Batches.
          of("batch NN", "b=3b m=5r n=7c k=4i", "b m k", "b k n"),
          of("batch NT", "b=4b m=17r n=9c k=8i", "b m k", "b n k"),
          of("batch TN", "b=5b m=8r n=16c k=12i", "b k m", "b k n"),
          of("batch TT", "b=2b m=3r n=5c k=7i", "b k m", "b n k"),
          of("two batch axes", "b=2b g=3b m=5r n=4c k=6i", "b g m k", "b g k n"),
          of("two batch axes, swapped in B", "b=2b g=3b m=5r n=4c k=6i", "b g m k", "g b k n"),
          of("batch innermost", "b=6b m=5r n=4c k=3i", "m k b", "n k b"),
          of("result with the batch innermost", "m=5r n=4c b=6b k=3i", "b m k", "b n k"),
          of("A the same for the batch", "b=4b m=6r n=5c k=7i", "m k", "b k n"),
          of("B the same for the batch", "b=4b m=6r n=5c k=7i", "b m k", "n k"),
          of(
              "each operand with a batch axis of its own",
              "b=3b g=2b m=4r n=5c k=6i",
              "b m k",
              "g n k"),
          // Attention.
          of("scores of heads", "b=2b h=3b t=5r s=7c d=4i", "b t h d", "b s h d"),
          of("values of heads, joined", "b=2b t=5r h=3b d=4c s=7i", "b h t s", "b s h d"),
          of("scores of grouped queries", "b=2b g=2b r=3r t=5r s=7c d=4i", "b t g r d", "b s g d"),
          of(
              "heads from one array of three",
              "b=2b h=3b t=5r s=5c d=4i",
              "b t #0:3 h d",
              "b s #1:3 h d"),
          of("several rows and inner axes", "p=3r q=4r n=5c k=2i l=6i", "p k q l", "n k l"),
          of("several columns", "m=5r p=3c q=4c k=6i", "m k", "p k q"),
          of("rows and columns in turn", "p=3r u=4c q=2r v=5c k=6i", "p q k", "u v k"),
          // Operands without one of the axes.
          of("A the same for all rows", "m=6r n=5c k=7i", "k", "k n"),
          of("B without inner axis", "m=6r n=5c k=7i", "m k", "n"),
          of("A without inner axis", "m=6r n=5c k=7i", "m", "n k"),
          // Views.
          of("slice of rows", "m=6r n=5c k=7i", "m+3:11 k", "n k"),
          of("slice of the inner axis of A", "m=6r n=5c k=7i", "m k+2:12", "n k"),
          of("slices of the inner axis of both", "m=6r n=5c k=7i", "m k+2:12 ", "n k+1:9"),
          of("rows in reverse", "m=6r n=5c k=7i", "5-m k", "n k"),
          of("inner axis in reverse", "m=6r n=5c k=7i", "m 6-k", "k n"),
          of("reversed slice", "m=6r n=5c k=7i", "m 9-k:13", "k 8-n:20"),
          of("one time of a sequence", "m=6r n=5c k=8i", "m #3:4 k", "n k"),
          of("one row of a matrix, times another's", "n=5c k=8i", "#2:6 k", "n #1:3 k"),
          // Windows over one axis.
          of("convolution over time", "n=3r o=9r f=4c k=3i c=5i", "n o+k:11 c", "f k c"),
          of("with padding", "n=3r o=9r f=4c k=3i c=5i", "n o+k-1:9 c", "f k c"),
          of("with stride", "n=3r o=5r f=4c k=3i c=5i", "n 2o+k:11 c", "f k c"),
          of("with dilation", "n=3r o=7r f=4c k=3i c=5i", "n o+2k:11 c", "f k c"),
          of(
              "with stride, padding and dilation",
              "n=2r o=6r f=7c k=3i c=3i",
              "n 3o+2k-2:17 c",
              "f k c"),
          of("beyond both ends", "n=2r o=9r f=3c k=5i c=2i", "n o+k-4:5 c", "f k c"),
          of(
              "spread, a transposed convolution",
              "n=2r o=11r f=3c k=3i c=4i",
              "n (o+k-2)/2:5 c",
              "f k c"),
          of(
              "spread by three with stride and padding",
              "n=2r o=7r f=3c k=5i c=2i",
              "n (2o+k-3)/3:5 c",
              "f k c"),
          of("channels first", "n=3r o=9r f=4c k=3i c=5i", "n c o+k-1:9", "f c k"),
          of("causal", "n=2r o=8r f=4c k=3i c=5i", "n o-2k:8 c", "f k c"),
          of("one-tap steps", "n=3r f=5c k=4i", "3n+1:9 k", "f k"),
          of("one tap beyond the end", "n=5r f=3c k=4i", "~n-1:4 k", "f k"),
          of("a layer of one step", "n=1r o=1r f=1c k=3i c=1i", "n o+k-1:1 c", "f k c"),
          of("the weights' gradient, stated", "f=6r k=3c c=5c n=4i o=9i", "n o f", "n o+k-1:9 c"),
          of("of a stride, stated", "f=6r k=3c c=5c n=4i o=5i", "n o f", "n 2o+k-1:9 c"),
          of("the inverse window, stated", "n=3r h=9r c=5c k=3i f=4i", "n (h-k+1)/2:5 f", "f k c"),
          of("each channel of its own", "n=3b o=7r c=8b k=3i", "n o+k-1:7 c", "k c"),
          of("weights of each position", "o=5b n=3r f=4c k=3i c=2i", "n o+k-1:5 c", "o k c f"),
          of("windows of both operands", "m=4r n=5c k=6i", "m+k-1:8", "n+k:10"),
          // Windows over two axes.
          of("3x3 convolution", "n=2r h=6r w=5r f=4c y=3i x=3i c=3i", "n h+y:8 w+x:7 c", "f y x c"),
          of(
              "3x3 convolution with padding",
              "n=2r h=7r w=5r f=16c y=3i x=3i c=8i",
              "n h+y-1:7 w+x-1:5 c",
              "f y x c"),
          of(
              "3x3 convolution with stride 2",
              "n=2r h=4r w=5r f=12c y=3i x=3i c=4i",
              "n 2h+y-1:8 2w+x-1:9 c",
              "f y x c"),
          of(
              "5x3 convolution with dilation",
              "n=2r h=5r w=6r f=3c y=5i x=3i c=2i",
              "n h+2y-3:7 w+3x-2:8 c",
              "f y x c"),
          of("1x1 convolution with stride 2", "n=2r h=3r w=4r f=5c c=6i", "n 2h:6 2w:7 c", "f c"),
          of(
              "groups",
              "n=2r h=5r w=4r g=3b f=4c y=3i x=3i c=2i",
              "n h+y-1:5 w+x-1:4 g c",
              "g f y x c"),
          of(
              "transposed 4x4 convolution with stride 2",
              "n=2r h=6r w=8r f=3c y=4i x=4i c=5i",
              "n (h+y-2)/2:3 (w+x-2)/2:4 c",
              "f y x c"),
          of(
              "more channels than a slice",
              "n=2r h=4r w=4r f=33c y=3i x=3i c=37i",
              "n h+y-1:4 w+x-1:4 c",
              "f y x c"));
}
