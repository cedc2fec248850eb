/** Preprocessing steps. */
package org.fivesigma.preprocessing;
