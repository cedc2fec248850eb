/** The metrics that come with the framework. */
package org.fivesigma.metrics;
