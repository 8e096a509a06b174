import preactPreset from '@preact/preset-vite';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/web',
  plugins: [preactPreset({ prefreshEnabled: false, devToolsEnabled: false })],
  build: {
    outDir: '../../dist-web',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined files would be data: URLs, which the page's Content-Security-Policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:5380' } },
});
