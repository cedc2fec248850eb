/** The framework: from an experiment file to a run folder. */
package org.fivesigma.core;
