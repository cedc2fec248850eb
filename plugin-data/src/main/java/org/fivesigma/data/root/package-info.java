/** The root source: trees of ROOT files, converted once to Parquet by uproot. */
package org.fivesigma.data.root;
