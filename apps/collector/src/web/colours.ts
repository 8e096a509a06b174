/** Colours there are for services, as `.s0` to `.s9` in style.css. */
const colourCount = 10;

/** Colours given so far: a service keeps its colour from view to view. */
const given = new Map<string, number>();

/**
 * The colour number of a service: by its name, so that it is mostly the same on every visit, and moved on where that
 * colour is taken, so that the first ten services differ.
 */
export function serviceColour(service: string): number {
  const known = given.get(service);
  if (known !== undefined) return known;
  const taken = new Set(given.values());
  let colour = hash(service) % colourCount;
  while (taken.has(colour) && taken.size < colourCount) colour = (colour + 1) % colourCount;
  given.set(service, colour);
  return colour;
}

function hash(text: string): number {
  let value = 5;
  for (const character of text) value = (Math.imul(value, 31) + character.codePointAt(0)!) >>> 0;
  return value;
}
