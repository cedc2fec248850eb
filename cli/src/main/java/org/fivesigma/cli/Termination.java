package org.fivesigma.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.fivesigma.core.run.Interruption;

/**
 * SIGTERM, told apart from Ctrl-C. Java itself says only that the process ends; the class that
 * knows the signal is in every JDK but not in its API, so it is called by name, and where it is
 * missing the process ends as Java ends it.
 */
final class Termination {
  private static final AtomicReference<Runnable> BEFORE = new AtomicReference<>();

  private Termination() {}

  /** Has something done before the process ends by SIGTERM; only the last one asked for is. */
  static void before(Runnable action) {
    if (BEFORE.getAndSet(action) != null) {
      return;
    }
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Termination.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  BEFORE.get().run();
                  System.exit(Interruption.BY_SYSTEM);
                }
                return method.getName().equals("hashCode") ? 0 : null;
              });
      Object term = signal.getConstructor(String.class).newInstance("TERM");
      signal.getMethod("handle", signal, handler).invoke(null, term, ours);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return; // the process ends without a word of its own
    }
  }
}
