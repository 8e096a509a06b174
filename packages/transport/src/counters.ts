/** What a listener or client counts. Whoever opens it says where: an index function into a metrics row, or nothing. */

import type { MetricsRow } from '@span53/metrics';

/** Events that transports report. */
export const TRANSPORT_EVENTS = [
  'received',
  'sent',
  /** The system did not take a datagram. */
  'send-error',
  'socket-error',
  /** A stream ended or stalled inside a message. */
  'bad-frame',
  'connection',
  'connection-closed',
  /** Over a limit of connections. */
  'connection-refused',
  /** Nothing was asked for too long, or an answer was not taken. */
  'idle-timeout',
  /** The peer had gone, or did not read. */
  'reply-dropped',
  /** Not what was asked, or too late. */
  'stray-response',
  'timeout',
  /** All IDs, sockets or connections in use. */
  'ids-exhausted',
] as const;

export type TransportEvent = (typeof TRANSPORT_EVENTS)[number];

/** Adds one to the counter of an event. */
export type CountEvent = (event: TransportEvent) => void;

export const countNothing: CountEvent = () => {};

/** Counts into a row. The two events that each packet has are told apart here: a slot by its name costs ten times. */
export function countInto(row: MetricsRow, slots: Readonly<Record<TransportEvent, number>>): CountEvent {
  const { received, sent } = slots;
  return (event) => {
    if (event === 'received') row[received]! += 1;
    else if (event === 'sent') row[sent]! += 1;
    else row[slots[event]]! += 1;
  };
}
