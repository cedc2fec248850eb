/** The embedded DuckDB that reads files and evaluates SQL expressions. */
package org.fivesigma.data.duckdb;
