/** From tables to events: which column is what, classes, weights and parts. */
package org.fivesigma.core.events;
