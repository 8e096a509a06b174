/** YAML text with the place of every value. The only file of this package that reads files. */
import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node } from 'yaml';

import { ConfigError, type ConfigIssue } from './issues.ts';

/** Largest configuration file, in octets. */
export const CONFIG_OCTETS_MAX = 16 * 1024 * 1024;
/** How often aliases may multiply nodes before the text counts as an attack ("billion laughs"). */
const ALIASES_MAX = 100;

/** Keys and indexes from the top. */
export type KeyPath = readonly (string | number)[];

/** Reads a file; a ConfigError says why it could not be read. */
export function readConfigFile(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > CONFIG_OCTETS_MAX) throw new Error(`larger than ${CONFIG_OCTETS_MAX} octets`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file: path, line: 0, column: 0, key: '', message: `cannot be read: ${why}` }]);
  }
}

/** A parsed file: the plain value, and where each part of it stands. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** Replaces or adds a value, as `--set` does. */
  set(path: KeyPath, text: string, option: string): void;
  /** Line and column of the value at `path`, or of its key, or of the closest part above that exists. */
  locate(path: KeyPath, part: 'key' | 'value'): Pick<ConfigIssue, 'file' | 'line' | 'column'>;
}

/**
 * Parses YAML 1.2 core; a ConfigError lists all syntax errors, duplicate keys among them. An empty file is an empty
 * map.
 */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const issues = document.errors.map((error): ConfigIssue => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { file, line, column: col, key: '', message: error.message };
  });
  if (issues.length > 0) throw new ConfigError(issues);
  return new DocumentSource(document, lines, file);
}

class DocumentSource implements YamlSource {
  readonly file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;
  /** Which option set the value at a path. */
  readonly #options = new Map<string, string>();

  constructor(document: Document, lines: LineCounter, file: string) {
    this.#document = document;
    this.#lines = lines;
    this.file = file;
  }

  get value(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: ALIASES_MAX }) ?? {};
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ConfigError([{ file: this.file, line: 0, column: 0, key: '', message: why }]);
    }
  }

  set(path: KeyPath, text: string, option: string): void {
    const value: unknown = parseDocument(text).toJS();
    try {
      if (this.#document.contents === null) this.#document.contents = this.#document.createNode({});
      this.#document.setIn(path, value);
    } catch {
      throw new ConfigError([
        { file: option, line: 0, column: 0, key: path.join('.'), message: 'a value stands where a map is needed' },
      ]);
    }
    this.#options.set(path.join('.'), option);
  }

  locate(path: KeyPath, part: 'key' | 'value'): Pick<ConfigIssue, 'file' | 'line' | 'column'> {
    for (let length = path.length; length > 0; length -= 1) {
      const option = this.#options.get(path.slice(0, length).join('.'));
      if (option !== undefined) return { file: option, line: 0, column: 0 };
    }
    let node: unknown = this.#document.contents;
    let found = node;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(({ key: name }) => (isScalar(name) ? String(name.value) : name) === String(key));
        if (pair === undefined) break;
        node = pair.value;
        found = part === 'key' ? pair.key : (pair.value ?? pair.key);
      } else if (isSeq(node)) {
        node = node.items[Number(key)];
        found = node ?? found;
      } else break;
    }
    const start = (found as Node | null)?.range?.[0];
    if (start === undefined) return { file: this.file, line: 1, column: 1 };
    const { line, col } = this.#lines.linePos(start);
    return { file: this.file, line, column: col };
  }
}

/** Plain data as YAML text. */
export function formatYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
