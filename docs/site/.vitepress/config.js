// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { repositoryLinks } from './links.js'
import { home, navigation } from './navigation.js'
import { anchorOf, excluded, pageOf, root } from './sources.js'

export default defineConfig({
  title: 'Tenon',
  description: 'Extension modules in C and Java, and plain C libraries, for the JVM.',
  lang: 'en-GB',
  srcDir: root,
  srcExclude: excluded,
  outDir: 'target/site',
  cacheDir: 'target/cache',
  rewrites: pageOf,
  appearance: true,
  markdown: {
    anchor: { slugify: anchorOf },
    attrs: { disable: true },
    config: (markdown) => markdown.use(repositoryLinks),
  },
  vite: { plugins: [vueOfSite()] },
  themeConfig: {
    nav: home,
    sidebar: navigation,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Previous', next: 'Next' },
    externalLinkIcon: true,
  },
})

/** Pages lie outside of this directory, where no node_modules are: they import the Vue of the site. */
function vueOfSite() {
  return {
    name: 'tenon:vue',
    enforce: 'pre',
    resolveId(id) {
      return /^vue(\/|$)/.test(id)
        ? this.resolve(id, join(root, 'docs/site/index.md'), { skipSelf: true })
        : undefined
    },
  }
}
