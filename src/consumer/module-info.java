/** A program that uses GradCL on the module path. */
module consumer {
  requires org.gradcl;
}
