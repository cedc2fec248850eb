/** The data plugin: sources, splits, the toy generator and the loader of tables. */
package org.fivesigma.data;
