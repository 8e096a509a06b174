// Reads the declarations that tsc emits: which names an entry exports, each with its signature and doc comment.
// TypeScript 7 has no interface for programs, and the shape of emitted declarations is simple and stable.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Has tsc write the declarations of a package below `folder`, and returns where they are. */
export function emitDeclarations(owner, folder) {
  const out = path.join(folder, 'declarations');
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  const options = ['--emitDeclarationOnly', '--noCheck', '--outDir', out];
  execFileSync(tsc, ['-p', path.join(root, owner, 'tsconfig.json'), ...options], { cwd: root, stdio: 'inherit' });
  return out;
}

/** Exported names of an index file, in its order: `{ name, module }`, following `export *`. */
export function exportsOf(index) {
  const text = readFileSync(index, 'utf8');
  const found = [];
  for (const [, star, names, from] of text.matchAll(/^export (?:type )?(?:(\*)|\{([^}]*)\}) from '([^']+)';/gm)) {
    const module = path.join(path.dirname(index), from.replace(/\.[jt]s$/, '.d.ts'));
    if (star) found.push(...exportsOf(module));
    else for (const name of names.split(',')) found.push({ name: name.replace(/^\s*type\s+/, '').trim(), module });
  }
  return found.filter(({ name }) => name !== '');
}

/** Declarations of one module by name. A type and a value may share one: they are in order. */
export function declarationsOf(module) {
  const byName = new Map();
  for (const { doc, code } of statements(readFileSync(module, 'utf8'))) {
    const [, name] =
      /^export (?:declare )?(?:abstract )?(?:class|function|const|interface|type) ([\w$]+)/.exec(code) ?? [];
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), { doc, code: tidied(code) }]);
  }
  return byName;
}

/** A doc comment as plain text on one line per paragraph. */
export function docText(comment) {
  return comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/\n\s*\*[ \t]?/g, '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .join('\n\n')
    .trim();
}

/** Top-level statements, each with the doc comment right above it. */
function statements(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    const start = at + /^\s*/.exec(text.slice(at))[0].length;
    if (start >= text.length) break;
    const end = text.startsWith('/', start) ? commentEnd(text, start) : statementEnd(text, start);
    found.push({ comment: text.startsWith('/', start), code: text.slice(start, end) });
    at = end;
  }
  return found.flatMap(({ comment, code }, index) => {
    if (comment) return [];
    const above = found[index - 1];
    return [{ doc: above?.comment && above.code.startsWith('/**') ? docText(above.code) : '', code }];
  });
}

function commentEnd(text, at) {
  const end = text.startsWith('/*', at) ? text.indexOf('*/', at) + 2 : text.indexOf('\n', at);
  return end < 2 ? text.length : end;
}

/** Behind the `;`, or the `}` of a class, interface or list of exports, that ends the statement at `at`. */
function statementEnd(text, at) {
  const braced = /^export (declare )?(abstract )?(class|interface) /.test(text.slice(at, at + 40));
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const c = text[i];
    if (c === '/' && /[/*]/.test(text[i + 1])) i = commentEnd(text, i) - 1;
    else if (c === "'" || c === '"' || c === '`') i = stringEnd(text, i);
    else if ('{[('.includes(c)) depth += 1;
    else if ('}])'.includes(c)) {
      depth -= 1;
      if (depth === 0 && braced && c === '}') return i + 1;
    } else if (c === ';' && depth === 0) return i + 1;
  }
  return text.length;
}

function stringEnd(text, at) {
  let end = at + 1;
  while (end < text.length && text[end] !== text[at]) end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** A declaration as a reader wants it: two spaces, nothing private. */
function tidied(code) {
  return code
    .replace(/^export (declare )?/, '')
    .replace(/^\s*(#private|private [^;]*);\n/gm, '')
    .replace(/^ +/gm, (blanks) => ' '.repeat(blanks.length % 4 === 1 ? (blanks.length - 1) / 2 + 1 : blanks.length / 2))
    .trim();
}
