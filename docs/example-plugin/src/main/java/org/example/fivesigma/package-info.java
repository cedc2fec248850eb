/** A model and a metric as a plugin of fivesigma. */
package org.example.fivesigma;
