/**
 * Charts as SVG. Colours are those of Okabe and Ito, told apart by the colour-blind; lines are told apart by their dashes
 * too. Everything coloured has a class besides, so that a page can choose other colours for a dark background.
 */
package io.bitcycle.report.chart;
