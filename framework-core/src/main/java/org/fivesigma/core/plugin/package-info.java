/** Which plugins are installed: how they are found, kept apart and looked up. */
package org.fivesigma.core.plugin;
