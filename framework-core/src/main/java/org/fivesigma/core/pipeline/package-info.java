/**
 * Fits preprocessing steps one after the other, runs them as one pass over the data and saves them.
 */
package org.fivesigma.core.pipeline;
