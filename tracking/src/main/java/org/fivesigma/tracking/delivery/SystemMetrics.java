package org.fivesigma.tracking.delivery;

import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.GpuStats;
import oshi.hardware.GraphicsCard;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSProcess;

/**
 * Use of the machine under MLflow's own names, so that its page of system metrics shows it: CPU,
 * memory, disk, network and GPUs of the machine, and CPU and memory of the process that is tracked.
 * Used by one thread.
 */
final class SystemMetrics implements AutoCloseable {
  /** The key that is in every sample. */
  static final String FIRST = "system/cpu_utilization_percentage";

  private static final double MEGA = 1e6;

  private final SystemInfo info = new SystemInfo();
  private final CentralProcessor cpu = info.getHardware().getProcessor();
  private final List<NetworkIF> networks = info.getHardware().getNetworkIFs();
  private final List<Gpu> gpus = new ArrayList<>();
  private final long received;
  private final long transmitted;
  private final Path disk;
  private long[] ticks = cpu.getSystemCpuLoadTicks();
  private final int pid;
  private OSProcess process;

  private record Gpu(GraphicsCard card, GpuStats stats) {}

  /**
   * @param disk a folder on the disk to be watched
   * @param pid the process to be watched
   */
  SystemMetrics(Path disk, long pid) {
    this(disk, pid, new SystemInfo().getHardware().getGraphicsCards());
  }

  /** With these graphics cards. */
  SystemMetrics(Path disk, long pid, List<GraphicsCard> cards) {
    this.disk = disk;
    this.pid = (int) pid;
    process = info.getOperatingSystem().getProcess(this.pid);
    received = networks.stream().mapToLong(NetworkIF::getBytesRecv).sum();
    transmitted = networks.stream().mapToLong(NetworkIF::getBytesSent).sum();
    for (GraphicsCard card : cards) {
      GpuStats stats = card.createStatsSession();
      if (stats.getGpuUtilization() >= 0) {
        gpus.add(new Gpu(card, stats));
      } else {
        stats.close();
      }
    }
  }

  /** One sample; loads are means since the last one. */
  Map<String, Double> sample() throws java.io.IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(FIRST, 100 * cpu.getSystemCpuLoadBetweenTicks(ticks));
    ticks = cpu.getSystemCpuLoadTicks();
    GlobalMemory memory = info.getHardware().getMemory();
    double used = memory.getTotal() - memory.getAvailable();
    values.put("system/system_memory_usage_megabytes", used / MEGA);
    values.put("system/system_memory_usage_percentage", 100 * used / memory.getTotal());
    FileStore store = Files.getFileStore(disk);
    double total = store.getTotalSpace();
    double free = store.getUsableSpace();
    values.put("system/disk_usage_megabytes", (total - free) / MEGA);
    values.put("system/disk_available_megabytes", free / MEGA);
    values.put("system/disk_usage_percentage", total > 0 ? 100 * (total - free) / total : 0);
    networks.forEach(NetworkIF::updateAttributes);
    long in = networks.stream().mapToLong(NetworkIF::getBytesRecv).sum();
    long out = networks.stream().mapToLong(NetworkIF::getBytesSent).sum();
    values.put("system/network_receive_megabytes", (in - received) / MEGA);
    values.put("system/network_transmit_megabytes", (out - transmitted) / MEGA);
    OSProcess now = info.getOperatingSystem().getProcess(pid);
    if (now != null) {
      values.put("system/process_cpu_percentage", 100 * now.getProcessCpuLoadBetweenTicks(process));
      values.put("system/process_memory_megabytes", now.getResidentMemory() / MEGA);
      process = now;
    }
    for (int i = 0; i < gpus.size(); i++) {
      gpu("system/gpu_" + i + "_", gpus.get(i), values);
    }
    return values;
  }

  private static void gpu(String prefix, Gpu gpu, Map<String, Double> values) {
    values.put(prefix + "utilization_percentage", gpu.stats().getGpuUtilization());
    double used = gpu.stats().getVramUsed();
    values.put(prefix + "memory_usage_megabytes", used / MEGA);
    if (gpu.card().getVRam() > 0) {
      values.put(prefix + "memory_usage_percentage", 100 * used / gpu.card().getVRam());
    }
    if (gpu.stats().getPowerDraw() >= 0) {
      values.put(prefix + "power_usage_watts", gpu.stats().getPowerDraw());
    }
  }

  @Override
  public void close() {
    gpus.forEach(gpu -> gpu.stats().close());
  }
}
