/** Tracking by MLflow: the tracker, its options and the plugin that offers them. */
package org.fivesigma.tracking;
