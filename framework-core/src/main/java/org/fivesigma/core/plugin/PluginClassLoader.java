package org.fivesigma.core.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.fivesigma.spi.plugin.Plugin;

/**
 * Loads one plugin's jar: its classes see the SPI, the JDK and the jar itself, nothing else of the
 * program and nothing of other plugins, so two plugins may bring two versions of one library.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final String SPI = "org.fivesigma.spi.";

  static {
    registerAsParallelCapable();
  }

  private PluginClassLoader(URL jar) {
    super("plugin", new URL[] {jar}, ClassLoader.getPlatformClassLoader());
  }

  /** A loader of this jar; stays open as long as the program runs. */
  static PluginClassLoader of(Path jar) {
    try {
      return new PluginClassLoader(jar.toUri().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar.toString(), e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SPI)) {
      return Class.forName(name, false, Plugin.class.getClassLoader());
    }
    return super.loadClass(name, resolve);
  }
}
