/** Strict comma-separated values: tables that people write by hand and that runs leave behind. */
package io.bitcycle.csv;
