package org.fivesigma.core.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.fivesigma.spi.transform.ColumnwiseTransformer;
import org.fivesigma.spi.transform.FittedTransformer;

/**
 * The steps behind some columns, compiled to one list of operations on short blocks of rows. A
 * column goes through all its steps while it is in the cache; the buffer of a value that no later
 * operation reads is used again. Thread-safe.
 */
final class Program {
  /** Rows that are worked on at a time. */
  static final int BLOCK = 512;

  /** Gives the values of raw columns. */
  interface Reader {
    /** Fills {@code into} with rows {@code from … from+rows−1} of a raw column. */
    void read(int column, int from, int rows, double[] into);
  }

  private sealed interface Op {
    record Load(int column, int to) implements Op {}

    record Column(ColumnwiseTransformer step, int output, int from, int to) implements Op {}

    record Group(FittedTransformer step, int[] from, int[] to) implements Op {}

    record Emit(int from, int target) implements Op {}
  }

  private final Op[] ops;
  private final int slots;
  private final ConcurrentLinkedQueue<Scratch> idle = new ConcurrentLinkedQueue<>();

  /** Buffers of one run, and the lists of them that groups are called with. */
  private static final class Scratch {
    final double[][] slots;
    final double[][][] in;
    final double[][][] out;

    Scratch(int count, Op[] ops) {
      slots = new double[count][BLOCK];
      in = new double[ops.length][][];
      out = new double[ops.length][][];
      for (int i = 0; i < ops.length; i++) {
        if (ops[i] instanceof Op.Group group) {
          in[i] = pick(group.from);
          out[i] = pick(group.to);
        }
      }
    }

    private double[][] pick(int[] places) {
      return Arrays.stream(places).mapToObj(p -> slots[p]).toArray(double[][]::new);
    }
  }

  /** Compiles what is needed for these columns. */
  Program(List<Node> targets) {
    Compiler compiler = new Compiler();
    for (int i = 0; i < targets.size(); i++) {
      compiler.ops.add(new Op.Emit(compiler.value(targets.get(i)), i));
    }
    this.slots = compiler.assignSlots();
    this.ops = compiler.ops.toArray(Op[]::new);
  }

  /**
   * Computes at most {@link #BLOCK} rows.
   *
   * @param out target {@code t} of row {@code from + r} goes to {@code offset + r · stride + t}
   */
  void run(Reader reader, int from, int rows, float[] out, int offset, int stride) {
    Scratch scratch = idle.poll();
    if (scratch == null) {
      scratch = new Scratch(slots, ops);
    }
    double[][] values = scratch.slots;
    for (int i = 0; i < ops.length; i++) {
      Op op = ops[i];
      if (op instanceof Op.Load load) {
        reader.read(load.column, from, rows, values[load.to]);
      } else if (op instanceof Op.Column column) {
        column.step.apply(column.output, values[column.from], rows, values[column.to]);
      } else if (op instanceof Op.Group group) {
        group.step.apply(scratch.in[i], rows, scratch.out[i]);
      } else if (op instanceof Op.Emit emit) {
        emit(values[emit.from], rows, out, offset + emit.target, stride);
      }
    }
    idle.add(scratch);
  }

  private static void emit(double[] values, int rows, float[] out, int offset, int stride) {
    for (int r = 0, at = offset; r < rows; r++, at += stride) {
      out[at] = (float) values[r];
    }
  }

  /** Orders the operations and gives their values as few buffers as possible. */
  private static final class Compiler {
    final List<Op> ops = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> done = new IdentityHashMap<>();
    private int count;

    /** The number of the value that a node stands for; operations are added where it is new. */
    int value(Node node) {
      Integer known = done.get(node);
      if (known != null) {
        return known;
      }
      int value;
      if (node instanceof Node.Raw raw) {
        value = count++;
        ops.add(new Op.Load(raw.column, value));
      } else if (node instanceof Node.Single single) {
        int input = value(single.input);
        value = count++;
        ops.add(new Op.Column(single.step, single.output, input, value));
      } else {
        Node.Member member = (Node.Member) node;
        value = group(member.group) + member.output;
      }
      done.put(node, value);
      return value;
    }

    /** The number of a group's first output. */
    private int group(Node.Group group) {
      Integer known = done.get(group);
      if (known != null) {
        return known;
      }
      int[] from = group.inputs.stream().mapToInt(this::value).toArray();
      int first = count;
      int[] to = new int[group.step.outputs().size()];
      Arrays.setAll(to, i -> first + i);
      count += to.length;
      ops.add(new Op.Group(group.step, from, to));
      done.put(group, first);
      return first;
    }

    /** Replaces value numbers by buffer numbers; returns how many buffers there are. */
    int assignSlots() {
      int[] lastUse = new int[count];
      for (int i = 0; i < ops.size(); i++) {
        for (int value : reads(ops.get(i))) {
          lastUse[value] = i;
        }
        for (int value : writes(ops.get(i))) {
          lastUse[value] = Math.max(lastUse[value], i);
        }
      }
      int[] slot = new int[count];
      Deque<Integer> free = new ArrayDeque<>();
      int slotCount = 0;
      for (int i = 0; i < ops.size(); i++) {
        Op op = ops.get(i);
        for (int value : writes(op)) {
          slot[value] = free.isEmpty() ? slotCount++ : free.pop();
        }
        ops.set(i, renamed(op, slot));
        int at = i;
        Arrays.stream(new int[][] {reads(op), writes(op)})
            .flatMapToInt(Arrays::stream)
            .distinct()
            .filter(value -> lastUse[value] == at)
            .forEach(value -> free.push(slot[value]));
      }
      return slotCount;
    }

    private static int[] reads(Op op) {
      if (op instanceof Op.Column column) {
        return new int[] {column.from};
      }
      if (op instanceof Op.Group group) {
        return group.from;
      }
      return op instanceof Op.Emit emit ? new int[] {emit.from} : new int[0];
    }

    private static int[] writes(Op op) {
      if (op instanceof Op.Load load) {
        return new int[] {load.to};
      }
      if (op instanceof Op.Column column) {
        return new int[] {column.to};
      }
      return op instanceof Op.Group group ? group.to : new int[0];
    }

    private static Op renamed(Op op, int[] slot) {
      if (op instanceof Op.Load load) {
        return new Op.Load(load.column, slot[load.to]);
      }
      if (op instanceof Op.Column c) {
        return new Op.Column(c.step, c.output, slot[c.from], slot[c.to]);
      }
      if (op instanceof Op.Group group) {
        return new Op.Group(
            group.step,
            Arrays.stream(group.from).map(v -> slot[v]).toArray(),
            Arrays.stream(group.to).map(v -> slot[v]).toArray());
      }
      Op.Emit emit = (Op.Emit) op;
      return new Op.Emit(slot[emit.from], emit.target);
    }
  }
}
