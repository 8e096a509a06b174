import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Context, Hono } from 'hono';

interface PageFile {
  readonly type: string;
  readonly plain: Buffer<ArrayBuffer>;
  readonly gzip: Buffer<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Headers of every answer: nothing but our own files runs, nothing is loaded from elsewhere or framed. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Serves the built page from memory. `folder` resolves when it is built; requests wait for that. */
export function pageRoutes(folder: Promise<string | undefined>): Hono {
  const app = new Hono();
  const files = folder.then(loadFiles);
  const view = async (context: Context): Promise<Response> => {
    const file = (await files).get('/index.html');
    if (file === undefined) return context.text('The page is not built: npm run build\n', 503);
    return respond(context, file, 'no-cache');
  };
  app.get('/', view);
  app.get('/trace/:id', view);
  app.get('/map', view);
  app.get('/assets/:file', async (context) => {
    const file = (await files).get(`/assets/${context.req.param('file')}`);
    return file === undefined ? context.notFound() : respond(context, file, 'public, max-age=31536000, immutable');
  });
  return app;
}

function loadFiles(folder: string | undefined): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (folder === undefined || !existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const plain = readFileSync(file);
    files.set(`/${path.relative(folder, file).replaceAll(path.sep, '/')}`, { type, plain, gzip: gzipSync(plain) });
  }
  return files;
}

function respond(context: Context, { type, plain, gzip }: PageFile, cacheControl: string): Response {
  const zipped = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
  return context.body(zipped ? gzip : plain, 200, {
    'content-type': type,
    'cache-control': cacheControl,
    vary: 'accept-encoding',
    ...(zipped && { 'content-encoding': 'gzip' }),
  });
}
