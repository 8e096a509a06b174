/** How far data is believed: RFC 2181 §5.4.1, from the least to the most. */
export const Trust = {
  /** Additional section: glue. Good enough to ask a server, never to answer a client. */
  additional: 1,
  /** Answer section without AA, or behind the first alias of an authoritative answer. */
  nonAuthoritative: 2,
  /** Authority section of an authoritative answer: the SOA of a denial. */
  authority: 3,
  /** Answer section of an authoritative server, or of a forwarder that is believed by configuration. */
  answer: 4,
} as const;
export type Trust = (typeof Trust)[keyof typeof Trust];
