/** MLflow tracking. */
package org.fivesigma.tracking;
