/** What a listener or client counts. Whoever opens it says where: an index function into a metrics row, or nothing. */

/** Events that transports report. */
export type TransportEvent =
  | 'received'
  | 'sent'
  | 'send-error'
  | 'socket-error'
  | 'bad-frame'
  | 'connection'
  | 'connection-refused'
  | 'idle-timeout'
  | 'reply-dropped'
  | 'stray-response'
  | 'timeout'
  | 'ids-exhausted';

/** Adds one to the counter of an event. */
export type CountEvent = (event: TransportEvent) => void;

export const countNothing: CountEvent = () => {};
