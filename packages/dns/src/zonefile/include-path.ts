/** Where $INCLUDE may lead: to files below the root directory only. */

/** The path, below the root, that `path` in the file `from` means; undefined when it is absolute or leaves the root.
 *  Both use `/`; `.` and `..` are resolved here, so an opener never sees them. */
export function includePath(from: string, path: string): string | undefined {
  if (path === '' || path.startsWith('/') || /[\0\\]|^[A-Za-z]:/.test(path)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}
