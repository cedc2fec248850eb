/** Boosted trees by XGBoost, with all of the library's parameters. */
package org.fivesigma.models.xgboost;
