/** What the stages found and did, as text for people and JSON for machines. */
package io.jquant.report;
