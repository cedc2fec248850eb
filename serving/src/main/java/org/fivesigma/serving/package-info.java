/** The REST service: a model bundle behind HTTP. */
package org.fivesigma.serving;
