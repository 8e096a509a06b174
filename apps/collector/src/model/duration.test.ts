import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from './duration.ts';

const texts = [
  ['10ms', 10e6],
  ['1.5ms', 1.5e6],
  ['200us', 200e3],
  ['200µs', 200e3],
  ['7d', 7 * 86_400e9],
  ['10', undefined],
  ['ms', undefined],
  ['-1ms', undefined],
  ['1e9s', undefined],
  ['10ms ', undefined],
] as const;
for (const [text, ns] of texts) {
  test(`parseDuration ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), ns));
}

const durations = [
  [0, '0'],
  [870, '870 ns'],
  [4210, '4.21 µs'],
  [999_600, '1 ms'],
  [4_210_000, '4.21 ms'],
  [271e6, '271 ms'],
  [12.5e9, '12.5 s'],
  [600e9, '10 min'],
  [7200e9, '2 h'],
  [9_007_199e9, '104 d'],
] as const;
for (const [ns, text] of durations) {
  test(`formatDuration ${ns} ns`, () => assert.equal(formatDuration(ns), text));
}
