package org.fivesigma.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.fivesigma.data.csv.BlockParser.Field;
import org.fivesigma.data.plain.PlainColumn;
import org.fivesigma.data.plain.PlainWriter;
import org.fivesigma.data.plain.Values;

/**
 * Parses a regular csv file, as {@link BlockParser} understands it, on all threads straight to a
 * plain Parquet copy. It declines whatever is not regular, broken files too: what it accepts is
 * read to the same values by the slower way, which also says what is wrong.
 */
final class RegularCsv {
  private static final int BLOCK = 4 << 20;

  /** Bytes behind a block that may be looked at. */
  private static final int SLACK = 64;

  private static final int MOST_COLUMNS = 2000;
  private static final int SAMPLE_CELLS = 200_000;
  private static final int SAMPLE_ROWS = 2000;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Path file;
  private final CsvFormat format;
  private final int threads;
  private final int blockBytes;

  RegularCsv(Path file, CsvFormat format, int threads) {
    this(file, format, threads, BLOCK);
  }

  /** For tests, with blocks of another size. */
  RegularCsv(Path file, CsvFormat format, int threads, int blockBytes) {
    this.file = file;
    this.format = format;
    this.threads = Math.max(1, threads);
    this.blockBytes = blockBytes;
  }

  /**
   * Writes the copy.
   *
   * @param names tells the columns' names from the first line, or fails
   * @return false where the file is declined; what was written is then no copy
   */
  boolean parse(Path copy, Function<String, List<String>> names) throws IOException {
    if (file.toString().endsWith(".zst")
        || format.delimiter().length() != 1
        || format.delimiter().charAt(0) > '~') {
      return false;
    }
    Optional<Layout> layout;
    try (InputStream in = open(file)) {
      byte[] block = new byte[blockBytes + SLACK];
      int filled = in.readNBytes(block, 0, blockBytes);
      if (filled < blockBytes) {
        block[filled++] = '\n'; // the last line may lack it
      }
      layout = layout(block, filled, names);
    }
    if (layout.isEmpty()) {
      return false;
    }
    Field[] fields = layout.get().fields();
    int outcome = convert(copy, layout.get());
    while (outcome >= 0) {
      fields[outcome] = Field.NUMBER;
      outcome = convert(copy, layout.get());
    }
    return outcome == BlockParser.DONE;
  }

  /** The bytes of a file, unpacked if it is a gz file. */
  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  /**
   * How the file is laid out.
   *
   * @param start of the first row
   * @param carriageReturn whether lines end with CR LF
   */
  private record Layout(List<String> names, Field[] fields, int start, boolean carriageReturn) {}

  private Optional<Layout> layout(
      byte[] block, int filled, Function<String, List<String>> namesOf) {
    int start = Arrays.equals(block, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
    int end = lineFeed(block, start, filled);
    if (end <= start) {
      return Optional.empty();
    }
    boolean carriageReturn = block[end - 1] == '\r';
    String first = line(block, start, end, carriageReturn);
    List<String> names = namesOf.apply(first);
    if (first.indexOf('"') >= 0 || names.size() > MOST_COLUMNS) {
      return Optional.empty();
    }
    int begin = format.header() ? end + 1 : start;
    return fields(block, begin, filled, carriageReturn, names.size())
        .map(fields -> new Layout(names, fields, begin, carriageReturn));
  }

  private static int lineFeed(byte[] block, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String line(byte[] block, int from, int end, boolean carriageReturn) {
    int to = carriageReturn && end > from && block[end - 1] == '\r' ? end - 1 : end;
    return new String(block, from, to - from, StandardCharsets.UTF_8);
  }

  /** What the columns are, by the first rows; empty where they are not regular. */
  private Optional<Field[]> fields(
      byte[] block, int begin, int filled, boolean carriageReturn, int width) {
    CsvTypes.Guess[] guesses = new CsvTypes.Guess[width];
    Arrays.setAll(guesses, c -> new CsvTypes.Guess());
    int most = Math.max(100, Math.min(SAMPLE_ROWS, SAMPLE_CELLS / width));
    int from = begin;
    int rows = 0;
    for (int end = lineFeed(block, from, filled);
        end > from && rows < most;
        end = lineFeed(block, from, filled)) {
      String line = line(block, from, end, carriageReturn);
      List<String> cells = split(line);
      if (cells.size() != width || line.indexOf('"') >= 0) {
        return Optional.empty();
      }
      for (int c = 0; c < width; c++) {
        guesses[c].see(cells.get(c));
      }
      from = end + 1;
      rows++;
    }
    Field[] fields = new Field[width];
    for (int c = 0; c < width; c++) {
      Optional<Field> field = guesses[c].regular();
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields[c] = field.get();
    }
    return rows == 0 ? Optional.empty() : Optional.of(fields);
  }

  private List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    char delimiter = format.delimiter().charAt(0);
    for (int at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, from)) {
      cells.add(line.substring(from, at));
      from = at + 1;
    }
    cells.add(line.substring(from));
    return cells;
  }

  /** One attempt with the fields as they are; the outcome as {@link BlockParser#parse} tells it. */
  private int convert(Path copy, Layout layout) throws IOException {
    List<PlainColumn> columns = new ArrayList<>();
    for (int c = 0; c < layout.fields().length; c++) {
      columns.add(new PlainColumn(layout.names().get(c), kind(layout.fields()[c])));
    }
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (InputStream in = open(file);
        PlainWriter writer = new PlainWriter(copy, columns)) {
      int outcome = new Attempt(layout, writer, workers).run(in);
      if (outcome == BlockParser.DONE) {
        writer.finish();
      }
      return outcome;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Values.Kind kind(Field field) {
    return switch (field) {
      case WHOLE -> Values.Kind.LONG;
      case TEXT -> Values.Kind.TEXT;
      case NUMBER, EMPTY -> Values.Kind.DOUBLE;
    };
  }

  /** Reads blocks in the calling thread and has them parsed and written by the workers. */
  private final class Attempt {
    private final Layout layout;
    private final PlainWriter writer;
    private final ExecutorService workers;
    private final AtomicInteger outcome = new AtomicInteger(BlockParser.DONE);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(threads + 2);
    private final List<Future<?>> begun = new ArrayList<>();
    private final ThreadLocal<BlockParser> parsers;

    Attempt(Layout layout, PlainWriter writer, ExecutorService workers) {
      this.layout = layout;
      this.writer = writer;
      this.workers = workers;
      this.parsers =
          ThreadLocal.withInitial(
              () ->
                  new BlockParser(
                      layout.fields(),
                      (byte) format.delimiter().charAt(0),
                      layout.carriageReturn()));
      for (int i = 0; i < threads + 2; i++) {
        free.add(new byte[blockBytes + SLACK]);
      }
    }

    int run(InputStream in) throws IOException {
      in.skipNBytes(layout.start());
      byte[] block = take();
      int filled = in.readNBytes(block, 0, blockBytes);
      while (filled > 0 && outcome.get() == BlockParser.DONE) {
        boolean last = filled < blockBytes;
        int end = last ? ended(block, filled) : afterLastLineFeed(block, filled);
        if (end == 0) {
          outcome.set(BlockParser.IRREGULAR); // a line longer than a block
          break;
        }
        byte[] next = take();
        int kept = Math.max(0, filled - end);
        System.arraycopy(block, end, next, 0, kept);
        submit(block, end);
        block = next;
        filled = last ? 0 : kept + in.readNBytes(next, kept, blockBytes - kept);
      }
      for (Future<?> piece : begun) {
        await(piece);
      }
      return outcome.get();
    }

    /** The end of a last block, whose last line gets a line end if it has none. */
    private int ended(byte[] block, int filled) {
      if (block[filled - 1] == '\n') {
        return filled;
      }
      int end = filled;
      if (layout.carriageReturn()) {
        block[end++] = '\r';
      }
      block[end++] = '\n';
      return end;
    }

    private static int afterLastLineFeed(byte[] block, int filled) {
      int end = filled;
      while (end > 0 && block[end - 1] != '\n') {
        end--;
      }
      return end;
    }

    private void submit(byte[] block, int end) {
      int number = begun.size();
      begun.add(
          workers.submit(
              () -> {
                try {
                  piece(number, block, end);
                } finally {
                  free.add(block);
                }
                return null;
              }));
    }

    private void piece(int number, byte[] block, int end) throws IOException {
      if (outcome.get() != BlockParser.DONE) {
        return;
      }
      BlockParser parser = parsers.get();
      int found = parser.parse(block, 0, end);
      if (found == BlockParser.DONE) {
        writer.write(number, parser.rows(), parser.values());
      } else {
        outcome.compareAndSet(BlockParser.DONE, found);
      }
    }

    private byte[] take() throws IOException {
      try {
        return free.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    private static void await(Future<?> piece) throws IOException {
      try {
        piece.get();
      } catch (ExecutionException e) {
        throw new IOException("'" + e.getCause().getMessage() + "'", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
