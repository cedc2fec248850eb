package org.fivesigma.models.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The only class that touches the internals of DJL's PyTorch engine. Loading it costs nothing; the
 * native library is loaded by the first call of {@link #engine}.
 *
 * <p>libtorch computes on one thread: several torch threads on shared cores wait for each other in
 * spin loops. Parallel work (members, chunks of a prediction, shards of a batch) is done by Java
 * threads, each of which calls {@link #prepare} first.
 */
public final class Torch {
  /** Whether the calling thread is prepared. */
  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private Torch() {}

  /** The engine, loaded on first use, offline, on one torch thread. */
  public static Engine engine() {
    return Loaded.ENGINE;
  }

  /** A manager that owns native arrays on a device; to be closed. */
  public static NDManager manager(String device) {
    return engine().newBaseManager(ai.djl.Device.fromName(djlName(device), engine()));
  }

  /** Number of CUDA devices that libtorch sees. */
  public static int cudaDevices() {
    return engine().getGpuCount();
  }

  /** Version of libtorch. */
  public static String version() {
    return engine().getVersion();
  }

  /**
   * Every thread calls this before it computes. libtorch records nothing for derivatives: networks
   * have their own way back. And the number of OpenMP threads is a setting of the calling thread:
   * reductions cut for two threads have other bits than for one.
   */
  public static void prepare() {
    engine();
    if (!PREPARED.get()) {
      JniUtils.setNumThreads(1);
      // the profiling executor changes its mind after the first calls, and with it the bits
      JniUtils.setGraphExecutorOptimize(false);
      JniUtils.setGradMode(false);
      PREPARED.set(true);
    }
  }

  /**
   * Zeroed memory for floats that Java and libtorch share, at an address that vector instructions
   * like. It is gone with its owner: nothing may touch it after.
   *
   * @param host a manager of the CPU
   */
  static ByteBuffer bytes(NDManager host, long floats) {
    int size = Math.toIntExact(floats * Float.BYTES);
    // not empty: there is no buffer of an array without elements
    NDArray memory = host.zeros(new Shape(Math.max(1, floats)));
    return memory.toByteBuffer(true).slice(0, size).order(ByteOrder.nativeOrder());
  }

  /** An array over a buffer of {@link #bytes}: on the CPU without a copy. */
  static NDArray array(NDManager manager, ByteBuffer buffer, long... shape) {
    buffer.rewind();
    return manager.create(buffer, new Shape(shape), DataType.FLOAT32);
  }

  /** The array on the device of a manager, to which the result belongs. */
  static NDArray moved(NDArray array, NDManager manager) {
    NDArray moved = array.toDevice(manager.getDevice(), true);
    moved.attach(manager);
    return moved;
  }

  /** Some rows of a matrix, as an array of the scope. */
  static NDArray rows(NDArray matrix, long[] numbers, NDManager scope) {
    NDIndex index = new NDIndex("{}", scope.create(numbers));
    return JniUtils.indexAdv((PtNDArray) matrix, index, (PtNDManager) scope);
  }

  /** Whether a CUDA device multiplies bfloat16 numbers: compute capability 8.0 and later. */
  static boolean bfloat16(String device) {
    try {
      int number = ai.djl.Device.fromName(djlName(device), engine()).getDeviceId();
      return Integer.parseInt(CudaUtils.getComputeCapability(number)) >= 80;
    } catch (IllegalArgumentException | IllegalStateException | LinkageError e) {
      return false;
    }
  }

  /** Copies values out. */
  static void read(NDArray array, float[] into, int offset, int count) {
    if (array.getDevice().isGpu()) {
      try (NDArray host = array.toDevice(ai.djl.Device.cpu(), true)) {
        read(host, into, offset, count);
      }
      return;
    }
    array
        .toByteBuffer(true)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(into, offset, count);
  }

  /** What the module of networks takes and gives: a tensor, a list of tensors, a number. */
  static final class Value implements AutoCloseable {
    private final IValue value;

    private Value(IValue value) {
      this.value = value;
    }

    @Override
    public void close() {
      value.close();
    }
  }

  static Value value(NDArray array) {
    return new Value(IValue.from((PtNDArray) array));
  }

  static Value value(List<NDArray> arrays) {
    return new Value(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
  }

  static Value value(long number) {
    return new Value(IValue.from(number));
  }

  static Value value(double number) {
    return new Value(IValue.from(number));
  }

  static Value value(long[] numbers) {
    return new Value(IValue.listFrom(numbers));
  }

  static Value value(double... numbers) {
    return new Value(IValue.listFrom(numbers));
  }

  static Value value(boolean flag) {
    return new Value(IValue.from(flag));
  }

  /** Runs a method of {@code network.pt}, which {@code make_network.py} describes. */
  static Value run(String method, Value... arguments) {
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].value;
    }
    return new Value(IValueUtils.runMethod(Modules.NETWORK, method, values));
  }

  /** SHA-256 of the script that made {@code network.pt}. */
  static String networkSource() {
    engine();
    try (IValue digest = IValueUtils.runMethod(Modules.NETWORK, "source")) {
      return digest.toStringValue();
    }
  }

  /**
   * Vectors and matrices that lie one behind the other in a flat vector, without a copy. They hold
   * its memory until the scope, which owns them, is closed.
   */
  static List<NDArray> views(NDArray flat, List<Architecture.Tensor> tensors, NDManager scope) {
    long[] cuts = tensors.stream().skip(1).mapToLong(Architecture.Tensor::offset).toArray();
    NDList pieces = flat.split(cuts);
    pieces.attach(scope);
    List<NDArray> views = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Architecture.Tensor t = tensors.get(i);
      NDArray piece = pieces.get(i);
      views.add(t.columns() == 0 ? piece : piece.reshape(t.rows(), t.columns()));
    }
    return views;
  }

  private static String djlName(String device) {
    return device.startsWith("cuda") ? device.replace("cuda", "gpu").replace(":", "") : device;
  }

  /** Loads the module of networks once, when first touched: it has no state, all threads use it. */
  private static final class Modules {
    static final PtSymbolBlock NETWORK = load();

    private static PtSymbolBlock load() {
      NDManager manager = manager("cpu");
      try (InputStream stream = Torch.class.getResourceAsStream("network.pt")) {
        return JniUtils.loadModule((PtNDManager) manager, stream, false, false);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read network.pt", e);
      }
    }
  }

  /** Loads the engine once, when first touched. */
  private static final class Loaded {
    static final Engine ENGINE = load();

    private static Engine load() {
      String home =
          System.getenv()
              .getOrDefault(
                  "FIVESIGMA_HOME",
                  Path.of(System.getProperty("user.home"), ".fivesigma").toString());
      setDefault("DJL_CACHE_DIR", Path.of(home, "djl").toString());
      setDefault("ENGINE_CACHE_DIR", Path.of(home, "djl").toString());
      setDefault("ai.djl.offline", "true");
      setDefault("OPT_OUT_TRACKING", "true");
      String given = System.getenv("PYTORCH_LIBRARY_PATH");
      if (given != null) {
        setDefault("jna.library.path", CudaRuntime.folders(Path.of(given)));
      }
      setDefault("ai.djl.default_engine", "PyTorch");
      setDefault("ai.djl.pytorch.num_threads", "1");
      setDefault("ai.djl.pytorch.num_interop_threads", "1");
      Engine engine = Engine.getEngine("PyTorch");
      JniUtils.setNumThreads(1);
      return engine;
    }

    private static void setDefault(String key, String value) {
      if (System.getProperty(key) == null
          && System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_')) == null) {
        System.setProperty(key, value);
      }
    }
  }
}
