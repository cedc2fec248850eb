/** Ensembles of any models: resampled members, trained side by side, and how they are combined. */
package org.fivesigma.models.ensemble;
