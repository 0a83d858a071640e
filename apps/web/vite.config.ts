import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `/v1` goes to the API while developing, so that the session cookie is of the same origin as in production. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server's content security policy allows no `data:` fonts or scripts; small files stay files.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
