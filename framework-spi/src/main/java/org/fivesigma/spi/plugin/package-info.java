/** How a plugin announces itself: kinds, extensions and the plugin interface. */
package org.fivesigma.spi.plugin;
