package org.fivesigma.core.pipeline;

import java.util.List;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FittedTransformer;

/** Where the values of a column come from. Nodes are compared by identity. */
abstract sealed class Node {

  /** A column as it was read. */
  static final class Raw extends Node {
    final int column;

    Raw(int column) {
      this.column = column;
    }
  }

  /** An output of a step that makes each output of one input. */
  static final class Single extends Node {
    final ColumnwiseTransformer step;
    final int output;
    final Node input;

    Single(ColumnwiseTransformer step, int output, Node input) {
      this.step = step;
      this.output = output;
      this.input = input;
    }
  }

  /** An output of a step that needs all its inputs for any output. */
  static final class Member extends Node {
    final Group group;
    final int output;

    Member(Group group, int output) {
      this.group = group;
      this.output = output;
    }
  }

  /** A step that is computed as a whole. */
  static final class Group {
    final FittedTransformer step;
    final List<Node> inputs;

    Group(FittedTransformer step, List<Node> inputs) {
      this.step = step;
      this.inputs = inputs;
    }
  }
}
