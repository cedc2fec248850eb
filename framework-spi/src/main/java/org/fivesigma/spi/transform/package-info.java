/** Preprocessing steps: fitted on the training part, kept in the model bundle. */
package org.fivesigma.spi.transform;
