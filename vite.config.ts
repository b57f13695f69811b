// Builds the pages into dist/web; `npx vite` serves them while one works on them, with the API of a running bank.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  // Script and style tags carry the text __NONCE__; the server puts each response's nonce in its place.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    // The policy of a page allows own files only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    rolldownOptions: {
      onwarn(warning, warn) {
        // The router marks its module for React server components, which are not used here.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  server: { proxy: { '^/api/v\\d': process.env['CB_URL'] ?? 'http://127.0.0.1:8080' } },
})
