/** Events as requests carry them, and scores as responses do: csv and JSON. */
package org.fivesigma.serving.events;
