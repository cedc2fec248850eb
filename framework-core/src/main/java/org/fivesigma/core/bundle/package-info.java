/** The model bundle: preprocessing, model and cut in one folder that predicts by itself. */
package org.fivesigma.core.bundle;
