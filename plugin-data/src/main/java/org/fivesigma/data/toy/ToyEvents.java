package org.fivesigma.data.toy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.fivesigma.data.duckdb.DuckDb;
import org.fivesigma.data.duckdb.Sql;
import org.fivesigma.spi.Seeds;
import org.fivesigma.spi.data.Column;
import org.fivesigma.spi.data.EventTable;

/**
 * The events of a toy generator, as a table in memory or streamed to a Parquet file in bounded
 * memory. Events are made in blocks that draw from a stream of their own, so the same options and
 * seed give the same events on any number of threads.
 */
public final class ToyEvents {
  /** Events of a block; part of what the seed means. */
  private static final int BLOCK = 4096;

  private final ToyOptions options;
  private final ToyGenerator generator;
  private final Seeds seeds;
  private final int threads;

  /** The events of options and seeds. */
  public ToyEvents(ToyOptions options, Seeds seeds, int threads) {
    this.options = options;
    this.generator = options.create();
    this.seeds = seeds;
    this.threads = Math.max(1, threads);
  }

  /**
   * All events in memory: event, label, process, weight, the features, and the likelihood ratio
   * where the options ask for it.
   */
  public EventTable table() {
    int rows = Math.toIntExact(options.events());
    int width = generator.features().size();
    float[][] features = new float[width][rows];
    double[] weights = new double[rows];
    double[] ratio = new double[generator.likelihoodRatio() ? rows : 0];
    int[] process = new int[rows];
    int[] label = new int[rows];
    long[] event = new long[rows];
    try (Blocks blocks = new Blocks()) {
      for (ToyBlock b = blocks.next(); b != null; b = blocks.next()) {
        int from = (int) b.from();
        for (int f = 0; f < width; f++) {
          System.arraycopy(b.features()[f], 0, features[f], from, b.rows());
        }
        System.arraycopy(b.weights(), 0, weights, from, b.rows());
        System.arraycopy(b.process(), 0, process, from, b.rows());
        if (generator.likelihoodRatio()) {
          System.arraycopy(b.likelihoodRatio(), 0, ratio, from, b.rows());
        }
        for (int i = 0; i < b.rows(); i++) {
          event[from + i] = b.from() + i;
          label[from + i] = b.process()[i] == 0 ? 0 : 1;
        }
      }
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("event", new Column.Longs(event));
    columns.put("label", new Column.Texts(label, LABELS));
    columns.put("process", new Column.Texts(process, generator.processes()));
    columns.put("weight", new Column.Doubles(weights));
    for (int f = 0; f < width; f++) {
      columns.put(generator.features().get(f), new Column.Floats(features[f]));
    }
    if (generator.likelihoodRatio()) {
      columns.put("likelihood_ratio", new Column.Doubles(ratio));
    }
    return new EventTable(rows, columns);
  }

  private static final List<String> LABELS = List.of("signal", "background");

  /**
   * Streams the events to a Parquet file with the columns of {@link #table}.
   *
   * @throws IOException when the file cannot be written
   */
  public void writeParquet(Path file) throws IOException {
    try (Blocks blocks = new Blocks();
        DuckDb db = DuckDb.open(threads)) {
      DuckDBFunctions.tableFunction()
          .withName("toy_events")
          .withFunction(new BlockFunction(blocks))
          .register(db.connection());
      db.execute(
          "COPY (SELECT * FROM toy_events()) TO "
              + Sql.text(file.toString())
              + " (FORMAT parquet, COMPRESSION lz4_raw)");
    } catch (SQLException e) {
      throw new IOException("'" + file + "' cannot be written: " + DuckDb.message(e), e);
    }
  }

  /** Makes blocks on several threads and hands them out in order, a few ahead. */
  private final class Blocks implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(threads);
    private final Deque<Future<ToyBlock>> ahead = new ArrayDeque<>();
    private long submitted;

    Blocks() {
      for (int i = 0; i < 4 * threads; i++) {
        submit();
      }
    }

    private void submit() {
      long from = submitted;
      if (from < options.events()) {
        int rows = (int) Math.min(BLOCK, options.events() - from);
        submitted += rows;
        ahead.add(executor.submit(() -> make(from, rows)));
      }
    }

    private ToyBlock make(long from, int rows) {
      ToyBlock block = ToyBlock.empty(generator, from, rows);
      generator.fill(block, seeds.stream("toy", from / BLOCK));
      return block;
    }

    /** The next block, or {@code null} after the last. */
    ToyBlock next() {
      Future<ToyBlock> first = ahead.poll();
      if (first == null) {
        return null;
      }
      submit();
      try {
        return first.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
  }

  /** Gives the blocks to the database, piece by piece. */
  private final class BlockFunction implements DuckDBTableFunction<Integer, Integer, Integer> {
    private final Blocks blocks;
    private ToyBlock block;
    private int at;

    BlockFunction(Blocks blocks) {
      this.blocks = blocks;
      this.block = blocks.next();
    }

    @Override
    public Integer bind(DuckDBTableFunctionBindInfo info) throws Exception {
      info.addResultColumn("event", Long.class);
      info.addResultColumn("label", String.class);
      info.addResultColumn("process", String.class);
      info.addResultColumn("weight", Double.class);
      for (String feature : generator.features()) {
        info.addResultColumn(feature, Float.class);
      }
      if (generator.likelihoodRatio()) {
        info.addResultColumn("likelihood_ratio", Double.class);
      }
      return 0;
    }

    @Override
    public Integer init(DuckDBTableFunctionInitInfo info) throws Exception {
      info.setMaxThreads(1);
      return 0;
    }

    @Override
    public synchronized long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out)
        throws Exception {
      if (block != null && at == block.rows()) {
        block = blocks.next();
        at = 0;
      }
      if (block == null) {
        return 0;
      }
      int n = (int) Math.min(out.capacity(), block.rows() - at);
      List<DuckDBWritableVector> vectors = new ArrayList<>();
      for (int c = 0; c < out.columnCount(); c++) {
        vectors.add(out.vector(c));
      }
      for (int i = 0; i < n; i++) {
        vectors.get(0).setLong(i, block.from() + at + i);
        vectors.get(3).setDouble(i, block.weights()[at + i]);
      }
      String[] texts = new String[n];
      for (int i = 0; i < n; i++) {
        texts[i] = LABELS.get(block.process()[at + i] == 0 ? 0 : 1);
      }
      vectors.get(1).setStrings(0, texts);
      for (int i = 0; i < n; i++) {
        texts[i] = generator.processes().get(block.process()[at + i]);
      }
      vectors.get(2).setStrings(0, texts);
      int width = generator.features().size();
      for (int f = 0; f < width; f++) {
        DuckDBWritableVector vector = vectors.get(4 + f);
        float[] values = block.features()[f];
        for (int i = 0; i < n; i++) {
          vector.setFloat(i, values[at + i]);
        }
      }
      if (generator.likelihoodRatio()) {
        DuckDBWritableVector vector = vectors.get(4 + width);
        for (int i = 0; i < n; i++) {
          vector.setDouble(i, block.likelihoodRatio()[at + i]);
        }
      }
      at += n;
      return n;
    }
  }
}
